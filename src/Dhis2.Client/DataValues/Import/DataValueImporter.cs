using System.Diagnostics;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Imports;
using Dhis2.Client.Jobs;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Imports rows of any number: gathers them into batches, sends one while the next is gathered, and accounts for each of them.
/// Not thread-safe; call from one thread at a time.
/// </summary>
public sealed partial class DataValueImporter
{
    private readonly Dhis2Caller _caller;
    private readonly Ledger<ImportRow> _ledger;
    private readonly ImportLane _main;
    private readonly Dictionary<ImportOptions, ImportLane> _lanes = [];
    private readonly List<ImportedCompletion> _completions = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Queue<ServerTask> _running = [];
    private ImportLane _lane;
    private DataValueSetTerms? _terms;
    private Exception? _end;
    private int _taskRequests;
    private long _otherRows;
    private bool _hasUnread;
    private readonly CompletionPlace? _completed;
    private CompletionPlace? _completedByFile;
    private ImportJournal? _journal;

    /// <summary>An importer for a session.</summary>
    /// <exception cref="Dhis2InputException">An id scheme is none, or the further parameters hold one that the options decide.</exception>
    public DataValueImporter(Dhis2Caller caller, ImportOptions options)
    {
        _caller = caller;
        _ledger = new Ledger<ImportRow>(Describe, DataValueProblemFormat.Instance);
        _main = _lane = LaneOf(options);
        _completed = options.CompleteDate is null ? null : new CompletionPlace(Place(DataValueSetTerms.None));
        if (caller.Session.Dialect.ImportsByGroup && options.OfOlderServers().ToList() is { Count: > 0 } ignored)
            caller.Events?.OnWarning($"A server of version {caller.Session.Version} takes no notice of {string.Join(", ", ignored)}.");
    }

    /// <summary>How much of the input has been read, in per cent, when the source can tell.</summary>
    public Func<int?>? Percent { get; set; }

    /// <summary>Completions that files asked for so far.</summary>
    public IReadOnlyList<ImportedCompletion> Completions => _completions;

    /// <summary>Rows added so far.</summary>
    public long Added => _ledger.Entered;

    /// <summary>Rows read so far: those added, and those of other shares of a partitioned import.</summary>
    public long RowsRead => Added + _otherRows;

    /// <summary>The time since it was made.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Whether part of the input could not be read.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>What is said of rows whose file says nothing of itself.</summary>
    public DataValueSetTerms GivenTerms => _main.Options.Terms;

    /// <summary>Goes on where the last run of a journal ended, and keeps the journal. Comes before the first row; <see cref="StartFile"/> comes before each file then.</summary>
    public void UseJournal(ImportJournal journal)
    {
        _journal = journal;
        _ledger.UseJournal(journal);
    }

    /// <summary>The next row is the first one of a further file.</summary>
    public void StartFile() => _ledger.StartFile();

    /// <summary>Adds a row. True when a batch is full: then call <see cref="FlushAsync"/>.</summary>
    public bool Add(ImportRow row)
    {
        row.Terms = _terms;
        var fault = _lane.Guard.Check(row);
        _completed?.Take(row.Value);
        _completedByFile?.Take(row.Value);
        if (IsOfOthers(row.Value.OrgUnit) || _ledger.EnterTold())
            return false;
        var entry = _ledger.Enter(row);
        if (fault is null)
            return _lane.Engine.Add(entry);
        if (!entry.IsSettled)
            _ledger.Settle(entry, ImportOutcome.Rejected, fault);
        return false;
    }

    /// <summary>Adds a row, or counts a line that could not be read as a rejected one. True when a batch is full.</summary>
    public bool Add(InputItem item)
    {
        if (item.Row is not null)
            return Add(item.Row);
        if (IsOfOthers(item.Refused?.OrgUnit) || _ledger.EnterTold())
            return false;
        _ledger.EnterRejected(item.Refused is { } refused
            ? Describe(new ImportRow(refused, item.File, item.Line) { Terms = _terms }, ImportOutcome.Rejected, item.Fault!, code: null)
            : new DataValueImportProblem { Outcome = ImportOutcome.Rejected, File = item.File, Line = item.Line, Message = item.Fault!, Terms = _terms });
        return false;
    }

    /// <summary>Says that the import was stopped before all of its input was read.</summary>
    public void MarkUnread() => _hasUnread = true;

    /// <summary>Says that part of the input could not be read: the import cannot be a success.</summary>
    public void MarkIncomplete() => IsIncomplete = true;

    /// <summary>Waits for the batch under way, then starts to send what has been gathered.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _lane.Engine.FlushAsync(cancellationToken);

    /// <summary>Sends what is left and closes the account.</summary>
    public async Task<DataValueImportReport> CompleteAsync(CancellationToken cancellationToken)
    {
        await _lane.Engine.CompleteAsync(cancellationToken).ConfigureAwait(false);
        if (_main.Options.CompleteDate is { } date)
            await CompleteAllAsync(date, cancellationToken).ConfigureAwait(false);
        return await CloseAsync(stopped: IsIncomplete).ConfigureAwait(false);
    }

    /// <summary>Closes the account of an import that ended early: every row added is in it.</summary>
    public Task<DataValueImportReport> AbortAsync() => CloseAsync(stopped: true);

