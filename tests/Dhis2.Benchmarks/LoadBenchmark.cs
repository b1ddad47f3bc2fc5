using Dhis2.TestTools;

namespace Dhis2.Benchmarks;

/// <summary>What loading the module adds to an empty one.</summary>
internal sealed class LoadBenchmark : IBenchmark
{
    private const int MostMilliseconds = 150;

    public string Name => "Load";

    public async Task<IReadOnlyList<ResultLine>> RunAsync(Shell shell)
    {
        var folder = Directory.CreateTempSubdirectory("dhis2-bench-").FullName;
        try
        {
            var empty = Path.Combine(folder, "Empty.psd1");
            await shell.RunAsync($$"""
                Add-Type -OutputAssembly '{{Path.Combine(folder, "Empty.dll")}}' -TypeDefinition @'
                using System.Management.Automation;
                [Cmdlet(VerbsCommon.Get, "Nothing")]
                public sealed class GetNothingCommand : PSCmdlet { }
                '@
                New-ModuleManifest '{{empty}}' -RootModule Empty.dll -CmdletsToExport Get-Nothing
                """);
            var results = await shell.CompareAsync(() => LoadAsync(shell, Repository.StagedManifest), () => LoadAsync(shell, empty));
            var added = Figures.Median(results[0].Zip(results[1], (ours, theirs) => (ours.Seconds - theirs.Seconds) * 1000));
            var detail = Figures.Text($"{Figures.Median(results[0].Select(r => r.Seconds * 1000)):0} ms and {Figures.Median(results[1].Select(r => r.Seconds * 1000)):0} ms");
            return [new ResultLine("Import-Module", "added to an empty binary module", Figures.Text($"{added:0} ms"), $"at most {MostMilliseconds} ms", added <= MostMilliseconds, detail)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<Measurement> LoadAsync(Shell shell, string manifest) => shell.MeasureAsync(new Work("", "", $"Import-Module '{manifest}'"));
}
