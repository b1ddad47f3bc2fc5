using System.Reflection;
using System.Text.Json;
using Dhis2.TestTools;

namespace Dhis2.PowerShell.Tests.Runner;

/// <summary>Runs spec files with Pester in engines of their own, several side by side, against the staged module.</summary>
internal static class SpecRun
{
    // Specs wait for servers more than they compute: three engines keep two cores busy.
    private const int Engines = 3;

    private static readonly string s_runSpecs = Path.Combine(Repository.Root, "tests", "Dhis2.PowerShell.Tests", "Support", "RunSpecs.ps1");

    /// <summary>The result of every test of the chosen files. A file that gave none, because its engine ended early, has a failed one.</summary>
    public static async Task<IReadOnlyList<SpecResult>> RunAsync()
    {
        var groups = SpecFiles.InGroups(Engines);
        if (groups.Count == 0)
            return [];
        var engine = await Engine.FindAsync();
        var routes = Directory.CreateTempSubdirectory("dhis2-routes-").FullName;
        try
        {
            var variables = Variables(engine);
            variables[RouteCheck.FolderVariable] = routes;
            var results = await Task.WhenAll(groups.Select(files => RunAsync(engine, files, variables)));
            // Some specs alone need some routes alone.
            return SpecFiles.AreAll ? [.. results.SelectMany(r => r), RouteCheck.Judge(routes)] : [.. results.SelectMany(r => r)];
        }
        finally
        {
            Directory.Delete(routes, recursive: true);
        }
    }

    /// <summary>The results of the spec for Windows PowerShell, in it; on other systems in the engine of the other specs, so that it is never out of use.</summary>
    public static async Task<IReadOnlyList<SpecResult>> RunDesktopAsync()
    {
        await using var sandbox = await SandboxProcess.StartAsync();
        var engine = OperatingSystem.IsWindows() ? new Engine("powershell.exe", ["-ExecutionPolicy", "Bypass"]) : await Engine.FindAsync();
        var variables = Variables(engine);
        variables["DHIS2_TEST_URL"] = sandbox.Uri.AbsoluteUri;
        variables["DHIS2_TEST_USERNAME"] = SandboxProcess.UserName;
        variables["DHIS2_TEST_PASSWORD"] = SandboxProcess.Password;
        return await RunAsync(engine, [SpecFiles.Desktop], variables);
    }

    private static async Task<IReadOnlyList<SpecResult>> RunAsync(Engine engine, IReadOnlyList<string> files, IReadOnlyDictionary<string, string> variables)
    {
        var folder = Directory.CreateTempSubdirectory("dhis2-specs-").FullName;
        try
        {
            var (list, report) = (Path.Combine(folder, "files.txt"), Path.Combine(folder, "results.jsonl"));
            await File.WriteAllLinesAsync(list, files);
            await File.WriteAllTextAsync(report, "");
            var run = await engine.RunAsync(["-File", s_runSpecs, "-FileList", list, "-ResultFile", report], variables, TimeSpan.FromMinutes(30));
            var results = (await File.ReadAllLinesAsync(report)).Select(l => JsonSerializer.Deserialize<SpecResult>(l)!).ToList();
            var silent = files.Select(f => Path.GetFileName(f)!).Except(results.Select(r => r.File));
            results.AddRange(silent.Select(f => new SpecResult(f, "(the file)", "Failed", $"It gave no result. Its engine ended with code {run.ExitCode}:\n{run.Output}", 0)));
            return results;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Support/ reads these: what to test, and with what. Specs guess at nothing.
    private static Dictionary<string, string> Variables(Engine engine) => new()
    {
        ["DHIS2_MODULE"] = Repository.StagedManifest,
        ["DHIS2_TEST_TOOLS"] = typeof(Engine).Assembly.Location,
        ["DHIS2_ENGINE"] = engine.Json,
        ["DHIS2_PESTER"] = PesterManifest,
        ["NO_COLOR"] = "1",
        ["POWERSHELL_UPDATECHECK"] = "Off",
    };

    private static string PesterManifest { get; } = typeof(SpecRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PesterManifest").Value!;
}
