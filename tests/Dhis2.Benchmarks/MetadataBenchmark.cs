
namespace Dhis2.Benchmarks;

/// <summary>Bringing 100,000 objects of a server into a file, and from a file to a server.</summary>
internal sealed class MetadataBenchmark : IBenchmark
{
    private const string ExportTitle = "Export-Dhis2Metadata, 100,000 data elements into a file";
    private const string ImportTitle = "Import-Dhis2Metadata, 100,000 data elements of a file";
    private const string TreeTitle = "Export-Dhis2Metadata, 100,000 data elements as a tree, one file a type";
    private const string Than = "Invoke-RestMethod and ConvertTo-Json -Depth 20";
    private const int Size = 100_000;
    private const int Warm = 1_000;
    private const int Limit = 300;

    public string Name => "Metadata";

    public async Task<IReadOnlyList<ResultLine>> RunAsync(Shell shell)
    {
        var folder = Directory.CreateTempSubdirectory("dhis2-bench-").FullName;
        try
        {
            await using var server = MetadataServer.Start();
            var (warm, full) = (Path.Combine(folder, "warm.json"), Path.Combine(folder, "full.json"));
            await File.WriteAllBytesAsync(warm, MetadataServer.Package(Warm));
            await File.WriteAllBytesAsync(full, MetadataServer.Package(Size));
            var exports = await shell.CompareAsync(
                () => shell.MeasureAsync(Ours(server.Uri, count => $"Export-Dhis2Metadata dataElements -Filter 'name:ne:{count}' -Path '{folder}/ours.json'")),
                () => shell.MeasureAsync(Theirs(count => $"Invoke-RestMethod '{server.Uri}api/metadata?dataElements=true&dataElements:filter=name:ne:{count}' @login | ConvertTo-Json -Depth 20 | Set-Content '{folder}/theirs.json'")));
            var imports = await shell.CompareAsync(
                () => shell.MeasureAsync(Ours(server.Uri, count => $"if ((Import-Dhis2Metadata '{FileOf(count)}').Imported -ne {count}) {{ throw 'Objects are missing.' }}")),
                () => shell.MeasureAsync(Theirs(count => $"$body = Get-Content '{FileOf(count)}' -Raw | ConvertFrom-Json | ConvertTo-Json -Depth 20 -Compress; if ((Invoke-RestMethod '{server.Uri}api/metadata' -Method Post -Body $body -ContentType 'application/json' @login).response.stats.created -ne {count}) {{ throw 'Objects are missing.' }}")));
            var trees = await shell.CompareAsync(
                () => shell.MeasureAsync(Ours(server.Uri, count => $"Export-Dhis2Metadata dataElements -Filter 'name:ne:{count}' -Directory '{folder}/tree' -PerType")));
            return
            [
                Figures.TimesAsFast(ExportTitle, Than, exports[0], exports[1], 8),
                Figures.Peak(ExportTitle, exports[0], Limit),
                Figures.TimesAsFast(ImportTitle, Than, imports[0], imports[1], 8),
                Figures.Peak(ImportTitle, imports[0], Limit),
                Figures.Peak(TreeTitle, trees[0], 2 * Limit),
            ];

            string FileOf(int count) => count == Size ? full : warm;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Work Ours(Uri uri, Func<int, string> run) => new(Work.WithModule(uri), run(Warm), run(Size));

    private static Work Theirs(Func<int, string> run) => new(Work.WithWebCmdlets, run(Warm), run(Size));
}
