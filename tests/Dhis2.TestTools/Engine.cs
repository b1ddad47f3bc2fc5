using System.Text.Json;

namespace Dhis2.TestTools;

/// <summary>The PowerShell that specs, demo and benchmarks run in: a program and the arguments that go before all others.</summary>
public sealed record Engine(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Names the executable of another engine than the tool of the manifest.</summary>
    public const string Variable = "DHIS2_TEST_PWSH";

    private const string Mark = "engine: ";

    // Where programs look for the folder of temporary files, on any system.
    private static readonly string[] s_temporary = ["TMPDIR", "TEMP", "TMP"];

    /// <summary>The command as a JSON array of strings, as specs are told it.</summary>
    public string Json => JsonSerializer.Serialize<string[]>([Program, .. Arguments]);

    /// <summary>The engine that <see cref="Variable"/> names, or else the dotnet tool of .config/dotnet-tools.json, which is restored where it is missing.</summary>
    /// <exception cref="InvalidOperationException">The tool cannot be restored or started.</exception>
    public static async Task<Engine> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return new Engine(named, []);
        await DotnetAsync("tool", "restore");
        // Started by its library, the engine works in any folder, and is one process less than `dotnet tool run`.
        var output = await DotnetAsync("tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-Command", $"'{Mark}' + [Environment]::GetCommandLineArgs()[0]");
        // What else dotnet may say stands on lines of its own.
        var library = output.Split('\n').Select(l => l.Trim()).Single(l => l.StartsWith(Mark, StringComparison.Ordinal))[Mark.Length..];
        return new Engine("dotnet", [library]);
    }

    /// <summary>Runs the engine to its end, without profile and prompts.</summary>
    public Task<ChildProcess> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan limit) =>
        ChildProcess.RunAsync(Program, [.. Arguments, "-NoProfile", "-NonInteractive", .. arguments], environment, limit);

    private static async Task<string> DotnetAsync(params string[] arguments)
    {
        // The SDK makes a folder for each command of tools and leaves it behind.
        var temporary = Directory.CreateTempSubdirectory("dhis2-tool-");
        try
        {
            var run = await ChildProcess.RunAsync("dotnet", arguments, s_temporary.ToDictionary(name => name, _ => temporary.FullName), TimeSpan.FromMinutes(5));
            return run.ExitCode == 0
                ? run.Output
                : throw new InvalidOperationException($"'dotnet {string.Join(' ', arguments)}' failed with exit code {run.ExitCode}:\n{run.Output}");
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }
}
