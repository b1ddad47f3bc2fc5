using System.Globalization;
using Dhis2.TestTools;

namespace Dhis2.Benchmarks;

/// <summary>How soon the first object of a list is out, told by what the server was asked for.</summary>
internal sealed class FirstObjectBenchmark : IBenchmark
{
    private const string Title = "First object of a paged list";

    public string Name => "FirstObject";

    public async Task<IReadOnlyList<ResultLine>> RunAsync(Shell shell)
    {
        await using var sandbox = await SandboxProcess.StartAsync("--org-units", "10000");
        var count = $"@((Invoke-RestMethod {sandbox.Uri}_sandbox/requests) | Where-Object path -Like '/api/organisationUnits*').Count";
        var lines = await shell.RunAsync($$"""
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            {{Work.WithModule(sandbox.Uri)}}
            $atFirst = $null
            Get-Dhis2OrgUnit -PageSize 100 | ForEach-Object {
                if ($null -eq $atFirst) {
                    Start-Sleep -Milliseconds 500
                    $atFirst = {{count}}
                }
            }
            $all = {{count}}
            $null = Invoke-RestMethod {{sandbox.Uri}}_sandbox/requests -Method Delete
            $null = Get-Dhis2OrgUnit -PageSize 100 | Select-Object -First 1
            Start-Sleep -Milliseconds 500
            "COUNTS $atFirst $all $({{count}})"
            """);
        var counts = lines.Last(l => l.StartsWith("COUNTS ", StringComparison.Ordinal)).Split(' ').Skip(1).Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToList();
        return
        [
            new ResultLine(Title, "pages asked for when it is out", $"{counts[0]}", "1", counts[0] == 1, $"of {counts[1]}"),
            new ResultLine(Title, "pages that Select-Object -First 1 costs", $"{counts[2]}", "at most 2", counts[2] is 1 or 2, $"of {counts[1]}"),
        ];
    }
}
