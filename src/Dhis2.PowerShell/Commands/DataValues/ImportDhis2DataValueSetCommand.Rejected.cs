using System.IO.Compression;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Text;
using Dhis2.Client.Csv;
using Dhis2.Client.DataValues;
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
    private string? _untold;
    private DataValueFormat? _sourceFormat;
    private char? _sourceDelimiter;

    /// <summary>
    /// A file for the rows that did not go in (rejected, not sent, unknown), with a column that says why: correct them and import the file as it is. It is
    /// written whatever ends the import, and replaces one that is there, also where all rows went in; a device or pipe is written to. Its name tells the format (<c>.csv</c>, <c>.json</c>,
    /// <c>.xml</c>, <c>.adx</c> or <c>.adx.xml</c>, each also as <c>.gz</c>); any other name takes that of the first file to import. Rows of an ADX file are
    /// written as ADX to <c>.xml</c>, too, each after a comment that says why. What the rows' own file says of itself, such as its <c>importStrategy</c>, JSON and
    /// XML say again; other formats, and rows of files that say different things, have rows that were to be deleted marked as deleted, and an error tells the
    /// parameters to give. CSV is separated as the first file is, and <c>-Delimiter</c> and <c>-Encoding</c> count for it, too. Example:
    /// <c>-RejectedPath ./rejected.csv</c>.
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
            FileFaults.Watch(RejectedPath!, () => Task.Run(() => WriteRejectedAsync(report, path)).GetAwaiter().GetResult());
            if (_untold is not null)
                Delay(new Dhis2InputException($"'{RejectedPath}' {_untold}.", "Give these parameters with it, or, for files that say different things, import each with a -RejectedPath of its own; JSON and XML say it themselves.") { Item = RejectedPath });
        }
        catch (Dhis2Exception e)
        {
            Delay(e);
        }
    }

    private async Task WriteRejectedAsync(ImportReport report, string path)
    {
        try
        {
            await AtomicFile.WriteAsync(path, file => WriteRejectedAsync(report, file, Encoding)).ConfigureAwait(false);
        }
        catch (CsvFormatException e) when (e.Fault == CsvFault.UnencodableText)
        {
            // With a mark: whoever reads it in the other encoding gets an error, and no wrong letters.
            await AtomicFile.WriteAsync(path, file => WriteRejectedAsync(report, file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true))).ConfigureAwait(false);
            Delay(new Dhis2InputException($"Rows in '{RejectedPath}' have characters that {Encoding!.WebName} does not have: it is written as UTF-8.", "Import it without -Encoding.", e) { Item = RejectedPath });
        }
    }

    // A wrong path is an error before anything is sent.
    private void ResolveRejectedPath()
    {
        _firstFile = _files.Count > 0 ? _files.Peek() : null;
        if (RejectedPath is null)
            return;
        var full = CmdletPaths.ToWrite(this, RejectedPath);
        FileFaults.Watch(RejectedPath, () => AtomicFile.CheckWritable(full));
        _rejectedFile = full;
        foreach (var file in _files)
            _ = NotRejected(file);
        if (CheckpointPath is not null && IsRejectedFile(CmdletPaths.New(this, CheckpointPath)))
            throw new Dhis2InputException("-RejectedPath and -CheckpointPath are one file, and the rejected rows would take the place of the journal.", "Give another name.") { Item = RejectedPath };
    }

    private bool IsRejectedFile(string path) => _rejectedFile is not null && path != StandardInput
        && string.Equals(System.IO.Path.GetFullPath(path), System.IO.Path.GetFullPath(_rejectedFile), RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    // A file that is piped in may be met when others have been sent: then the rows that did not go in are in the report alone.
    private string NotRejected(string path)
    {
        if (!IsRejectedFile(path))
            return path;
        _rejectedFile = null;
        throw new Dhis2InputException($"'{RejectedPath}' is one of the files to import, and would be replaced by what is left of it.", "Give another name.") { Item = RejectedPath };
    }

    private async Task WriteRejectedAsync(ImportReport report, Stream file, Encoding? encoding)
    {
        using var packed = IsPacked(_rejectedFile!) ? new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true) : null;
        var options = new CsvWriteOptions { Delimiter = Delimiter ?? _sourceDelimiter ?? ',' };
        // As -Encoding says, so that the same command reads it again.
        if (encoding is not null)
            options.Encoding = encoding;
        _untold = await RejectedRows.WriteAsync(report, packed ?? file, RejectedFormat(), (CsvBridge.Create(), options), _importer.GivenTerms, CancellationToken.None).ConfigureAwait(false);
    }

    // Rows by categories are whole in ADX alone. A file that was never read, because the journal says that the import is over, is known by its name alone.
    private DataValueExportFormat RejectedFormat() => (FormatByName(_rejectedFile!), _importer.ReadsAdx) switch
    {
        (null or DataValueExportFormat.Xml, true) => DataValueExportFormat.Adx,
        ({ } named, _) => named,
        _ => FormatOf(_sourceFormat ?? Format) ?? (_firstFile is null ? null : FormatByName(_firstFile)) ?? DataValueExportFormat.Csv,
    };

    private static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static DataValueExportFormat? FormatByName(string path)
    {
        var name = (IsPacked(path) ? path.Substring(0, path.Length - 3) : path).ToUpperInvariant();
        return name.EndsWith(".ADX.XML", StringComparison.Ordinal) ? DataValueExportFormat.Adx : System.IO.Path.GetExtension(name) switch
        {
            ".CSV" or ".TSV" or ".TXT" => DataValueExportFormat.Csv,
            ".JSON" => DataValueExportFormat.Json,
            ".XML" => DataValueExportFormat.Xml,
            ".ADX" => DataValueExportFormat.Adx,
            _ => null,
        };
    }

    private static DataValueExportFormat? FormatOf(DataValueFormat? format) => format switch
    {
        DataValueFormat.Csv => DataValueExportFormat.Csv,
        DataValueFormat.Json => DataValueExportFormat.Json,
        DataValueFormat.Xml => DataValueExportFormat.Xml,
        _ => null,
    };
}
