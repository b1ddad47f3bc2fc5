using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Dhis2.Client.Metadata.Import;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Commands;

/// <summary>Imports metadata from files or the pipeline, and accounts for every object.</summary>
/// <parameter name="Confirm">Asks before the objects are sent, naming how many there are and the server. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Asks the server what it would do with the objects (<c>importMode=VALIDATE</c>), stores nothing, and writes the report with DryRun set.</parameter>
/// <parameter name="Wait">With <c>-Async</c>: waits for the task, and writes the report in its place, with an error for each object that was refused.</parameter>
[Cmdlet(VerbsData.Import, "Dhis2Metadata", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(MetadataImportReport), typeof(ServerTask))]
public sealed partial class ImportDhis2MetadataCommand : Dhis2ImportCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";
    private const string ObjectSet = "InputObject";

    private readonly Queue<string> _files = new();
    private readonly Dictionary<string, MetadataType> _types = new(StringComparer.Ordinal);
    private MetadataImporter _importer = null!;
    private MetadataType? _type;
    private bool _isDeclined;
    private bool _isIncomplete;
    private int _sources;

    private bool AsTasks => Async && !IsTrial && ImportMode == MetadataImportMode.Commit;

    /// <inheritdoc/>
    protected override string Action => ImportStrategy == MetadataImportStrategy.Delete ? "Delete metadata" : "Import metadata";

    /// <inheritdoc/>
    protected override bool HasRows => !_isDeclined && _importer?.Added > 0;

    /// <inheritdoc/>
    protected override void Start()
    {
        base.Start();
        CheckParameters();
        _importer = new MetadataImporter(Caller, Options());
        if (Type is not null)
            _type = Await(token => TypeFinder.FindAsync(Caller, Type, token));
        var paths = ParameterSetName == PathSet ? Path : ParameterSetName == LiteralSet ? LiteralPath : [];
        ForEachItem(paths, path =>
        {
            try
            {
                AddPath(path);
            }
            catch (Dhis2InputException)
            {
                OnFileFault();
                throw;
            }
        });
    }

    /// <inheritdoc/>
    protected override void ImportInput()
    {
        while (_files.Count > 0)
        {
            var path = _files.Dequeue();
            if (ClassKey is not null)
                ImportCsv(path);
            else
                AddFile(path);
        }
        if (ParameterSetName == ObjectSet && InputObject is not null)
            AddObject(InputObject);
    }

    /// <inheritdoc/>
    protected override void CompleteImport()
    {
        if (ClassKey is not null)
            return;
        if (_importer.Added == 0)
        {
            if (!_isIncomplete)
                ThrowTerminatingError(new Dhis2InputException("There was no object to import.", "Check the file, or what was piped in."));
            return;
        }
        if (!ShouldImport(Source()))
        {
            _isDeclined = true;
            return;
        }
        if (AsTasks)
            Await(token => _importer.StartTasksAsync(task => Post(() => Begin(task)), token));
        if (!AsTasks || !Wait)
        {
            var report = Await(_importer.CompleteAsync);
            if (AsTasks)
                CloseWithout(report);
            else
                Close(report);
            return;
        }
        var unsent = Await(_importer.CompleteAsync);
        CloseWithTasks(unsent, (results, faults) => MetadataImportReport.Of(
            [unsent, .. results.Select(result => result.Report).OfType<MetadataImportReport>()],
            [.. faults.Select(fault => (fault.Task, fault.Fault.Message)), .. results.Where(result => result.Report is not MetadataImportReport).Select(result => (result.Task, result.Message ?? "it left no report."))],
            unsent.Elapsed));
    }

    /// <inheritdoc/>
    protected override async Task<ImportReport> AbortAsync() => await _importer.AbortAsync().ConfigureAwait(false);

    // Nothing is sent before all files are read, so that those behind the fault hold nothing that was lost.
    /// <inheritdoc/>
    protected override void CountUnread(Exception reason) => _files.Clear();

    /// <inheritdoc/>
    protected override IEnumerable<Dhis2Exception> FurtherErrors(ImportReport report) => report is MetadataImportReport own ? own.Failures : [];

    /// <inheritdoc/>
    protected override void OnFileFault()
    {
        _isIncomplete = true;
        _importer.MarkIncomplete();
    }

    private MetadataImportOptions Options() => new()
    {
        Validate = IsTrial || ImportMode == MetadataImportMode.Validate,
        Identifier = Identifier,
        Strategy = ImportStrategy,
        AtomicMode = AtomicMode,
        FlushMode = FlushMode,
        ReportMode = ReportMode,
        SkipSharing = SkipSharing,
        SkipTranslation = SkipTranslation,
        SkipValidation = SkipValidation,
        BatchSize = BatchSize,
        UpdateOptionCombos = UpdateOptionCombos,
        ClearCache = ClearCache,
    };

    private void CheckParameters()
    {
        if (Wait && !Async)
            throw new Dhis2InputException("-Wait is about a task of the server, and without -Async none is started: the import is over when the command is.", "Add -Async, or leave out -Wait.") { Item = "-Wait" };
        if (ClassKey is null && NoHeader)
            throw new Dhis2InputException("-NoHeader is about CSV, and without -ClassKey no file is CSV.", "Add -ClassKey, or leave out -NoHeader.") { Item = "-NoHeader" };
        if (UpdateOptionCombos && Async)
            throw new Dhis2InputException("-UpdateOptionCombos waits for the import, and nobody waits for a task.", "Leave out -Async.") { Item = "-UpdateOptionCombos" };
        if (ClearCache && Async)
            throw new Dhis2InputException("-ClearCache waits for the answer to the import, and nobody waits for a task.", "Leave out -Async.") { Item = "-ClearCache" };
        foreach (var name in (string[])[nameof(Type), nameof(BatchSize), nameof(Async), nameof(UpdateOptionCombos), nameof(ClearCache)])
        {
            if (ClassKey is not null && MyInvocation.BoundParameters.ContainsKey(name))
                throw new Dhis2InputException($"-{name} means nothing for CSV, which goes to the server as it is.", $"Leave out -{name}.") { Item = $"-{name}" };
        }
    }

    private void AddPath(string path)
    {
        IReadOnlyList<string> found = ParameterSetName == LiteralSet && Directory.Exists(CmdletPaths.New(this, path))
            ? [CmdletPaths.New(this, path)]
            : CmdletPaths.Existing(this, path, isLiteral: ParameterSetName == LiteralSet);
        foreach (var item in found)
        {
            if (Directory.Exists(item))
                AddFolder(item);
            else
                _files.Enqueue(item);
        }
    }

    private void AddFolder(string folder)
    {
        var files = FileFaults.Watch(folder, () => Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories));
        if (files.Length == 0)
            throw new Dhis2InputException($"The folder '{folder}' holds no .json file.", "Give the folder that Export-Dhis2Metadata -Directory wrote.") { Item = folder };
        foreach (var file in files.OrderBy(file => file, StringComparer.Ordinal))
            _files.Enqueue(file);
    }

    private void AddFile(string path) => CatchFileFault(() =>
    {
        _sources++;
        Await(token => _importer.AddFileAsync(path, _type?.Plural, token));
    });

    private void ImportCsv(string path)
    {
        if (!ShouldImport(path))
            return;
        var report = Await(token => new MetadataCsvImport(Caller, Options(), ClassKey!, !NoHeader).RunAsync(path, token));
        WriteWithErrors(report, () => RowErrors.Write(this, report, WriteError));
    }

    private void AddObject(PSObject item)
    {
        if (item.BaseObject is FileInfo file)
        {
            AddFile(file.FullName);
            return;
        }
        if (item.BaseObject is string or FileSystemInfo || (item.BaseObject is IEnumerable && item.BaseObject is not IDictionary))
        {
            _importer.AddRejected(_type, $"A {item.BaseObject.GetType().Name} is no object of metadata. Name files with -Path, or pipe the files of Get-ChildItem -File; pipe objects one by one.");
            return;
        }
        if (TypeOf(item) is { } type)
            AddObject(type, item);
        else
            CatchFileFault(() => AddPackage(item));
    }

    private MetadataType? TypeOf(PSObject item)
    {
        if (MetadataReference.TypeOf(item) is not { } name)
            return _type;
        return _types.TryGetValue(name, out var type) ? type : _types[name] = MetadataType.Of(name);
    }

    private void AddObject(MetadataType type, PSObject item)
    {
        try
        {
            _importer.Add(type, JsonBody.ToUtf8(item));
        }
        catch (Dhis2InputException e)
        {
            _importer.AddRejected(type, e.Message);
        }
    }

    // Members that hold no list are told by whoever reads the package.
    private void AddPackage(PSObject item)
    {
        var hasList = item.BaseObject is IDictionary map
            ? map.Values.Cast<object?>().Any(IsList)
            : item.Properties.Any(property => IsList(property.Value));
        if (!hasList)
            throw new Dhis2InputException("An object does not tell its type.", "Say it with -Type, such as -Type dataElements; or pipe a whole package, {\"dataElements\":[...]}.") { Item = item };
        _sources++;
        Await(token => _importer.AddPackageAsync(JsonBody.ToUtf8(item), "A package of the pipeline", token));
    }

    private static bool IsList(object? value) => ServerText.Bare(value) is IEnumerable and not string and not IDictionary;

    private string Source() => string.Format(CultureInfo.CurrentCulture, _importer.Added == 1 ? "{0:N0} object{1}" : "{0:N0} objects{1}", _importer.Added, _sources > 0 ? $" of {_sources} files or packages" : "");
}
