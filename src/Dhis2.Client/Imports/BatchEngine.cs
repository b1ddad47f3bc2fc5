using System.Diagnostics;
using System.Globalization;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Imports;

/// <summary>
/// Gathers rows into batches and sends them while the next are gathered, one at a time or several, each by a lane of its own. Rows are added by one thread at a
/// time; batches are sent by others.
/// </summary>
internal sealed class BatchEngine<TRow>
{
    // So many rows are read in a moment, and a request with them takes much longer: more than that need not wait beside it.
    private const int LookAhead = 10_000;

    // The runtime lets garbage grow to the size of the processor's cache, which may be hundreds of megabytes: an import of a night would hold as much of the machine.
    private const int RowsBetweenCollections = 8_192;

    private static readonly TimeSpan s_lastLook = TimeSpan.FromSeconds(3);

    private readonly Dhis2Caller _caller;
    private readonly IImportProtocol<TRow> _protocol;
    private readonly Ledger<TRow> _ledger;
    private readonly BatchSizer _sizer;
    private readonly List<SendingLane<TRow>> _lanes;
    private long _sent;
    private string? _end;
    private CancellationToken _cancellation;

    /// <summary>An engine for one import.</summary>
    /// <param name="caller">The session.</param>
    /// <param name="protocol">What is special about the rows.</param>
    /// <param name="ledger">Where each row is accounted for.</param>
    /// <param name="sizer">The size of requests.</param>
    /// <param name="pause">Between two looks at a store that may still change.</param>
    /// <param name="atOnce">How many requests may be under way.</param>
    public BatchEngine(Dhis2Caller caller, IImportProtocol<TRow> protocol, Ledger<TRow> ledger, BatchSizer sizer, TimeSpan pause, int atOnce)
    {
        _caller = caller;
        _protocol = protocol;
        _ledger = ledger;
        _sizer = sizer;
        _lanes = [.. Enumerable.Range(0, atOnce).Select(_ => new SendingLane<TRow>(new BatchSender<TRow>(caller, protocol, ledger, sizer, pause, hasOthers: atOnce > 1)))];
    }

    /// <summary>Requests that carried rows.</summary>
    public int Requests => _lanes.Sum(lane => lane.Sender.Requests);

    /// <summary>What is being done, for progress.</summary>
    public required string Activity { get; init; }

    /// <summary>How much of the input has been read, in per cent, when the source can tell.</summary>
    public Func<int?>? Percent { get; set; }

    /// <summary>
    /// Adds an entered row; one that an earlier run settled is compared with the others and not sent. True when a batch is full, or enough is gathered beside one that is
    /// under way: then call <see cref="FlushAsync"/>.
    /// After the end it is not sent, and stays in the ledger as such.
    /// </summary>
    public bool Add(LedgerEntry<TRow> entry)
    {
        if (Volatile.Read(ref _end) is { } end)
        {
            if (!entry.IsSettled)
                _ledger.SettleUnsent(entry, $"the import had ended: {end}");
            return false;
        }
        var lane = LaneOf(entry.Row);
        lane.Add(entry);
        if (lane.Gathered % RowsBetweenCollections == 0)
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        return lane.Gathered >= _sizer.Current || IsAhead(lane);
    }

    /// <summary>What has been gathered and is not sent, which is for the caller to send.</summary>
    public IReadOnlyList<LedgerEntry<TRow>> TakeGathered() => _lanes.Count == 1 ? _lanes[0].Take() : [.. _lanes.SelectMany(lane => lane.Take())];

