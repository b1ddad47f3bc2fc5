using Dhis2.PowerShell.Tests.Runner;

namespace Dhis2.Benchmarks;

/// <summary>Lays out the module that is measured.</summary>
internal static class Staging
{
    public static async Task StageAsync()
    {
        string[] arguments = ["build", Path.Combine(Repository.Root, "src", "Dhis2.PowerShell"), "-t:Stage", "-c", "Release", "-nologo", "-v:q"];
        // A build node that stays behind would disturb the measurement.
        var environment = new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1" };
        var stage = await ChildProcess.RunAsync("dotnet", arguments, environment, TimeSpan.FromMinutes(10));
        if (stage.ExitCode != 0)
            throw new InvalidOperationException($"The module could not be staged:\n{stage.Output}");
    }
}
