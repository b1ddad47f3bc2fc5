using System.Diagnostics;
using Dhis2.Client.Imports;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Completion;

/// <summary>
/// Registers completions of any number, by uid: gathers them into requests, sends one while the next is gathered, and accounts for each of them.
/// Not thread-safe; call from one thread at a time.
/// </summary>
public sealed class DataSetCompletionImporter
{
    private const int FirstBatch = 1_000;

    private readonly Ledger<CompletionRow> _ledger = new(Describe, CompletionProblemFormat.Instance);
    private readonly BatchEngine<CompletionRow> _engine;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>An importer for a session.</summary>
    /// <param name="caller">The session.</param>
    /// <param name="batchSize">Rows a request; null lets it grow by the clock.</param>
    public DataSetCompletionImporter(Dhis2Caller caller, int? batchSize = null)
        : this(caller, batchSize, TimeSpan.FromSeconds(3))
    {
    }

    /// <summary>For tests: with another wait between two looks at a store that may still change.</summary>
    internal DataSetCompletionImporter(Dhis2Caller caller, int? batchSize, TimeSpan pause) =>
        _engine = new BatchEngine<CompletionRow>(caller, new CompletionProtocol(caller, _ledger), _ledger, new BatchSizer(batchSize, FirstBatch), pause, atOnce: 1) { Activity = "Registering completions" };

    /// <summary>Rows added so far.</summary>
    public long Added => _ledger.Entered;

    /// <summary>Adds a row. True when a request is full: then call <see cref="FlushAsync"/>.</summary>
    public bool Add(DataSetCompletion row)
    {
        var fault = CompletionGuard.Check(row);
        var entry = _ledger.Enter(new CompletionRow(row, _ledger.Entered + 1));
        if (fault is null)
            return _engine.Add(entry);
        _ledger.Settle(entry, ImportOutcome.Rejected, fault);
        return false;
    }

    /// <summary>Adds a row that cannot be sent, for a reason that the caller knows.</summary>
    public void AddRejected(DataSetCompletion row, string reason) => _ledger.EnterRejected(Describe(new CompletionRow(row, _ledger.Entered + 1), ImportOutcome.Rejected, reason, null));

    /// <summary>Adds a row that is not to be sent any more, because the import has ended.</summary>
    public void AddUnsent(DataSetCompletion row) => _ledger.Enter(new CompletionRow(row, _ledger.Entered + 1));

    /// <summary>Waits for the request under way, then starts to send what has been gathered.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _engine.FlushAsync(cancellationToken);

    /// <summary>Sends what is left and closes the account.</summary>
    public async Task<DataSetCompletionReport> CompleteAsync(CancellationToken cancellationToken)
    {
        await _engine.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return await CloseAsync(stopped: false).ConfigureAwait(false);
    }

    /// <summary>Closes the account of an import that ended early: every row added is in it.</summary>
    public Task<DataSetCompletionReport> AbortAsync() => CloseAsync(stopped: true);

    private async Task<DataSetCompletionReport> CloseAsync(bool stopped)
    {
        var (counts, problems) = await _engine.CloseAsync().ConfigureAwait(false);
        return new DataSetCompletionReport(counts, problems) { Stopped = stopped, Requests = _engine.Requests, Elapsed = _clock.Elapsed };
    }

    private static DataSetCompletionProblem Describe(CompletionRow row, ImportOutcome outcome, string message, string? code) => new DataSetCompletionProblem
    {
        Outcome = outcome,
        Line = row.Number,
        Row = row.Value,
        Message = message,
        Code = code,
    };
}
