using System.Management.Automation;
using Dhis2.Client.DataValues;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Errors;
using Dhis2.PowerShell.Loading;

namespace Dhis2.PowerShell.Commands;

/// <summary>Writes data values into a file as the server exports them.</summary>
/// <parameter name="Confirm">Asks before anything is asked for, naming the file and the server. Never asks by itself.</parameter>
/// <parameter name="InputObject">
/// What to export the values of, as Get-Dhis2DataValueSet takes it. All that is piped goes into one file, so that it may differ in one thing alone: in org units,
/// or in data sets, or in periods.
/// </parameter>
/// <parameter name="WhatIf">Says which file would be written, and asks for nothing.</parameter>
/// <remarks>The parameters of <see cref="Dhis2ExportCmdlet"/> stand here once more, because those of the selection come from another base.</remarks>
[Cmdlet(VerbsData.Export, "Dhis2DataValueSet", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportDhis2DataValueSetCommand : DataValueSelectionCmdlet<FileInfo>
{
    private readonly QueryUnion _queries = new();
    private DataValueExportFile _file = null!;
    private DataValueExport? _export;
    private string _path = "";

    /// <summary>
    /// The file to write; one that is there is replaced. Its name tells the format: <c>.json</c>, <c>.csv</c>, <c>.xml</c>, <c>.adx</c> or <c>.adx.xml</c>, each
    /// also with <c>.gz</c>, which is packed. Example: <c>-Path values.csv.gz</c>.
    /// </summary>
    [Parameter(Mandatory = true)]
    [Alias("OutFile")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>The format, where the name does not tell it: <c>Json</c>, <c>Csv</c>, <c>Xml</c> or <c>Adx</c>. A name that ends in <c>.gz</c> is packed all the same.</summary>
    [Parameter]
    public DataValueExportFormat? Format { get; set; }

    /// <summary>
    /// Writes JSON or CSV row by row in place of the server's own file: each row whole, with its comment and follow-up mark by the names that imports know, and
    /// without the date of completion, which no import takes back.
    /// </summary>
    [Parameter]
    public SwitchParameter ForImport { get; set; }

    /// <summary>Replaces no file that is there.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>
    /// Keeps what has come when the connection breaks, and goes on there the next time, where a proxy before the server can send parts. Not with
    /// <c>-ForImport</c>, nor where the selection takes several requests.
    /// </summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Writes the file to the pipeline, as <c>Get-Item</c> does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override string Activity => $"Exporting to {Path}";

    /// <inheritdoc/>
    protected override object? ErrorTarget => Path;

    private protected override ProgressTrace Waiting => _export?.Progress ?? base.Waiting;

    /// <inheritdoc/>
    protected override void Start()
    {
        _file = DataValueExportFile.Of(Path, Format);
        _path = CmdletPaths.ToWrite(this, Path);
        if (NoClobber && File.Exists(_path))
            throw FileFaults.IsThere(Path);
    }

    /// <inheritdoc/>
    protected override void Add(DataValueQuery query) => _queries.Add(query);

    /// <inheritdoc/>
    protected override void Finish()
    {
        // What could not be taken has been reported: a file without it would pass for the whole.
        if (IsIncomplete || _queries.Whole is not { } query || !ShouldProcess(Path, $"Export data values from {Caller.Session.Uri}"))
            return;
        _export = new DataValueExport(Caller, query, _file, _path)
        {
            Name = Path,
            ForImport = ForImport,
            Resume = Resume,
            Csv = CsvBridge.Create,
            Zone = token => ServerTimeZone.ReadAsync(Caller, token),
            OnRefused = (id, refusal) => Post(() => WriteError(refusal, id)),
        };
        if (FileFaults.Watch(Path, () => Await(_export.RunAsync)) && PassThru)
            WriteObject(new FileInfo(_path));
    }
}
