using System.Globalization;
using System.Management.Automation;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;
using Dhis2.PowerShell.Loading;

namespace Dhis2.PowerShell.Commands;

/// <summary>Imports data values from files or the pipeline, and accounts for every row.</summary>
/// <parameter name="Confirm">
/// Asks before anything is sent, naming the files, or how many objects have come through the pipeline, and the server. Files that are piped in are asked
/// about one by one. Never asks by itself.
/// </parameter>
/// <parameter name="PollIntervalSec">
/// Seconds between two looks: 1 to 3600, default 2. The first looks come sooner.
/// <para>With <c>-Wait</c> only.</para>
/// </parameter>
/// <parameter name="TimeoutSec">
/// The longest wait for each task, in seconds. Default: no end. Example: <c>-TimeoutSec 3600</c>.
/// <para>With <c>-Wait</c> only.</para>
/// </parameter>
/// <parameter name="WhatIf">
/// Asks the server what it would do with the rows (<c>dryRun</c>), stores nothing, and writes the summary with DryRun set. What a trial on 2.43 calls
/// updated is what was tried. No journal is read or written.
/// </parameter>
[Cmdlet(VerbsData.Import, "Dhis2DataValueSet", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(DataValueImportReport), typeof(ServerTask))]
public sealed partial class ImportDhis2DataValueSetCommand : IdSchemeImportCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";
    private const string ObjectSet = "InputObject";

    // As programs of every system have it. A file of that name is ./-
    private const string StandardInput = "-";

    private readonly Queue<string> _files = new();
    private DataValueImporter _importer = null!;
    private ImportJournal? _journal;
    private long _objects;
    private bool? _mayImportObjects;
    private bool _isDeclined;
    private bool _isFileDeclined;
    private bool _isBegun;

    // A file may ask for a completion and hold no row.
    private bool HasInput => _importer.RowsRead > 0 || _importer.Completions.Count > 0;

    private bool AsTasks => Async && !IsTrial;

    /// <inheritdoc/>
    protected override string Action => "Import data values";

    /// <inheritdoc/>
    protected override bool HasRows => !_isDeclined && _importer is not null && (HasInput || (_isBegun && !_isFileDeclined));

    /// <inheritdoc/>
    protected override void Start()
    {
        base.Start();
        if (Wait && !Async)
            throw new Dhis2InputException("-Wait is about tasks of the server, and without -Async none is started: the import is over when the command is.", "Add -Async, or leave out -Wait.") { Item = "-Wait" };
        if (RejectedPath is not null && Async && !Wait)
            throw new Dhis2InputException("-RejectedPath needs the reports of the tasks, and nobody waits for them.", "Add -Wait.") { Item = nameof(RejectedPath) };
        if (CompleteDate is not null && Async)
            throw new Dhis2InputException("-CompleteDate and -Async exclude each other: a completion waits for its rows, and those of tasks are not waited for one by one.", "Leave out -Async, or register it with Set-Dhis2DataSetCompletion when the rows are in.") { Item = "-CompleteDate" };
        CheckCheckpoint();
        var paths = ParameterSetName switch
        {
            PathSet => Path,
            LiteralSet => LiteralPath,
            _ => [],
        };
        var options = Options();
        _importer = new DataValueImporter(Caller, options);
        // Piped objects are confirmed later, when their number is known.
        _isDeclined = ParameterSetName != ObjectSet && !ShouldImport(string.Join(", ", paths));
        if (!_isDeclined)
            ForEachItem(paths, path => MarkIncompleteOnFault(() => AddPath(path)));
        ResolveRejectedPath();
        if (CheckpointPath is not null && !_isDeclined && !IsTrial)
            OpenJournal(CheckpointPath, options);
    }

    /// <inheritdoc/>
    protected override void ImportInput()
    {
        if (_isDeclined)
            return;
        _isBegun = true;
        while (_files.Count > 0)
            AddFile(_files.Dequeue());
        if (ParameterSetName == ObjectSet)
            AddObject(InputObject);
    }

    /// <inheritdoc/>
    protected override void CompleteImport()
    {
        if (_isDeclined)
            return;
        _isBegun = true;
        if (!HasInput && _journal?.IsFinished != true)
        {
            // A file that the user declined needs no error, and one that could not be read has been told.
            if (_isFileDeclined)
                return;
            if (!_importer.IsIncomplete)
            {
                // The report comes first: there may have been rows to expect.
                Delay(new Dhis2InputException("There was no row to import.", "Check the file, or what was piped in.") { Item = _firstFile });
                _importer.MarkIncomplete();
            }
        }
        if (_objects > 0 && !MayImportObjects(CountObjects()))
            return;
        if (AsTasks)
            StartTasks();
        var report = Await(_importer.CompleteAsync);
        // Rows sent to a task are in that task's report; those that never left are in this one.
        if (!AsTasks)
            Close(report);
        else if (Wait)
            CloseWithTasks(report, (results, faults) => OneReport(report, results, faults));
        else
            CloseWithout(report);
    }

    private DataValueImportReport OneReport(DataValueImportReport unsent, IReadOnlyList<TaskResult> results, IReadOnlyList<(Dhis2Exception Fault, ServerTask Task)> faults)
    {
        List<(ServerTask Task, string Reason)> lost = [.. faults.Select(fault => (fault.Task, fault.Fault.Message))];
        lost.AddRange(results.Where(result => result.Report is not DataValueImportReport).Select(result => (result.Task, result.Message ?? "it left no report.")));
        return DataValueImportReport.Of([unsent, .. results.Select(result => result.Report).OfType<DataValueImportReport>()], lost, _importer.Elapsed);
    }

    /// <inheritdoc/>
    protected override async Task<ImportReport> AbortAsync() => await _importer.AbortAsync().ConfigureAwait(false);

    /// <inheritdoc/>
    protected override IEnumerable<Dhis2Exception> FurtherErrors(ImportReport report) => report is DataValueImportReport own ? own.Completions.Select(c => c.Error).OfType<Dhis2Exception>() : [];

    /// <inheritdoc/>
    protected override void OnFileFault() => _importer.MarkIncomplete();

    // All paths are checked before the first row is sent, so that a wrong one does not leave half an import.
    private void AddPath(string path)
    {
        if (path == StandardInput && ParameterSetName == PathSet)
            _files.Enqueue(path);
        else
            ForEachItem(CmdletPaths.Existing(this, path, isLiteral: ParameterSetName == LiteralSet), file => MarkIncompleteOnFault(() => AddExisting(file)));
    }

    private void AddExisting(string path)
    {
        DataValueFile.Check(path);
        _files.Enqueue(path);
    }

    private void MarkIncompleteOnFault(Action resolve)
    {
        try
        {
            resolve();
        }
        catch (Dhis2InputException)
        {
            _importer.MarkIncomplete();
            throw;
        }
    }

    private DataValueFileOptions FileOptions() => new()
    {
        Format = Format,
        Delimiter = Delimiter,
        Encoding = Encoding,
        NeededColumns = [.. new[] { "dataElement", Period is null ? "period" : null, OrgUnit is null ? "orgUnit" : null, ImportStrategy == ImportStrategy.Delete ? null : "value" }.OfType<string>()],
        Csv = CsvBridge.Create,
    };

    private DataValueFile Open(string path) =>
        path == StandardInput ? DataValueFile.Open(Console.OpenStandardInput(), "standard input", FileOptions()) : DataValueFile.Open(path, FileOptions());

    private void AddFile(string path) => AddFile(() => Open(path));

    private void AddFile(Func<DataValueFile> open)
    {
        _importer.StartFile();
        CatchFileFault(() =>
        {
            using var file = open();
            _importer.Percent = () => file.Percent;
            try
            {
                Await(token => _adding = _importer.AddFileAsync(file, token, AsTasks ? Started : null));
            }
            catch (OperationCanceledException)
            {
                // It reads on for a moment, so that its rows are counted.
                WaitForRest();
                throw;
            }
            finally
            {
                (_sourceFormat, _sourceDelimiter) = (_sourceFormat ?? file.Format, _sourceDelimiter ?? file.Delimiter);
            }
            _importer.Percent = null;
        });
    }

    private Action<ServerTask> Started => task => Post(() => Begin(task));

    private Task SendAsync(CancellationToken cancellationToken) => AsTasks ? StartTasksAsync(cancellationToken) : _importer.FlushAsync(cancellationToken);

    private Task StartTasksAsync(CancellationToken cancellationToken) => _importer.StartTasksAsync(cancellationToken, Started);

    private void StartTasks() => Await(StartTasksAsync);

    private void AddObject(PSObject? item)
    {
        if (item?.BaseObject is FileInfo file)
            AddPipedFile(NotRejected(file.FullName), () => Open(file.FullName));
        else if (item?.BaseObject is Stream stream)
            AddPipedFile("a stream", () => DataValueFile.Open(stream, "a stream", FileOptions()));
        else if (_mayImportObjects != false)
            AddRow(item);
    }

    private void AddPipedFile(string name, Func<DataValueFile> open)
    {
        // Rows of earlier objects are sent together with those of the file.
        if (_objects > 0 && !MayImportObjects($"{CountObjects()} and those that follow"))
            return;
        if (ShouldImport(name))
            AddFile(open);
        else
            _isFileDeclined = true;
    }

    private void AddRow(PSObject? item)
    {
        // Confirmed rows of a file are waiting to be sent; objects may join them only after they are confirmed, too.
        if (_objects == 0 && _importer.Added > 0 && !MayImportObjects("objects from the pipeline"))
            return;
        _objects++;
        if (_importer.Add(Item(item)) && MayImportObjects($"{CountObjects()} and those that follow"))
            Await(SendAsync);
    }

    private string CountObjects() => string.Format(CultureInfo.CurrentCulture, "{0:N0} {1} from the pipeline", _objects, _objects == 1 ? "object" : "objects");

    // Asked once, when the first of them are to be sent: then the question can say how many there are.
    private bool MayImportObjects(string source)
    {
        if (_mayImportObjects is { } answered)
            return answered;
        var answer = ShouldImport(source);
        _mayImportObjects = answer;
        _isDeclined = !answer && _importer.Added == _objects;
        return answer;
    }

    private InputItem Item(PSObject? item)
    {
        var number = _importer.RowsRead + 1;
        if (item is null)
            return new InputItem(null, number, "$null is no row.");
        if (item.BaseObject is string or ValueType or System.Collections.IList or FileSystemInfo)
            return new InputItem(null, number, $"An object of the type {item.BaseObject.GetType().Name} is no row. Name files with -Path, or pipe the files of Get-ChildItem -File; pipe rows one by one.");
        try
        {
            var row = DataValueArgument.Parse(item, out var fault);
            return fault is null ? new InputItem(new ImportRow(row, file: null, line: number)) : new InputItem(null, number, fault, row);
        }
        catch (FormatException e)
        {
            return new InputItem(null, number, e.Message);
        }
        catch (ExtendedTypeSystemException e)
        {
            return new InputItem(null, number, e.Message);
        }
    }
}
