using Dhis2.TestTools;


namespace Dhis2.Benchmarks;

/// <summary>Reading the rows of a SQL view.</summary>
internal sealed class SqlViewBenchmark : IBenchmark
{
    private const string Title = "Invoke-Dhis2SqlView, 500,000 rows of 5 columns";
    private const string ToNowhere = Title + " > $null";
    private const string ToOutNull = Title + " to Out-Null";
    private const string Than = "Invoke-RestMethod with the rows turned into objects";
    private const int Size = 500_000;
    private const int Warm = 1_000;

    public string Name => "SqlViews";

    public async Task<IReadOnlyList<ResultLine>> RunAsync(Shell shell)
    {
        await using var sandbox = await SandboxProcess.StartAsync("--org-units", "100");
        var view = await DataValueBenchmark.FirstIdAsync(sandbox.Uri, "sqlViews", "&filter=code:eq:SV_ROWS");
        string Ours(int rows) => $"Invoke-Dhis2SqlView '{view}' -Variable @{{ rows = {rows} }}";
        // The quickest way to objects in a script: the columns written out.
        string Theirs(int rows) => $$"""
            & {
                foreach ($row in (Invoke-RestMethod '{{sandbox.Uri}}api/sqlViews/{{view}}/data?paging=false&var=rows:{{rows}}' @login).listGrid.rows) {
                    [pscustomobject]@{ n = $row[0]; label = $row[1]; amount = $row[2]; day = $row[3]; even = $row[4] }
                }
            }
            """;
        var module = Work.WithModule(sandbox.Uri);
        var results = await shell.CompareAsync(
            () => shell.MeasureAsync(Work.Reading(module, Ours, Warm, Size, Work.ToNowhere)),
            () => shell.MeasureAsync(Work.Reading(Work.WithWebCmdlets, Theirs, Warm, Size, Work.ToNowhere)),
            () => shell.MeasureAsync(Work.Reading(module, Ours, Warm, Size)),
            () => shell.MeasureAsync(Work.Reading(Work.WithWebCmdlets, Theirs, Warm, Size)),
            () => shell.MeasureAsync(Work.Reading(module, Ours, Warm, 4 * Size, Work.ToNowhere)));
        return
        [
            Figures.TimesAsFast(ToNowhere, Than, results[0], results[1], 10),
            Figures.TimesAsFast(ToOutNull, Than, results[2], results[3], null),
            Figures.Growth(ToNowhere, "2,000,000 rows", results[0], results[4], 10),
        ];
    }
}