    /// <summary>
    /// Starts tasks at the server for what has been gathered: one a batch, and on 2.43 one a data set. Their rows are accounted for by the tasks' own reports. No
    /// more of them run at once than the options allow, and one with rows for values of earlier tasks starts when those are over.
    /// </summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="started">Told of each task as it starts: of those that run, too, when a later one cannot be started.</param>
    public async Task<IReadOnlyList<ServerTask>> StartTasksAsync(CancellationToken cancellationToken, Action<ServerTask>? started = null)
    {
        var tasks = new List<ServerTask>();
        foreach (var batch in await _lane.Protocol.PrepareAsync(_lane.Engine.TakeGathered(), cancellationToken).ConfigureAwait(false))
        {
            await AwaitTasksAsync(batch.RepeatsEarlier ? 0 : _lane.Options.ThrottleLimit - 1, cancellationToken).ConfigureAwait(false);
            var task = await StartTaskAsync(batch, cancellationToken).ConfigureAwait(false);
            _running.Enqueue(task);
            tasks.Add(task);
            started?.Invoke(task);
        }
        return tasks;
    }

    /// <summary>What is told of a row.</summary>
    internal static ImportProblem Describe(ImportRow row, ImportOutcome outcome, string message, string? code) => new DataValueImportProblem
    {
        Outcome = outcome,
        File = row.File,
        Line = row.Line,
        Row = row.Told,
        Message = message + Hint(row, outcome, code),
        Code = code,
        Terms = row.Terms,
    };

    // Workers that import a file side by side never share an org unit; what has none is the first one's.
    private bool IsOfOthers(string? orgUnit)
    {
        if (_main.Options.Partition is not { } share || share.Holds(orgUnit))
            return false;
        _otherRows++;
        return true;
    }

    // Waits until no more than so many are at work; what they leave is read by whoever waits for their results.
    private async Task AwaitTasksAsync(int most, CancellationToken cancellationToken)
    {
        var watch = new JobWatch(_caller);
        for (; _running.Count > most; _running.Dequeue())
        {
            try
            {
                await watch.WaitForEndAsync(_running.Peek(), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                EndBy(e);
                throw;
            }
        }
    }

    private async Task<ServerTask> StartTaskAsync(Batch<ImportRow> batch, CancellationToken cancellationToken)
    {
        var request = _ledger.Request(batch.Rows);
        _taskRequests++;
        try
        {
            var reader = new ImportOutcomeReader(_lane.Protocol.BatchOf(batch).Kept(), _caller.Session.Dialect);
            var task = await JobStarter.StartAsync(_caller, _lane.Protocol.Request(batch, runAsTask: true, request.MarkLeft), reader, batch.Rows.Count, cancellationToken).ConfigureAwait(false);
            _ledger.Withdraw(batch.Rows);
            return task;
        }
        catch (Exception e)
        {
            EndBy(e);
            // A server that refuses to start a task has taken none of its rows.
            if (e is Dhis2Exception fault && IsRefusal(fault, request.HasLeft))
                request.EndUnstored();
            else
                request.Lose(e.Message);
            throw;
        }
    }

    // 2.43 has stored nothing when it answers 500.
    private bool IsRefusal(Dhis2Exception fault, bool hasLeft) => RequestFaults.KindOf(fault, hasLeft) is RequestFault.Refused or RequestFault.NotTaken or RequestFault.TooLarge
        || (fault is Dhis2ApiException { StatusCode: 500, Report: not null } && _caller.Session.Dialect.ImportsByGroup);

    private async Task<DataValueImportReport> CloseAsync(bool stopped)
    {
        if (_main.Options.CompleteDate is { } date && !_completions.Exists(completion => completion.File is null))
            TellIncomplete(null, new DataValueSetTerms { CompleteDate = date }, "the import ended early.");
        if (_hasUnread)
            Tell(null, "The import was stopped before all of its input was read: the rows that it had not come to are in no count, and in no file of rejected rows.");
        foreach (var lane in _lanes.Values)
            await lane.Engine.StopAsync().ConfigureAwait(false);
        var (counts, problems) = await _main.Engine.CloseAsync().ConfigureAwait(false);
        // A completion that is still open is for the run that goes on, and so is a row that was refused for its request.
        if (!stopped && counts.NotSent + counts.Unknown == 0 && !_ledger.HasRejectedForNow && _completions.TrueForAll(completion => completion.IsRegistered) && _journal is { IsFinished: false })
            _journal.Finish(counts);
        if (_journal?.Fault is { } fault)
            _caller.Events?.OnWarning($"The journal '{_journal.Path}' could not be written to its end: {fault} If the import goes on with it, the last rows are looked up.");
        return new DataValueImportReport(counts, problems)
        {
            DryRun = _main.Options.DryRun,
            Stopped = stopped,
            Requests = _lanes.Values.Sum(lane => lane.Engine.Requests) + _taskRequests,
            Elapsed = _clock.Elapsed,
            Completions = _completions,
            Partition = _main.Options.Partition?.ToString(),
            OtherRows = _otherRows,
            ResumedRows = _journal is { IsResumed: true } ? _journal.Earlier.Settled : null,
        };
    }
}
