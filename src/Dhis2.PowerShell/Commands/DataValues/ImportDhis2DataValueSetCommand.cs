using System.Management.Automation;
using System.Text;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;
using Dhis2.PowerShell.Loading;

namespace Dhis2.PowerShell.Commands;

/// <summary>Imports data values from files or the pipeline, and accounts for every row.</summary>
[Cmdlet(VerbsData.Import, "Dhis2DataValueSet", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(ImportSummary), typeof(ServerTask))]
public sealed class ImportDhis2DataValueSetCommand : Dhis2SessionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";
    private const string ObjectSet = "InputObject";

    private DataValueImporter _importer = null!;
    private bool _dryRun;
    private bool _skip;

    /// <summary>Files to import: .csv, .json or .xml, also as .gz; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    public string[] Path { get; set; } = [];

    /// <summary>Files to import, taken as written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Data values, rows of Import-Csv, hashtables, or files of Get-ChildItem.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Format of the files, when their names do not tell.</summary>
    [Parameter]
    public DataValueFormat? Format { get; set; }

    /// <summary>What separates the columns of CSV.</summary>
    [Parameter]
    public char Delimiter { get; set; } = ',';

    /// <summary>Encoding of CSV; without it, the byte order mark tells, else it is UTF-8.</summary>
    [Parameter]
    [EncodingArgument]
    [ArgumentCompleter(typeof(Completion.EncodingCompleter))]
    public Encoding? Encoding { get; set; }

    /// <summary>Data set of rows that name none.</summary>
    [Parameter]
    public string? DataSet { get; set; }

    /// <summary>Period of rows that name none.</summary>
    [Parameter]
    public string? Period { get; set; }

    /// <summary>Org unit of rows that name none.</summary>
    [Parameter]
    public string? OrgUnit { get; set; }

    /// <summary>Attribute option combo of rows that name none.</summary>
    [Parameter]
    public string? AttributeOptionCombo { get; set; }

    /// <summary>What may happen to values.</summary>
    [Parameter]
    public ImportStrategy ImportStrategy { get; set; }

    /// <summary>Id scheme of everything in the rows: UID, CODE, NAME or ATTRIBUTE:uid.</summary>
    [Parameter]
    public string? IdScheme { get; set; }

    /// <summary>Id scheme of data elements.</summary>
    [Parameter]
    public string? DataElementIdScheme { get; set; }

    /// <summary>Id scheme of org units.</summary>
    [Parameter]
    public string? OrgUnitIdScheme { get; set; }

    /// <summary>Id scheme of option combos.</summary>
    [Parameter]
    public string? CategoryOptionComboIdScheme { get; set; }

    /// <summary>Passes over locks and approvals; counts for superusers only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes no audit trail (2.40 to 2.42).</summary>
    [Parameter]
    public SwitchParameter SkipAudit { get; set; }

    /// <summary>Loads metadata before the import (2.40 to 2.42).</summary>
    [Parameter]
    public SwitchParameter PreheatCache { get; set; }

    /// <summary>Rows a request; without it the size grows while requests are quick.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int? BatchSize { get; set; }

    /// <summary>Lets the server import in tasks of its own; pipe them to Wait-Dhis2Task.</summary>
    [Parameter]
    public SwitchParameter Async { get; set; }

    /// <summary>Further query parameters.</summary>
    [Parameter]
    public object? Query { get; set; }

    /// <inheritdoc/>
    protected override void Start()
    {
        var target = ParameterSetName == ObjectSet ? "rows of the pipeline" : string.Join(", ", ParameterSetName == PathSet ? Path : LiteralPath);
        // A trial is asked of the server, which reports what it would do; a plain no ends it here.
        var go = ShouldProcess($"{target} into {Caller.Session.Uri}", "Import data values", null, out var reason);
        _dryRun = !go && reason == ShouldProcessReason.WhatIf;
        _skip = !go && !_dryRun;
        _importer = new DataValueImporter(Caller, Options());
    }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        if (_skip)
            return;
        switch (ParameterSetName)
        {
            case PathSet:
                AddFiles(Path, isLiteral: false);
                break;
            case LiteralSet:
                AddFiles(LiteralPath, isLiteral: true);
                break;
            default:
                AddObject();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_skip)
            return;
        if (_importer.Added == 0)
        {
            // A file that could not be opened has been reported.
            if (!_importer.IsIncomplete)
                ThrowTerminatingError(new Dhis2InputException("There was no row to import.", "Check the file, or what was piped in."));
            return;
        }
        Guarded(() =>
        {
            if (Async && !_dryRun)
                StartTasks();
            else
                Close(Await(_importer.CompleteAsync));
        });
    }

    private ImportOptions Options() => new()
    {
        DataSet = DataSet,
        Period = Period,
        OrgUnit = OrgUnit,
        AttributeOptionCombo = AttributeOptionCombo,
        Strategy = ImportStrategy,
        Schemes = new IdSchemes { All = IdScheme, DataElement = DataElementIdScheme, OrgUnit = OrgUnitIdScheme, CategoryOptionCombo = CategoryOptionComboIdScheme },
        DryRun = _dryRun,
        Force = Force,
        SkipAudit = SkipAudit,
        PreheatCache = PreheatCache,
        BatchSize = BatchSize,
        Extra = QueryArgument.Parse(Query),
    };

    private void AddFiles(IEnumerable<string> paths, bool isLiteral)
    {
        foreach (var path in paths)
        {
            IReadOnlyList<string> files = [];
            Guarded(() => files = CmdletPaths.Existing(this, path, isLiteral));
            foreach (var file in files)
                Guarded(() => AddFile(file));
        }
    }

    private void AddFile(string path)
    {
        using var file = DataValueFile.Open(path, new DataValueFileOptions { Format = Format, Delimiter = Delimiter, Encoding = Encoding, Csv = CsvBridge.Create });
        _importer.Percent = () => file.Percent;
        if (Async && !_dryRun)
            Await(token => AddForTasksAsync(file, token));
        else
            Await(token => _importer.AddAllAsync(file.ReadAsync(token), token));
        _importer.Percent = null;
    }

    private async Task AddForTasksAsync(DataValueFile file, CancellationToken cancellationToken)
    {
        await foreach (var items in file.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in items)
            {
                if (!_importer.Add(item))
                    continue;
                var tasks = await _importer.StartTasksAsync(cancellationToken).ConfigureAwait(false);
                Post(() => WriteObject(tasks, enumerateCollection: true));
            }
        }
    }

    private void AddObject()
    {
        if (InputObject is null)
            return;
        if (InputObject.BaseObject is FileInfo file)
        {
            Guarded(() => AddFile(file.FullName));
            return;
        }
        Guarded(() =>
        {
            if (!_importer.Add(Item(InputObject)))
                return;
            if (Async && !_dryRun)
                StartTasks();
            else
                Await(_importer.FlushAsync);
        });
    }

    private InputItem Item(PSObject item)
    {
        var number = _importer.Added + 1;
        try
        {
            return new InputItem(new ImportRow(DataValueArgument.Parse(item), file: null, line: number));
        }
        catch (FormatException e)
        {
            return new InputItem(null, number, e.Message);
        }
        catch (Dhis2InputException e)
        {
            // The next object would have it, too.
            Abort(e);
            throw;
        }
    }

    private void StartTasks()
    {
        WriteObject(Await(_importer.StartTasksAsync), enumerateCollection: true);
        RowErrors.Write(this, _importer.TakeKept(), WriteError);
    }

    // A fault of a file leaves the others; any other ends the import, and what was sent is told first.
    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Dhis2InputException e)
        {
            _importer.MarkIncomplete();
            WriteError(e);
        }
        catch (Dhis2Exception e)
        {
            Abort(e);
        }
    }

    private void Abort(Dhis2Exception reason)
    {
        if (_importer.Added > 0)
            Close(Await(_ => _importer.AbortAsync()));
        ThrowTerminatingError(reason);
    }

    private void Close(ImportSummary summary) => WriteWithErrors(summary, () => RowErrors.Write(this, summary, WriteError));
}
