using System.Globalization;
using Dhis2.TestTools;

namespace Dhis2.Benchmarks;

/// <summary>
/// Runs each measurement in a PowerShell of its own, so that none inherits the memory or the warm code of another. PowerShell also keeps for its next start
/// which code it needed: each script has a place of its own for that, as one that runs every night has, or it would compile what the one before it needed.
/// </summary>
internal sealed class Shell(Engine engine, int runs) : IDisposable
{
    private const string Mark = "MEASURED ";

    private static readonly Dictionary<string, string> s_environment = new()
    {
        ["NO_COLOR"] = "1",
        ["POWERSHELL_UPDATECHECK"] = "Off",
        ["no_proxy"] = "127.0.0.1",
    };

    private readonly string _caches = Directory.CreateTempSubdirectory("dhis2-bench-").FullName;
    private readonly Dictionary<Work, string> _cacheOf = [];

    public int Runs => runs;

    public void Dispose() => Directory.Delete(_caches, recursive: true);

    /// <summary>Measures a script; both contestants start from this preamble.</summary>
    public async Task<Measurement> MeasureAsync(Work work)
    {
        var lines = await RunAsync($$"""
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            {{work.Prepare}}
            {{work.WarmUp}}
            $clock = [Diagnostics.Stopwatch]::StartNew()
            {{work.Timed}}
            $clock.Stop()
            {{work.Check}}
            $peak = [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
            '{{Mark}}' + [string]::Format([cultureinfo]::InvariantCulture, '{0:R} {1}', $clock.Elapsed.TotalSeconds, $peak)
            """, CacheOf(work));
        var result = lines.Last(l => l.StartsWith(Mark, StringComparison.Ordinal))[Mark.Length..].Split(' ');
        return new Measurement(double.Parse(result[0], CultureInfo.InvariantCulture), long.Parse(result[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Measures contestants in turn, so that what else the machine does meets all of them alike.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<Measurement>>> CompareAsync(params Func<Task<Measurement>>[] contestants)
    {
        var results = contestants.Select(_ => new List<Measurement>()).ToList();
        for (var run = 0; run < runs; run++)
        {
            for (var i = 0; i < contestants.Length; i++)
                results[i].Add(await contestants[i]());
            Console.WriteLine("    " + string.Join("   ", results.Select(r => FormattableString.Invariant($"{r[^1].Seconds:0.00} s {r[^1].PeakBytes >> 20} MB"))));
        }
        return results;
    }

    public async Task<string> VersionAsync() => (await RunAsync("\"$($PSVersionTable.PSVersion)\"")).Last(l => l.Length > 0);

    /// <summary>Runs a script and gives back its lines.</summary>
    public Task<IReadOnlyList<string>> RunAsync(string script) => RunAsync(script, Path.Combine(_caches, "other"));

    private string CacheOf(Work work)
    {
        if (!_cacheOf.TryGetValue(work, out var cache))
            _cacheOf[work] = cache = Path.Combine(_caches, _cacheOf.Count.ToString(CultureInfo.InvariantCulture));
        return cache;
    }

    private async Task<IReadOnlyList<string>> RunAsync(string script, string cache)
    {
        var environment = new Dictionary<string, string>(s_environment) { ["XDG_CACHE_HOME"] = cache };
        var file = Path.Combine(Path.GetTempPath(), $"dhis2-bench-{Guid.NewGuid():N}.ps1");
        await File.WriteAllTextAsync(file, script);
        try
        {
            var run = await engine.RunAsync(["-File", file], environment, TimeSpan.FromMinutes(20));
            return run.ExitCode == 0 ? run.Output.Split(Environment.NewLine) : throw new InvalidOperationException($"A measurement failed:\n{run.Output}\n{script}");
        }
        finally
        {
            File.Delete(file);
        }
    }
}

/// <summary>A script to measure. What is under <see cref="Timed"/> alone counts.</summary>
internal sealed record Work(string Prepare, string WarmUp, string Timed, string Check = "")
{
    /// <summary>Each object is handed to a cmdlet that drops it.</summary>
    public const string ToOutNull = "| Out-Null";

    /// <summary>The engine itself drops what comes, as a shell does for curl.</summary>
    public const string ToNowhere = "> $null";

    private static readonly string s_login =
        $"$admin = [pscredential]::new('{SandboxProcess.UserName}', (ConvertTo-SecureString '{SandboxProcess.Password}' -AsPlainText -Force))";

    /// <summary>With the module, connected.</summary>
    public static string WithModule(Uri uri) => $"""
        Import-Module '{Repository.StagedManifest}'
        {s_login}
        Connect-Dhis2 '{uri}' -Credential $admin
        """;

    /// <summary>With what PowerShell has by itself.</summary>
    public static string WithWebCmdlets => $$"""
        {{s_login}}
        $login = @{ Authentication = 'Basic'; Credential = $admin; AllowUnencryptedAuthentication = $true }
        """;

    /// <summary>The same text small and counted first, then at full size and thrown away.</summary>
    public static Work Reading(string prepare, Func<int, string> text, int warm, int size, string sink = ToOutNull) => new(
        prepare,
        $"if (@({text(warm)}).Count -ne {warm}) {{ throw 'The warm-up has another count than asked for.' }}",
        $"{text(size)} {sink}");
}

/// <summary>Seconds of the timed part, and the peak of the whole process.</summary>
internal sealed record Measurement(double Seconds, long PeakBytes);