    /// <summary>Starts to send the batches that are full, each when the one before it of its lane is sent; waits where enough is gathered beside one that is under way.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        // A fault of one lane ends the import.
        foreach (var lane in _lanes.Where(lane => lane.Sending.IsFaulted || lane.Sending.IsCanceled))
            await lane.Sending.ConfigureAwait(false);
        foreach (var lane in _lanes.Where(IsAhead).ToList())
            await lane.Sending.ConfigureAwait(false);
        foreach (var lane in _lanes.Where(lane => lane.Gathered >= _sizer.Current).ToList())
            await SendGatheredAsync(lane, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends what is left, and waits for its end.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        foreach (var lane in _lanes)
            await SendGatheredAsync(lane, cancellationToken).ConfigureAwait(false);
        foreach (var lane in _lanes)
        {
            await lane.Sending.ConfigureAwait(false);
            await lane.Sender.SettleDoubtsAsync(cancellationToken).ConfigureAwait(false);
        }
        // Nothing else is under way by now.
        foreach (var lane in _lanes)
            await lane.Sender.SendPostponedAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says what ended the import: whatever is not sent by now was not sent for it.</summary>
    public void EndBy(Exception reason) => Interlocked.CompareExchange(ref _end, Reason(reason), null);

    /// <summary>Waits for the batches under way, whatever comes of them, and looks up what is in doubt.</summary>
    public async Task StopAsync()
    {
        await EndAsync(() => Task.WhenAll(_lanes.Select(lane => lane.Sending))).ConfigureAwait(false);
        // Whoever stopped the import waits for a short look alone.
        using var patience = _cancellation.IsCancellationRequested ? new CancellationTokenSource(s_lastLook) : CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        foreach (var lane in _lanes)
            await EndAsync(() => lane.Sender.SettleStoredAsync(patience.Token)).ConfigureAwait(false);
    }

    /// <summary>Stops, and closes the ledger.</summary>
    public async Task<(ImportCounts Counts, IReadOnlyList<ImportProblem> Problems)> CloseAsync()
    {
        await StopAsync().ConfigureAwait(false);
        return _ledger.Close(_end is null ? "the import had ended." : $"the import had ended: {_end}");
    }

    private async Task EndAsync(Func<Task> last)
    {
        try
        {
            await last().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whoever flushed has met it, and it must not keep the account from being told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            EndBy(e);
        }
    }

    private static bool IsAhead(SendingLane<TRow> lane) => lane.Gathered >= LookAhead && !lane.Sending.IsCompleted;

    private SendingLane<TRow> LaneOf(TRow row) => _lanes.Count == 1 || _protocol.PlaceOf(row) is not { } place ? _lanes[0] : _lanes[(int)((uint)place.GetHashCode() % _lanes.Count)];

    private async Task SendGatheredAsync(SendingLane<TRow> lane, CancellationToken cancellationToken)
    {
        await lane.Sending.ConfigureAwait(false);
        if (lane.Gathered == 0)
            return;
        var batches = await _protocol.PrepareAsync(lane.Take(), cancellationToken).ConfigureAwait(false);
        // What is in doubt has to come before rows that are for the same things, and all of these go by this lane.
        if (batches.Any(batch => batch.RepeatsEarlier))
            await lane.Sender.SettleDoubtsAsync(cancellationToken).ConfigureAwait(false);
        if (batches.Count > 0)
            lane.Sending = Task.Run(() => SendAsync(lane.Sender, batches, cancellationToken), cancellationToken);
    }

    private async Task SendAsync(BatchSender<TRow> sender, IReadOnlyList<Batch<TRow>> batches, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var rows = 0;
        try
        {
            foreach (var batch in batches)
                rows += await sender.SendAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            EndBy(e);
            throw;
        }
        _sizer.Note(rows, watch.Elapsed);
        var sent = Interlocked.Add(ref _sent, rows);
        var status = string.Format(CultureInfo.InvariantCulture, "{0:N0} rows sent, {1:N0} rejected", sent, _ledger.Counts.Rejected);
        _caller.Events?.OnProgress(new ProgressTrace(Activity, status, Percent?.Invoke()));
    }

    private static string Reason(Exception e) => e is OperationCanceledException ? "it was cancelled." : e.Message;
}
