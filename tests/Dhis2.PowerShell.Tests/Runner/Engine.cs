namespace Dhis2.PowerShell.Tests.Runner;

/// <summary>A PowerShell to run specs in: the one on the path, or else the tool of the manifest.</summary>
internal sealed record Engine(string Program, IReadOnlyList<string> Arguments)
{
    private static readonly IReadOnlyDictionary<string, string> s_none = new Dictionary<string, string>();

    /// <summary>The engine, or null and why there is none.</summary>
    public static async Task<(Engine? Engine, string? Reason)> FindAsync()
    {
        var names = OperatingSystem.IsWindows() ? new[] { "pwsh.exe" } : ["pwsh"];
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (found is not null)
            return (new Engine(found, []), null);
        var restored = await ChildProcess.RunAsync("dotnet", ["tool", "restore"], s_none, TimeSpan.FromMinutes(3));
        return restored.ExitCode == 0
            ? (new Engine("dotnet", ["tool", "run", "pwsh", "--"]), null)
            : (null, "There is no pwsh on the path, and the tool of .config/dotnet-tools.json cannot be restored here.");
    }
}
