using System.Globalization;
using Dhis2.TestTools;

namespace Dhis2.Benchmarks;

/// <summary>Importing a file into a sandbox that reads, counts and keeps nothing.</summary>
internal sealed class ImportBenchmark : IBenchmark
{
    private const string Title = "Import-Dhis2DataValueSet, CSV of 1,000,000 rows in batches of 10,000";
    private const int Size = 1_000_000;
    private const int Warm = 20_000;
    private const int Batch = 10_000;

    public string Name => "Import";

    public async Task<IReadOnlyList<ResultLine>> RunAsync(Shell shell)
    {
        var folder = Directory.CreateTempSubdirectory("dhis2-bench-").FullName;
        try
        {
            await using var sandbox = await SandboxProcess.StartAsync("--org-units", "10000", "--sink");
            var (warm, full, twice) = (WriteFile(folder, Warm), WriteFile(folder, Size), WriteFile(folder, 2 * Size));
            var theirs = new Work(Work.WithWebCmdlets + Loop(sandbox.Uri), Call(warm, Warm), Call(full, Size));
            var results = await shell.CompareAsync(
                () => shell.MeasureAsync(Ours(sandbox.Uri, warm, full, Size)),
                () => shell.MeasureAsync(theirs),
                () => shell.MeasureAsync(Ours(sandbox.Uri, warm, twice, 2 * Size)));
            return
            [
                Figures.TimesAsFast(Title, "Import-Csv, ConvertTo-Json and Invoke-RestMethod", results[0], results[1], 8),
                Figures.Peak(Title, results[0], 250),
                Figures.Peak(Title.Replace("1,000,000", "2,000,000", StringComparison.Ordinal), results[2], 250),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Work Ours(Uri uri, string warm, string file, int rows)
    {
        string Run(string path, int count) =>
            $"if ((Import-Dhis2DataValueSet '{path}' -BatchSize {Batch}).Imported -ne {count}) {{ throw 'Rows are missing.' }}";
        return new Work(Work.WithModule(uri), Run(warm, Warm), Run(file, rows));
    }

    private static string Call(string path, int rows) => $"if ((Send-File '{path}') -ne {rows}) {{ throw 'Rows are missing.' }}";

    private static string Loop(Uri uri) => $$"""

        function Send-Batch($rows) {
            $body = ConvertTo-Json -InputObject @{ dataValues = $rows } -Depth 3 -Compress
            (Invoke-RestMethod '{{uri}}api/dataValueSets' -Method Post -Body $body -ContentType 'application/json' @login).response.importCount.imported
        }
        function Send-File($path) {
            $count = 0
            $rows = [Collections.Generic.List[object]]::new({{Batch}})
            Import-Csv $path | ForEach-Object {
                $rows.Add($_)
                if ($rows.Count -eq {{Batch}}) {
                    $count += Send-Batch $rows
                    $rows.Clear()
                }
            }
            if ($rows.Count) {
                $count += Send-Batch $rows
            }
            $count
        }
        """;

    // Headed as the Web API names the fields, so that the competing script needs no mapping.
    private static string WriteFile(string folder, int rows)
    {
        var path = Path.Combine(folder, rows.ToString(CultureInfo.InvariantCulture) + ".csv");
        using var csv = new StreamWriter(path);
        csv.WriteLine("dataElement,period,orgUnit,categoryOptionCombo,attributeOptionCombo,value");
        for (var row = 0; row < rows; row++)
            csv.WriteLine(Figures.Text($"{Uid('E', row % 20)},{2020 + (row / 1_200_000)}{(row / 100_000 % 12) + 1:00},{Uid('U', row / 20 % 5_000)},HllvX50cXC0,HllvX50cXC0,{row % 977}"));
        return path;
    }

    private static string Uid(char first, int number) => Figures.Text($"{first}{number:0000000000}");
}
