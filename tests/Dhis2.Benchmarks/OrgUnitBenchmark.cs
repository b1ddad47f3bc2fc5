using Dhis2.TestTools;


namespace Dhis2.Benchmarks;

/// <summary>Reading a list page by page.</summary>
internal sealed class OrgUnitBenchmark : IBenchmark
{
    private const string Title = "Get-Dhis2OrgUnit, 100,000 in pages of 1,000 with 7 fields, to Out-Null";
    private const string Fields = "id,code,name,displayName,level,path,parent[id,name]";
    private const int Size = 100_000;

    public string Name => "OrgUnits";

    public async Task<IReadOnlyList<ResultLine>> RunAsync(Shell shell)
    {
        await using var sandbox = await SandboxProcess.StartAsync("--org-units", "100000");
        string Ours(int count) => $"Get-Dhis2OrgUnit -Fields '{Fields}' -PageSize 1000{(count < Size ? $" -First {count}" : "")}";
        string Theirs(int count) => $$"""
            & {
                $page = 1
                do {
                    $answer = Invoke-RestMethod "{{sandbox.Uri}}api/organisationUnits?fields={{Fields}}&order=id:asc&pageSize=1000&page=$page" @login
                    $answer.organisationUnits
                    $page++
                } while ($page -le [Math]::Min($answer.pager.pageCount, {{count / 1000}}))
            }
            """;
        var results = await shell.CompareAsync(
            () => shell.MeasureAsync(Work.Reading(Work.WithModule(sandbox.Uri), Ours, 2_000, Size)),
            () => shell.MeasureAsync(Work.Reading(Work.WithWebCmdlets, Theirs, 2_000, Size)));
        return
        [
            Figures.TimesAsFast(Title, "a loop of Invoke-RestMethod over the pages", results[0], results[1], 8),
            Figures.Peak(Title, results[0], 160),
        ];
    }
}
