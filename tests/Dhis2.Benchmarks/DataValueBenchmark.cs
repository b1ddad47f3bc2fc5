using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dhis2.TestTools;

namespace Dhis2.Benchmarks;

/// <summary>Reading data values.</summary>
internal sealed class DataValueBenchmark : IBenchmark
{
    private const string Title = "Get-Dhis2DataValueSet, 500,000 values";
    private const string ToOutNull = Title + " to Out-Null";
    private const string ToNowhere = Title + " > $null";
    private const int Size = 500_000;
    private const int Warm = 1_000;

    // What Out-Null costs with a cmdlet in front of it that does nothing at all.
    private const string ReadyObjects = """
        Add-Type -PassThru -TypeDefinition @'
        using System.Management.Automation;
        [Cmdlet(VerbsCommon.Get, "Ready")]
        public sealed class GetReadyCommand : PSCmdlet
        {
            private sealed class Ready { }
            [Parameter] public int Count { get; set; }
            protected override void ProcessRecord()
            {
                for (var i = 0; i < Count; i++)
                    WriteObject(new Ready());
            }
        }
        '@ | ForEach-Object Assembly | Select-Object -First 1 | Import-Module
        """;

    public string Name => "DataValues";

    public async Task<IReadOnlyList<ResultLine>> RunAsync(Shell shell)
    {
        await using var sandbox = await SandboxProcess.StartAsync("--org-units", "10000", "--data-values", "2000000");
        var set = await FirstIdAsync(sandbox.Uri, "dataSets");
        var root = await FirstIdAsync(sandbox.Uri, "organisationUnits", "&filter=level:eq:1");
        string Ours(int count) => $"Get-Dhis2DataValueSet '{set}' -StartDate 2000-01-01 -EndDate 2025-12-31 -OrgUnit '{root}' -Children -Limit {count}";
        string Address(int count) => $"{sandbox.Uri}api/dataValueSets.json?dataSet={set}&startDate=2000-01-01&endDate=2025-12-31&orgUnit={root}&children=true&limit={count}";
        string Theirs(int count) => $"(Invoke-RestMethod '{Address(count)}' @login).dataValues";
        var module = Work.WithModule(sandbox.Uri);
        var results = await shell.CompareAsync(
            () => shell.MeasureAsync(Work.Reading(module, Ours, Warm, Size)),
            () => shell.MeasureAsync(Work.Reading(Work.WithWebCmdlets, Theirs, Warm, Size)),
            () => shell.MeasureAsync(Work.Reading(module, Ours, Warm, Size, Work.ToNowhere)),
            () => CurlAsync(Address(Size)),
            () => shell.MeasureAsync(Work.Reading(ReadyObjects, count => $"Get-Ready -Count {count}", Warm, Size)),
            () => shell.MeasureAsync(Work.Reading(module, Ours, Warm, 4 * Size)));
        return
        [
            Figures.TimesAsFast(ToOutNull, "(Invoke-RestMethod).dataValues", results[0], results[1], 12),
            Figures.TimesAsLong(ToNowhere, "curl to /dev/null", results[2], results[3], 2.5),
            Figures.TimesAsLong(ToOutNull, "curl to /dev/null", results[0], results[3], null),
            Figures.TimesAsLong("500,000 objects that were ready, to Out-Null", "curl to /dev/null", results[4], results[3], null),
            Figures.Peak(ToOutNull, results[0], 200),
            Figures.Growth(ToOutNull, "2,000,000 values", results[0], results[5], 10),
        ];
    }

    internal static async Task<string> FirstIdAsync(Uri uri, string type, string more = "")
    {
        using var http = new HttpClient { BaseAddress = uri };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SandboxProcess.UserName}:{SandboxProcess.Password}")));
        using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri($"api/{type}?fields=id{more}", UriKind.Relative)));
        return document.RootElement.GetProperty(type)[0].GetProperty("id").GetString()!;
    }

    // Its own clock, so that the start of the process does not count for it.
    private static async Task<Measurement> CurlAsync(string address)
    {
        var start = new ProcessStartInfo("curl", ["-sS", "-f", "-o", "/dev/null", "-u", $"{SandboxProcess.UserName}:{SandboxProcess.Password}", "-w", "%{time_total}", "--noproxy", "*", address])
        {
            RedirectStandardOutput = true,
        };
        using var curl = Process.Start(start)!;
        var seconds = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        if (curl.ExitCode != 0)
            throw new InvalidOperationException($"curl ended with {curl.ExitCode}.");
        return new Measurement(double.Parse(seconds, CultureInfo.InvariantCulture), 0);
    }
}
