using System.Globalization;

namespace Dhis2.Benchmarks;

/// <summary>Bringing 100,000 objects of a server into a file, and from a file to a server.</summary>
internal sealed class MetadataBenchmark : IBenchmark
{
    private const string Export = "Export-Dhis2Metadata, {0:N0} data elements into a file";
    private const string Import = "Import-Dhis2Metadata, {0:N0} data elements of a file";
    private const string Tree = "Export-Dhis2Metadata, {0:N0} data elements as a tree, one file a type";
    private const string Than = "Invoke-RestMethod and ConvertTo-Json -Depth 20";

    // ConvertTo-Json takes minutes for more.
    private const int Compared = 10_000;
    private const int Size = 100_000;
    private const int Warm = 1_000;
    private const int Limit = 250;

    public string Name => "Metadata";

    public async Task<IReadOnlyList<ResultLine>> RunAsync(Shell shell)
    {
        var folder = Directory.CreateTempSubdirectory("dhis2-bench-").FullName;
        try
        {
            await using var server = MetadataServer.Start();
            foreach (var count in (int[])[Warm, Compared, Size])
                await File.WriteAllBytesAsync(FileOf(count), MetadataServer.Package(count));
            var exports = await shell.CompareAsync(
                () => shell.MeasureAsync(Ours(server.Uri, ExportOf, Compared)),
                () => shell.MeasureAsync(Theirs(count => $"Invoke-RestMethod '{server.Uri}api/metadata?dataElements=true&dataElements:filter=name:ne:{count}' @login | ConvertTo-Json -Depth 20 | Set-Content '{folder}/theirs.json'")),
                () => shell.MeasureAsync(Ours(server.Uri, ExportOf, Size)));
            var imports = await shell.CompareAsync(
                () => shell.MeasureAsync(Ours(server.Uri, ImportOf, Compared)),
                () => shell.MeasureAsync(Theirs(count => $"$body = Get-Content '{FileOf(count)}' -Raw | ConvertFrom-Json | ConvertTo-Json -Depth 20 -Compress; if ((Invoke-RestMethod '{server.Uri}api/metadata' -Method Post -Body $body -ContentType 'application/json' @login).response.stats.created -ne {count}) {{ throw 'Objects are missing.' }}")),
                () => shell.MeasureAsync(Ours(server.Uri, ImportOf, Size)));
            var trees = await shell.CompareAsync(
                () => shell.MeasureAsync(Ours(server.Uri, count => $"Export-Dhis2Metadata dataElements -Filter 'name:ne:{count}' -Directory '{folder}/tree' -PerType", Size)));
            return
            [
                Figures.TimesAsFast(Title(Export, Compared), Than, exports[0], exports[1], 8),
                Figures.Peak(Title(Export, Size), exports[2], Limit),
                Figures.TimesAsFast(Title(Import, Compared), Than, imports[0], imports[1], 8),
                Figures.Peak(Title(Import, Size), imports[2], Limit),
                Figures.Peak(Title(Tree, Size), trees[0], 4 * Limit),
            ];

            string FileOf(int count) => Path.Combine(folder, $"{count}.json");

            string ExportOf(int count) => $"Export-Dhis2Metadata dataElements -Filter 'name:ne:{count}' -Path '{folder}/ours.json'";

            string ImportOf(int count) => $"if ((Import-Dhis2Metadata '{FileOf(count)}').Imported -ne {count}) {{ throw 'Objects are missing.' }}";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Title(string format, int count) => string.Format(CultureInfo.InvariantCulture, format, count);

    private static Work Ours(Uri uri, Func<int, string> run, int count) => new(Work.WithModule(uri), run(Warm), run(count));

    private static Work Theirs(Func<int, string> run) => new(Work.WithWebCmdlets, run(Warm), run(Compared));
}
