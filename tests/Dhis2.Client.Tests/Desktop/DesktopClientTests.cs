using System.Text.Json;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Hosting;
using Dhis2.TestTools;

namespace Dhis2.Client.Tests.Desktop;

/// <summary>The net472 build of the client, run by .NET Framework on Windows and by Mono where that is installed. Each check of the program is a test.</summary>
public class DesktopClientTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>The checks' results: the data of the theory, because the program makes all of them in one run.</summary>
    public static async Task<IEnumerable<TheoryDataRow<bool, string>>> Checks()
    {
        if (FindRuntime() is not { } runtime)
            return [new TheoryDataRow<bool, string>(false, "") { TestDisplayName = "net472 client", Label = "", Skip = "There is neither .NET Framework nor Mono (mono) on this machine." }];
        if (!File.Exists(Program))
            return [new TheoryDataRow<bool, string>(false, "") { TestDisplayName = "net472 client", Label = "", Skip = $"'{Program}' is not there: these tests were copied without it." }];
        return [.. (await RunAsync(runtime)).Select(c => new TheoryDataRow<bool, string>(c.Passed, c.Message) { TestDisplayName = $"net472 client: {c.Name}", Label = "" })];
    }

    [Theory]
    [MemberData(nameof(Checks), DisableDiscoveryEnumeration = true)]
    public void Check_holds(bool passed, string message) => Assert.True(passed, message);

    private static string Program => Path.Combine(AppContext.BaseDirectory, "desktop", "Dhis2.DesktopChecks.exe");

    // What to start, and what to tell it first.
    private static (string Program, string[] Arguments)? FindRuntime()
    {
        if (OperatingSystem.IsWindows())
            return (Program, []);
        var mono = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "mono")).FirstOrDefault(File.Exists);
        return mono is null ? null : (mono, [Program]);
    }

    private static async Task<List<Check>> RunAsync((string Program, string[] Arguments) runtime)
    {
        await using var plain = await SandboxFixture.StartAsync();
        await using var https = await SandboxFixture.StartAsync(options: new SandboxOptions { Https = true });
        await using var gzip = await GzipProxy.StartAsync(plain.Uri);
        string[] arguments = [.. runtime.Arguments, plain.Uri.AbsoluteUri, gzip.Uri.AbsoluteUri, https.Uri.AbsoluteUri];
        var run = await ChildProcess.RunAsync(runtime.Program, arguments, new Dictionary<string, string>(), TimeSpan.FromMinutes(10));
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"{Program} ended with code {run.ExitCode}:\n{run.Output}");
        var checks = run.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonSerializer.Deserialize<Check>(line, s_json)!).ToList();
        return [.. checks, .. Received(plain), new Check("Asks for gzip answers", gzip.Compressed > 0, $"{gzip.Compressed} answers were asked for in gzip.")];
    }

    // What the server saw of it. It is .NET Framework that would send otherwise if it were not told; Mono sends this in any case.
    private static IEnumerable<Check> Received(SandboxServer server)
    {
        var expecting = server.Log.Requests.Where(r => r.Headers.ContainsKey("Expect")).Select(r => $"{r.Method} {r.Path}").ToList();
        yield return new Check("Sends no Expect header", expecting.Count == 0 && server.Log.Requests.Count > 0, string.Join(", ", expecting));
        var imports = server.Log.Requests.Where(r => r.Method == "POST" && r.Path.StartsWith("/api/dataValueSets", StringComparison.Ordinal)).ToList();
        var encodings = imports.Select(r => r.Headers.GetValueOrDefault("Transfer-Encoding")).ToList();
        yield return new Check("Sends a body of unknown length in chunks", encodings is ["chunked"], $"{imports.Count} imports: '{string.Join("', '", encodings)}'");
    }

    private sealed record Check(string Name, bool Passed, string Message);
}
