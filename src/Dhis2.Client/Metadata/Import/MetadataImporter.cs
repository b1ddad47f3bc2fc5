using System.Diagnostics;
using System.Globalization;
using Dhis2.Client.Imports;
using Dhis2.Client.Jobs;
using Dhis2.Client.Json;
using Dhis2.Client.Metadata.Schemas;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Import;

/// <summary>
/// Imports metadata of any number: gathers all objects, checks what a server would pass over, sends them in one request or, of one type, in parts, and accounts
/// for each of them. Nothing is sent before the last object was read. Not thread-safe; call from one thread at a time.
/// </summary>
public sealed class MetadataImporter : IDisposable
{
    private readonly Dhis2Caller _caller;
    private readonly MetadataImportOptions _options;
    private readonly ObjectSpool _spool = new();
    private readonly ObjectText _text;
    private readonly MetadataTally _tally;
    private readonly Ledger<MetadataRow> _ledger;
    private readonly MetadataProtocol _protocol;
    private readonly BatchEngine<MetadataRow> _engine;
    private readonly Dictionary<string, MetadataType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<(MetadataType Type, string Id), (string? File, long Line)> _ids = [];
    private readonly List<Dhis2Exception> _failures = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _taskRequests;
    private long? _optionCombosMade;
    private bool _isIncomplete;

    /// <summary>An importer for a session.</summary>
    public MetadataImporter(Dhis2Caller caller, MetadataImportOptions options)
        : this(caller, options, TimeSpan.FromSeconds(3))
    {
    }

    /// <summary>For tests: with another wait between two looks at a store that may still change.</summary>
    internal MetadataImporter(Dhis2Caller caller, MetadataImportOptions options, TimeSpan pause)
    {
        _caller = caller;
        _options = options;
        // An id that the server would make is made here, so that the object can be looked up whatever becomes of the answer.
        _text = new ObjectText(givesIds: options is { Identifier: MetadataIdentifier.Uid, Strategy: MetadataImportStrategy.CreateAndUpdate or MetadataImportStrategy.Create });
        _tally = new MetadataTally(options);
        _ledger = new Ledger<MetadataRow>(_tally.Describe, MetadataProblemFormat.Instance);
        _protocol = new MetadataProtocol(caller, options, _ledger, _spool, _tally);
        // All that is gathered goes out at the end; the protocol makes the parts.
        _engine = new BatchEngine<MetadataRow>(caller, _protocol, _ledger, new BatchSizer(int.MaxValue, int.MaxValue), pause, atOnce: 1) { Activity = "Importing metadata" };
    }

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    /// <summary>Objects added so far.</summary>
    public long Added => _ledger.Entered;

    /// <summary>How much of the file at hand has been read.</summary>
    public int? Percent { get; private set; }

    /// <summary>Says that part of the input could not be read: the import cannot be a success.</summary>
    public void MarkIncomplete() => _isIncomplete = true;

