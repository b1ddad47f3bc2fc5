using System.Diagnostics;
using System.Text.Json;
using Dhis2.TestTools;

namespace Dhis2.Demo;

/// <summary>Gets everything ready, runs the tour in the engine, and clears up.</summary>
internal static class Tour
{
    public static async Task<int> RunAsync(string version)
    {
        // Set for this process and those it starts: a proxy has no way to a server of this machine.
        var direct = Environment.GetEnvironmentVariable("no_proxy") ?? Environment.GetEnvironmentVariable("NO_PROXY");
        Environment.SetEnvironmentVariable("no_proxy", string.IsNullOrEmpty(direct) ? "127.0.0.1" : $"{direct},127.0.0.1");
        var engine = await Engine.FindAsync();
        Console.WriteLine($"A tour of Dhis2 for PowerShell. The server is a sandbox: DHIS2 {version} in memory, gone at the end.");
        var folder = Directory.CreateTempSubdirectory("dhis2-demo-").FullName;
        try
        {
            await using var sandbox = await SandboxProcess.StartAsync("--version", version, "--org-units", "10000");
            var facts = await Facts.ReadAsync(sandbox.Uri, folder);
            var isRight = await RunAsync(engine, facts, folder);
            Console.WriteLine();
            Console.WriteLine(isRight ? "Every step gave what it should." : "Not every step gave what it should: see above.");
            return isRight ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> RunAsync(Engine engine, Facts facts, string folder)
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
