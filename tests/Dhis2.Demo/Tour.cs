using System.Diagnostics;
using System.Text.Json;
using Dhis2.PowerShell.Tests.Runner;

namespace Dhis2.Demo;

/// <summary>Gets everything ready, runs the tour in whatever there is, and clears up.</summary>
internal static class Tour
{
    public static async Task<int> RunAsync(string version)
    {
        // Set for this process and those it starts: a proxy has no way to a server of this machine.
        var direct = Environment.GetEnvironmentVariable("no_proxy") ?? Environment.GetEnvironmentVariable("NO_PROXY");
        Environment.SetEnvironmentVariable("no_proxy", string.IsNullOrEmpty(direct) ? "127.0.0.1" : $"{direct},127.0.0.1");
        var (engine, reason) = await Engine.FindAsync();
        if (engine is not null)
            await StageAsync();
        Console.WriteLine($"A tour of Dhis2 for PowerShell. The server is a sandbox: DHIS2 {version} in memory, gone at the end.");
        var folder = Directory.CreateTempSubdirectory("dhis2-demo-").FullName;
        try
        {
            await using var sandbox = await SandboxProcess.StartAsync("--version", version, "--org-units", "10000");
            var facts = await Facts.ReadAsync(sandbox.Uri, folder);
            var isRight = engine is null ? await WithoutEngineAsync(facts, reason!) : await InEngineAsync(engine, facts, folder);
            Console.WriteLine();
            Console.WriteLine(isRight ? "Every step gave what it should." : "Not every step gave what it should: see above.");
            return isRight ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task StageAsync()
    {
        Console.WriteLine("Building the module ...");
        string[] arguments = ["build", Path.Combine(Repository.Root, "src", "Dhis2.PowerShell"), "-t:Stage", "-c", "Release", "-nologo", "-v:q"];
        // A build node that stays behind would keep the output open.
        var environment = new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1" };
        var stage = await ChildProcess.RunAsync("dotnet", arguments, environment, TimeSpan.FromMinutes(10));
        if (stage.ExitCode != 0)
            throw new InvalidOperationException($"The module could not be staged:\n{stage.Output}");
    }

    private static async Task<bool> WithoutEngineAsync(Facts facts, string reason)
    {
        Console.WriteLine($"{reason} The same steps are taken by the .NET client alone.");
        return await ClientTour.RunAsync(facts);
    }

    private static async Task<bool> InEngineAsync(Engine engine, Facts facts, string folder)
    {
        var factFile = Path.Combine(folder, "facts.json");
        await File.WriteAllTextAsync(factFile, JsonSerializer.Serialize(facts));
        string[] arguments =
        [
            .. engine.Arguments, "-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "tour.ps1"),
            "-Module", Repository.StagedManifest, "-FactFile", factFile,
        ];
        // It writes to this console, so that its progress bars and colours show.
        var start = new ProcessStartInfo(engine.Program, arguments) { WorkingDirectory = Repository.Root };
        start.Environment["DHIS2_DEMO_USER"] = SandboxProcess.UserName;
        start.Environment["DHIS2_DEMO_PASSWORD"] = SandboxProcess.Password;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
