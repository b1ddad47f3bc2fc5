using System.IO.Compression;
using System.Management.Automation;
using Dhis2.Client.Csv;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Utilities;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Errors;
using Dhis2.PowerShell.Loading;

namespace Dhis2.PowerShell.Commands;

// The file of rows that did not go in.
public sealed partial class ImportDhis2DataValueSetCommand
{
    private string? _rejectedFile;
    private string? _firstFile;

    /// <summary>
    /// A file for the rows that did not go in (rejected, not sent, unknown), with a column that says why: correct them and import the file as it is. It is
    /// written whatever ends the import, and replaces one that is there, also where all rows went in. Its name tells the format (<c>.csv</c>, <c>.json</c>,
    /// <c>.xml</c>, each also as <c>.gz</c>); any other name takes that of the first file to import. Example: <c>-RejectedPath ./rejected.csv</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RejectedPath { get; set; }

    /// <inheritdoc/>
    private protected override void OnReport(ImportReport report)
    {
        if (_rejectedFile is not { } path)
            return;
        try
        {
            FileFaults.Watch(RejectedPath!, () => Task.Run(() => AtomicFile.WriteAsync(path, file => WriteRejectedAsync(report, file))).GetAwaiter().GetResult());
        }
        catch (Dhis2Exception e)
        {
            Delay(e);
        }
    }

    // A wrong path is an error before anything is sent.
    private void ResolveRejectedPath()
    {
        if (RejectedPath is null)
            return;
        _firstFile = _files.Count > 0 ? _files.Peek() : null;
        _rejectedFile = CmdletPaths.ToWrite(this, RejectedPath);
        if (_files.Contains(_rejectedFile))
            throw new Dhis2InputException($"'{RejectedPath}' is one of the files to import, and would be replaced by what is left of it.", "Give another name.") { Item = RejectedPath };
    }

    private async Task WriteRejectedAsync(ImportReport report, Stream file)
    {
        using var packed = IsPacked(_rejectedFile!) ? new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true) : null;
        var csv = new CsvWriteOptions { Delimiter = Delimiter ?? ',' };
        if (Encoding is not null)
            csv.Encoding = Encoding;
        await RejectedRows.WriteAsync(report, packed ?? file, RejectedFormat(), (CsvBridge.Create(), csv), CancellationToken.None).ConfigureAwait(false);
    }

    private DataValueFormat RejectedFormat() => FormatByName(_rejectedFile!) ?? Format ?? (_firstFile is null ? null : FormatByName(_firstFile)) ?? DataValueFormat.Csv;

    private static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static DataValueFormat? FormatByName(string path) => System.IO.Path.GetExtension(IsPacked(path) ? path.Substring(0, path.Length - 3) : path).ToUpperInvariant() switch
    {
        ".CSV" or ".TSV" or ".TXT" => DataValueFormat.Csv,
        ".JSON" => DataValueFormat.Json,
        ".XML" => DataValueFormat.Xml,
        _ => null,
    };
}
