using System.Diagnostics;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Imports;

/// <summary>
/// Sends batches until the ledger knows what became of each of their rows: without the rows that a refusal names, in halves where nothing is named, and again
/// where an answer is lost, after reading back what of it is stored. One sender sends one request at a time.
/// </summary>
internal sealed partial class BatchSender<TRow>
{
    // One bad row in the largest batch is found in 16 halvings; a server that fails more often in a row fails for another reason.
    private const int MaximumFailures = 40;

    // A failure may be due to another import of the same rows at the same time, and be gone at the next try.
    private const int MaximumTries = 3;

    // After so many refusals that each name some rows, the others go out in halves.
    private const int NamedRounds = 8;

    private const string Request = "The import";

    // So many rows may be sent before those in doubt are looked up: until then they, and all that came after them, are held in memory.
    private const int RowsBetweenLooks = 20_000;

    // A server that ran out of time may need as long again; a user should not wait longer for it.
    private static readonly TimeSpan s_longestRest = TimeSpan.FromSeconds(30);

    // A server that has lost its database for a moment answers as if the password were wrong; after many more wrong ones it would lock the account.
    private static readonly TimeSpan[] s_reopens = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15)];

    private readonly Dhis2Caller _caller;
    private readonly IImportProtocol<TRow> _protocol;
    private readonly Ledger<TRow> _ledger;
    private readonly BatchSizer _sizer;
    private readonly DoubtfulRows<TRow> _doubts;
    private readonly UnnamedRows<TRow> _open;
    private readonly WaitingBatches<TRow> _waiting;

    // Counts tries without progress: each answer that says something of rows, and each row found stored, fills it up again.
    private readonly RetryBudget _retries;
    private int _failures;
    private int _locked;
    private bool _hasProgress;
    private readonly List<(LedgerEntry<TRow> Entry, string? Group)> _postponed = [];
    private bool _mayPostpone;
    private int _sinceDoubt;
    private int _requests;

    /// <summary>A sender.</summary>
    /// <param name="caller">The session.</param>
    /// <param name="protocol">What is special about the rows.</param>
    /// <param name="ledger">Where each row is accounted for.</param>
    /// <param name="sizer">The size of requests.</param>
    /// <param name="pause">Between two looks at a store that may still change.</param>
    /// <param name="hasOthers">Whether other senders are at work at the same time.</param>
    public BatchSender(Dhis2Caller caller, IImportProtocol<TRow> protocol, Ledger<TRow> ledger, BatchSizer sizer, TimeSpan pause, bool hasOthers = false)
    {
        _caller = caller;
        _protocol = protocol;
        _ledger = ledger;
        _sizer = sizer;
        _waiting = new WaitingBatches<TRow>(protocol, sizer);
        _retries = caller.BeginOperation().Budget;
        _doubts = new DoubtfulRows<TRow>(caller, protocol, ledger, _retries, pause);
        _open = new UnnamedRows<TRow>(protocol, ledger);
        _mayPostpone = hasOthers;
    }

    /// <summary>Requests that carried rows.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>
    /// Sends a batch. Rows whose answer is lost are looked up later, together with others. An exception ends the import; whatever is not settled by then, the ledger
    /// tells when it closes. Rows that an earlier run of the import sent are not sent before they are looked up, and neither are those that may repeat them.
    /// </summary>
    /// <returns>How many rows are sent for the first time.</returns>
    public async Task<int> SendAsync(Batch<TRow> whole, CancellationToken cancellationToken)
    {
        var rows = _ledger.WithoutDoubtful(whole.Rows);
        if (rows.Count < whole.Rows.Count)
            Doubt(whole);
        if (rows.Count < whole.Rows.Count && rows.Count > 0)
            await SettleDoubtsAsync(cancellationToken).ConfigureAwait(false);
        _waiting.Add(whole with { Rows = rows });
        await SendWaitingAsync(cancellationToken).ConfigureAwait(false);
        if (_doubts.Count > 0 && (_sinceDoubt += whole.Rows.Count) > RowsBetweenLooks)
            await SettleDoubtsAsync(cancellationToken).ConfigureAwait(false);
        return rows.Count;
    }

    /// <summary>Looks up the rows in doubt and sends again what the server does not hold, until there are none.</summary>
    public async Task SettleDoubtsAsync(CancellationToken cancellationToken)
    {
        while (_doubts.Count > 0)
        {
            _waiting.AddAgain(await _doubts.SettleAsync(cancellationToken).ConfigureAwait(false));
            await SendWaitingAsync(cancellationToken).ConfigureAwait(false);
        }
        _sinceDoubt = 0;
    }

    /// <summary>Sends once more the rows that were refused for what other requests did at the same time; there are none by now.</summary>
    public async Task SendPostponedAsync(CancellationToken cancellationToken)
    {
        _mayPostpone = false;
        foreach (var group in _postponed.GroupBy(row => row.Group))
            _waiting.Add(new Batch<TRow>([.. group.Select(row => row.Entry)], group.Key));
        _postponed.Clear();
        await SendWaitingAsync(cancellationToken).ConfigureAwait(false);
        await SettleDoubtsAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks up the rows in doubt when the import ends early, those that were about to be sent again included: what the server holds is settled.</summary>
    public Task SettleStoredAsync(CancellationToken cancellationToken)
    {
        while (_waiting.TryTake(out var batch))
            Doubt(batch);
        return _doubts.SettleStoredAsync(cancellationToken);
    }

    private async Task SendWaitingAsync(CancellationToken cancellationToken)
    {
        while (_waiting.TryTake(out var batch))
            await SendOnceAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendOnceAsync(Batch<TRow> batch, CancellationToken cancellationToken)
    {
        var request = _ledger.Request(batch.Rows);
        var clock = Stopwatch.StartNew();
        (int Status, byte[] Body) answer;
        try
        {
            answer = await PostAsync(batch, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception fault)
        {
            await MeetAsync(fault, batch, request, clock.Elapsed, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (Exception e)
        {
            request.Lose(e is OperationCanceledException ? "the import was cancelled." : e.Message);
            Doubt(batch);
            throw;
        }
        var verdict = await _protocol.JudgeAsync(batch, answer.Status, answer.Body, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(verdict, batch, request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(int Status, byte[] Body)> PostAsync(Batch<TRow> batch, SentRequest<TRow> request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        using var response = await _caller.SendAsync(_protocol.Request(batch, runAsTask: false, request.MarkLeft), cancellationToken).ConfigureAwait(false);
        return (response.StatusCode, await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false));
    }

    // No answer, or one that is about the request and not about its rows.
    private async Task MeetAsync(Dhis2Exception fault, Batch<TRow> batch, SentRequest<TRow> request, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        switch (RequestFaults.KindOf(fault, request.HasLeft))
        {
            case RequestFault.TooLarge:
                request.EndUnstored();
                if (!_protocol.KeepsWhole)
                    _sizer.LowerCeiling(batch.Rows.Count);
                CutOrRefuse(batch, fault.Message, null, isForNow: true);
                break;
            case RequestFault.NotTaken:
                request.EndUnstored();
                if (!await _retries.TryWaitAsync(Request, fault, cancellationToken).ConfigureAwait(false))
                    throw fault;
                _waiting.Add(batch);
                break;
            case RequestFault.Lost:
                request.Lose(fault.Message);
                await MeetLostAsync(fault, batch, elapsed, cancellationToken).ConfigureAwait(false);
                break;
            case RequestFault.Refused when _hasProgress && RequestFaults.MayPass(fault) && _locked < s_reopens.Length:
                request.EndUnstored();
                await _caller.Session.Options.Delay(s_reopens[_locked++], cancellationToken).ConfigureAwait(false);
                _waiting.Add(batch);
                break;
            case RequestFault.Refused:
                request.EndUnstored();
                RejectCertain(batch, fault.Message);
                throw fault;
            default:
                request.Lose(fault.Message);
                Doubt(batch);
                throw fault;
        }
    }

    private async Task MeetLostAsync(Dhis2Exception fault, Batch<TRow> batch, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var isSlow = RequestFaults.IsSlowness(fault);
        Doubt(batch, isSlow && !_protocol.KeepsWhole ? Math.Max(1, batch.Rows.Count / 2) : int.MaxValue);
        if (isSlow)
        {
            _sizer.Shrink(batch.Rows.Count);
            // The server may be at work on the rows still.
            await _caller.Session.Options.Delay(TimeSpan.FromTicks(Math.Min(elapsed.Ticks / 2, s_longestRest.Ticks)), cancellationToken).ConfigureAwait(false);
        }
        if (await _retries.TryWaitAsync(Request, fault, cancellationToken).ConfigureAwait(false))
        {
            // A first look, which settles most. Where it gets no answer either, after as many tries, the server is gone; what is refused may be seen later.
            if (await _doubts.TryLookAsync(cancellationToken).ConfigureAwait(false) is not { } unseen || (unseen is Dhis2ApiException answered && !RequestFaults.IsOfGateway(answered)))
                return;
            throw fault;
        }
        // Where every answer is lost and rows arrive all the same, the import goes on.
        var before = _doubts.Count;
        var rest = await _doubts.SettleAsync(cancellationToken).ConfigureAwait(false);
        if (rest.Count > 0 && (rest.Count == before || !await _retries.TryWaitAsync(Request, fault, cancellationToken).ConfigureAwait(false)))
        {
            _doubts.Add(rest);
            throw fault;
        }
        _waiting.AddAgain(rest);
    }
}
