using System.Text.Json;

namespace Dhis2.PowerShell.Tests.Runner;

/// <summary>One test of a spec.</summary>
internal sealed record SpecResult(string File, string Name, string Result, string? Message);

/// <summary>One run of all specs, in one child PowerShell, against the staged module.</summary>
internal sealed class SpecRun
{
    private const int NoPester = 3;
    private static readonly Lazy<Task<SpecRun>> s_run = new(RunAsync);

    private SpecRun(string? skipReason, IReadOnlyList<SpecResult> results)
    {
        SkipReason = skipReason;
        Results = results;
    }

    /// <summary>The run; the first to ask starts it.</summary>
    public static Task<SpecRun> Once => s_run.Value;

    /// <summary>Why nothing was run.</summary>
    public string? SkipReason { get; }

    public IReadOnlyList<SpecResult> Results { get; }

    private static async Task<SpecRun> RunAsync()
    {
        var (engine, reason) = await Engine.FindAsync();
        if (engine is null)
            return new SpecRun(reason, []);
        await StageAsync();
        var file = Path.Combine(Path.GetTempPath(), $"dhis2-specs-{Guid.NewGuid():N}.json");
        try
        {
            string[] arguments = [.. engine.Arguments, "-NoProfile", "-NonInteractive", "-File", Repository.RunSpecs, "-SpecFolder", Repository.Specs, "-OutFile", file];
            var run = await ChildProcess.RunAsync(engine.Program, arguments, SpecEnvironment(), TimeSpan.FromMinutes(20));
            if (run.ExitCode == NoPester)
                return new SpecRun("This PowerShell has no Pester 5.3 or later.", []);
            if (!File.Exists(file))
                throw new InvalidOperationException($"The specs could not be run (exit code {run.ExitCode}):\n{run.Output}");
            var json = await File.ReadAllTextAsync(file);
            return new SpecRun(null, JsonSerializer.Deserialize<List<SpecResult>>(json)!);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task StageAsync()
    {
        string[] arguments = ["build", Path.Combine(Repository.Root, "src", "Dhis2.PowerShell"), "-t:Stage", "-c", "Release", "-nologo", "-v:q"];
        // A node that stays behind would keep this run's output open.
        var environment = new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1" };
        var stage = await ChildProcess.RunAsync("dotnet", arguments, environment, TimeSpan.FromMinutes(10));
        if (stage.ExitCode != 0)
            throw new InvalidOperationException($"The module could not be staged:\n{stage.Output}");
    }

    private static Dictionary<string, string> SpecEnvironment() => new()
    {
        ["DHIS2_MODULE"] = Repository.StagedManifest,
        ["DHIS2_SANDBOX"] = Path.Combine(AppContext.BaseDirectory, "Dhis2.Sandbox.dll"),
        ["NO_COLOR"] = "1",
    };
}
