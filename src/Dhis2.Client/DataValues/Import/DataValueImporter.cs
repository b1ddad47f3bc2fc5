using System.Diagnostics;
using System.Globalization;
using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Imports rows of any number: gathers them into batches, sends one while the next is gathered, and keeps one account of them all.
/// Not thread-safe; call from one thread at a time.
/// </summary>
public sealed class DataValueImporter
{
    private readonly Dhis2Caller _caller;
    private readonly ImportOptions _options;
    private readonly RowGuard _guard;
    private readonly BatchSizer _sizer;
    private readonly DuplicateFilter _duplicates;
    private readonly DataSetResolver _sets;
    private readonly BatchSender _sender;
    private readonly ImportSummary _sent = new();
    private ImportSummary _kept = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private List<ImportRow> _pending = [];
    private Task _inFlight = Task.CompletedTask;
    private long _settled;
    private long _added;

    /// <summary>An importer for a session.</summary>
    /// <exception cref="Dhis2InputException">The server has no notion of the strategy, or the further parameters hold one that the options decide.</exception>
    public DataValueImporter(Dhis2Caller caller, ImportOptions options)
    {
        ReservedParameters.OfImport.Check(options.Extra);
        if (caller.Session.Dialect.ImportsByGroup && options.Strategy is ImportStrategy.Create or ImportStrategy.Update)
        {
            throw new Dhis2InputException(
                $"A server of version {caller.Session.Version} takes no notice of the strategy {options.Strategy}: it would overwrite values that are there, and create those that are not.",
                "Use CreateAndUpdate, or read the values first and leave out those not meant.");
        }
        _caller = caller;
        _options = options;
        _guard = new RowGuard(options);
        _sizer = new BatchSizer(options.BatchSize, caller.Session.Dialect.ImportsByGroup);
        _duplicates = new DuplicateFilter(caller, options);
        _sets = new DataSetResolver(caller, options);
        _sender = new BatchSender(caller, _sent);
    }

    /// <summary>How much of the input has been read, in per cent, when the source can tell.</summary>
    public Func<int?>? Percent { get; set; }

    /// <summary>Rows added so far.</summary>
    public long Added => _added;

    /// <summary>Adds a row. True when a batch is full: then call <see cref="FlushAsync"/>.</summary>
    public bool Add(ImportRow row)
    {
        _added++;
        if (_guard.Check(row.Value) is { } fault)
            _kept.Reject(row, fault);
        else
            _pending.Add(row);
        return _pending.Count >= _sizer.Current;
    }

    /// <summary>Adds a row, or counts a line that could not be read as a rejected one. True when a batch is full.</summary>
    public bool Add(InputItem item)
    {
        if (item.Row is not null)
            return Add(item.Row);
        _added++;
        _kept.Rejected++;
        _kept.Rows.Add(new ImportConflict { Outcome = "Rejected", File = item.File, Line = item.Line, Message = item.Fault! });
        return false;
    }

    /// <summary>Whether part of the input could not be read.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>Says that part of the input could not be read: the import cannot be a success.</summary>
    public void MarkIncomplete() => IsIncomplete = true;

    /// <summary>Hands over the account of rows that were refused before sending, and begins a new one: for imports that run as tasks.</summary>
    public ImportSummary TakeKept()
    {
        var kept = _kept;
        _kept = new ImportSummary();
        return kept;
    }

    /// <summary>Adds all rows of a source, sending as they come.</summary>
    public async Task AddAllAsync(IAsyncEnumerable<IReadOnlyList<InputItem>> source, CancellationToken cancellationToken)
    {
        await foreach (var items in source.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in items)
            {
                if (Add(item))
                    await FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits for the batch under way, then starts to send what has been gathered.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _inFlight.ConfigureAwait(false);
        if (_pending.Count == 0)
            return;
        var rows = _pending;
        _pending = [];
        _inFlight = Task.Run(() => SendAsync(rows, cancellationToken), cancellationToken);
    }

    /// <summary>Sends what is left and closes the account.</summary>
    public async Task<ImportSummary> CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _inFlight.ConfigureAwait(false);
        return Close(stopped: IsIncomplete);
    }

    /// <summary>Starts tasks at the server for what has been gathered: one a batch, and on 2.43 one a data set.</summary>
    public async Task<IReadOnlyList<ServerTask>> StartTasksAsync(CancellationToken cancellationToken)
    {
        var rows = _pending;
        _pending = [];
        var tasks = new List<ServerTask>();
        foreach (var batch in await PrepareAsync(rows, _kept, cancellationToken).ConfigureAwait(false))
            tasks.Add(await _sender.StartAsync(batch, cancellationToken).ConfigureAwait(false));
        return tasks;
    }

    /// <summary>Closes the account of an import that ended early: everything sent is in it.</summary>
    public async Task<ImportSummary> AbortAsync()
    {
        try
        {
            await _inFlight.ConfigureAwait(false);
        }
        catch (Exception e) when (e is Dhis2Exception or OperationCanceledException)
        {
            // Known already: it is why the import ended.
        }
        RejectUnsent(_kept, _pending);
        _pending = [];
        return Close(stopped: true);
    }

    private static void RejectUnsent(ImportSummary account, IEnumerable<ImportRow> rows)
    {
        foreach (var row in rows)
            account.Reject(row, "Not sent: the import had ended.");
    }

    private ImportSummary Close(bool stopped)
    {
        var summary = new ImportSummary { DryRun = _options.DryRun, Stopped = stopped, Elapsed = _clock.Elapsed };
        summary.Add(_kept);
        summary.Add(_sent);
        summary.Rows.Sort((a, b) => (a.Line ?? 0).CompareTo(b.Line ?? 0));
        return summary;
    }

    private async Task SendAsync(List<ImportRow> rows, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var batches = await PrepareAsync(rows, _sent, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < batches.Count; i++)
        {
            try
            {
                await _sender.SendAsync(batches[i], cancellationToken).ConfigureAwait(false);
            }
            catch (Dhis2Exception)
            {
                RejectUnsent(_sent, batches.Skip(i + 1).SelectMany(b => b.Rows));
                throw;
            }
        }
        _sizer.Note(rows.Count, watch.Elapsed);
        _settled += rows.Count;
        var status = string.Format(CultureInfo.InvariantCulture, "{0:N0} rows sent, {1:N0} rejected", _settled, _sent.Rejected);
        _caller.Events?.OnProgress(new ProgressTrace("Importing data values", status, Percent?.Invoke()));
    }

    private async Task<List<ImportBatch>> PrepareAsync(List<ImportRow> rows, ImportSummary account, CancellationToken cancellationToken)
    {
        rows = await _duplicates.ApplyAsync(rows, account, cancellationToken).ConfigureAwait(false);
        if (_caller.Session.Dialect.ImportsByGroup)
            return await _sets.SplitAsync(rows, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? [] : [new ImportBatch(rows, _options.DataSet, _options)];
    }
}