    /// <summary>Adds all objects of a file. Where it is packed, and how it is encoded, its content tells.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">The type of its objects, where it is a bare list of them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2InputException">The file is broken, holds what the server would pass over, or an object twice.</exception>
    public async Task AddFileAsync(string path, string? type, CancellationToken cancellationToken)
    {
        using var file = MetadataFile.Open(path, type);
        await AddAsync(file, isFile: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds all objects of a package as JSON, <c>{"dataElements":[...]}</c>.</summary>
    /// <param name="utf8">The package.</param>
    /// <param name="name">What it is called in errors.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2InputException">It holds what the server would pass over, or an object twice.</exception>
    public async Task AddPackageAsync(byte[] utf8, string name, CancellationToken cancellationToken)
    {
        using var file = new MetadataFile(new MemoryStream(utf8), name, null);
        await AddAsync(file, isFile: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds an object. One that cannot be imported is rejected.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="utf8">The object as JSON.</param>
    public void Add(MetadataType type, byte[] utf8)
    {
        ObjectHead head;
        try
        {
            JsonText.Read(utf8, _text, type.Singular);
            head = _text.Take();
        }
        catch (Dhis2ClientException e)
        {
            AddRejected(type, e.Message);
            return;
        }
        var number = _ledger.Entered + 1;
        var row = new MetadataRow(type, head.Id, _spool, _spool.Add(_text.Utf8), head.Length) { Line = number, Index = _tally.Enter(type) };
        var entry = _ledger.Enter(row);
        if (FaultOf(row) is { } fault)
            _ledger.Settle(entry, ImportOutcome.Rejected, fault);
        else
            _engine.Add(entry);
    }

    /// <summary>Adds an object that cannot be sent, for a reason that the caller knows.</summary>
    public void AddRejected(MetadataType? type, string reason) => _ledger.EnterRejected(new MetadataImportProblem
    {
        Outcome = ImportOutcome.Rejected,
        Line = _ledger.Entered + 1,
        Type = type?.Plural,
        Index = type is null ? null : _tally.Enter(type),
        Message = reason,
    });

    /// <summary>Sends what was gathered and closes the account.</summary>
    /// <exception cref="Dhis2InputException">Objects of several types are to be sent in parts.</exception>
    public async Task<MetadataImportReport> CompleteAsync(CancellationToken cancellationToken)
    {
        CheckParts();
        if (!HoldsBack())
            await _engine.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await MakeOptionCombosAsync(cancellationToken).ConfigureAwait(false);
        return await CloseAsync(stopped: _isIncomplete).ConfigureAwait(false);
    }

    /// <summary>Starts tasks at the server for what was gathered, one a request. Their objects are accounted for by the tasks' own reports.</summary>
    /// <param name="started">Told of each task as it starts.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task StartTasksAsync(Action<ServerTask> started, CancellationToken cancellationToken)
    {
        CheckParts();
        if (HoldsBack())
            return;
        foreach (var batch in await _protocol.PrepareAsync(_engine.TakeGathered(), cancellationToken).ConfigureAwait(false))
        {
            var request = _ledger.Request(batch.Rows);
            _taskRequests++;
            try
            {
                var reader = new MetadataTaskReader([.. batch.Rows.Select(entry => entry.Row)], _options);
                started(await JobStarter.StartAsync(_caller, _protocol.Request(batch, runAsTask: true, request.MarkLeft), reader, batch.Rows.Count, cancellationToken).ConfigureAwait(false));
                request.End();
                _ledger.Withdraw(batch.Rows);
            }
            catch (Exception e)
            {
                _engine.EndBy(e);
                // A server that refuses to start a task has taken nothing.
                if (e is Dhis2Exception fault && RequestFaults.KindOf(fault, request.HasLeft) is RequestFault.Refused or RequestFault.NotTaken or RequestFault.TooLarge)
                    request.EndUnstored();
                else
                    request.Lose(e.Message);
                throw;
            }
        }
    }

    /// <summary>Closes the account of an import that ended early: every object added is in it.</summary>
    public Task<MetadataImportReport> AbortAsync() => CloseAsync(stopped: true);

    private async Task AddAsync(MetadataFile file, bool isFile, CancellationToken cancellationToken)
    {
        var before = _ledger.Entered;
        await foreach (var item in file.ReadAsync(_text, _spool, cancellationToken).ConfigureAwait(false))
        {
            Percent = file.Percent;
            var type = _types.TryGetValue(item.List, out var known) ? known : await TypeOfAsync(item.List, file.Name, cancellationToken).ConfigureAwait(false);
            var row = new MetadataRow(type, item.Head.Id, _spool, item.Offset, item.Head.Length) { File = isFile ? file.Name : null, Line = item.Line, Index = _tally.Enter(type) };
            if (FaultOf(row) is { } fault)
                throw new Dhis2InputException($"{file.Name}, line {item.Line.ToString(CultureInfo.InvariantCulture)}: {fault}", "Correct the file. Nothing of it was sent.") { Item = file.Name };
            _engine.Add(_ledger.Enter(row));
        }
        Percent = null;
        if (_ledger.Entered == before)
            throw new Dhis2InputException($"{file.Name} holds no objects.", "Give a file with objects in it, of the form {\"dataElements\":[...]}.") { Item = file.Name };
    }

    // A server passes over lists whose names it does not know, singular ones included, and says that all went well.
    private async Task<MetadataType> TypeOfAsync(string list, string source, CancellationToken cancellationToken)
    {
        MetadataType type;
        try
        {
            type = await TypeFinder.FindAsync(_caller, list, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2InputException e)
        {
            throw new Dhis2InputException($"{source} holds a list '{list}', and the server has no such type: it would pass over it.", e.RecommendedAction, e) { Item = source };
        }
        if (type.Plural != list)
            throw new Dhis2InputException($"{source} holds a list '{list}', which the server would pass over.", $"Call the list '{type.Plural}'.") { Item = source };
        return _types[list] = type;
    }

    private string? FaultOf(MetadataRow row)
    {
        if (row.Id is null)
        {
            return _options is { Identifier: MetadataIdentifier.Uid, Strategy: MetadataImportStrategy.Update or MetadataImportStrategy.Delete }
                ? $"An object of {row.Type} has no id, by which the server would find it." : null;
        }
        if (_ids.TryGetValue((row.Type, row.Id), out var first))
            return $"The id {row.Id} is that of another object of {row.Type}, too ({ImportProblem.PlaceOf(first.File, first.Line)}).";
        _ids[(row.Type, row.Id)] = (row.File, row.Line);
        return null;
    }

    private void CheckParts()
    {
        if (_options.BatchSize is not null && _tally.Types > 1)
            throw new Dhis2InputException("-BatchSize is for objects of one type: those of several refer to each other, and go out together.", "Leave it out, or import one type after the other.") { Item = "-BatchSize" };
    }

    // Where all are to be stored or none, and some cannot be sent, nothing is; nor where a file is broken: what came before the fault is a part.
    private bool HoldsBack()
    {
        if (!_isIncomplete && (_ledger.Counts.Rejected == 0 || !_options.KeepsWhole || _options.BatchSize is not null))
            return false;
        foreach (var entry in _engine.TakeGathered())
        {
            entry.Row.IsConsequence = true;
            if (_isIncomplete)
                _ledger.SettleUnsent(entry, "part of the input could not be read.");
            else
                _ledger.Settle(entry, ImportOutcome.Rejected, "Not sent, because other objects cannot be imported.");
        }
        return true;
    }

    // An import stores category combos without their option combos, on every version.
    private async Task MakeOptionCombosAsync(CancellationToken cancellationToken)
    {
        if (_options.Validate || (_tally.Combos.Count == 0 && !_tally.HasCategories))
            return;
        if (!_options.UpdateOptionCombos)
        {
            if (_tally.Combos.Count > 0 && !_tally.HasOptionCombos)
                _caller.Events?.OnWarning(string.Format(CultureInfo.CurrentCulture, "{0:N0} category combos were imported, and an import makes no category option combos of them: import with -UpdateOptionCombos, or the option combos with their own ids.", _tally.Combos.Count));
            return;
        }
        try
        {
            // A category may be of combos that were not imported.
            _optionCombosMade = _tally.HasCategories
                ? await OptionCombos.MakeAllAsync(_caller, cancellationToken).ConfigureAwait(false)
                : await OptionCombos.MakeAsync(_caller, [.. _tally.Combos.Select(row => row.Id).OfType<string>()], cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e)
        {
            _failures.Add(e);
        }
    }

    private async Task<MetadataImportReport> CloseAsync(bool stopped)
    {
        var (counts, problems) = await _engine.CloseAsync().ConfigureAwait(false);
        Dispose();
        return new MetadataImportReport(counts, problems)
        {
            DryRun = _options.Validate,
            Stopped = stopped,
            Requests = _engine.Requests + _taskRequests,
            Elapsed = _clock.Elapsed,
            Types = _tally.Close(problems),
            HeldBack = _tally.HeldBack,
            ClearedCache = _protocol.ClearedCache,
            OptionCombosMade = _optionCombosMade,
            Failures = _failures,
        };
    }
}
