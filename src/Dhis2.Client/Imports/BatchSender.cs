using Dhis2.Client.Http;

namespace Dhis2.Client.Imports;

/// <summary>
/// Sends a batch until the ledger knows what became of each of its rows: without the rows that a refusal names, in halves where nothing is named, and again
/// where an answer is lost, after reading back what of it is stored.
/// </summary>
internal sealed class BatchSender<TRow>(Dhis2Caller caller, IImportProtocol<TRow> protocol, Ledger<TRow> ledger, BatchSizer sizer, TimeSpan pause)
{
    // One bad row in the largest batch is found in 16 halvings; a server that fails more often in a row fails for another reason.
    private const int MaximumFailures = 40;

    // A failure may be due to another import of the same rows at the same time, and be gone at the next try.
    private const int MaximumTries = 3;

    // After so many refusals that each name some rows, halves find the others sooner.
    private const int NamedRounds = 8;

    private readonly StoreReader<TRow> _store = new(caller, protocol, ledger, pause);
    private readonly AnswerWithoutFates<TRow> _open = new(protocol, ledger);
    private int _failures;
    private int _requests;

    /// <summary>Requests that carried rows.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Sends a batch. An exception ends the import; whatever is not settled by then, the ledger tells when it closes.</summary>
    public async Task SendAsync(Batch<TRow> whole, CancellationToken cancellationToken)
    {
        var retries = new BatchRetries(caller.Session.Options.Retry);
        var waiting = new Stack<Batch<TRow>>();
        waiting.Push(whole);
        while (waiting.Count > 0)
        {
            var batch = waiting.Pop();
            if (batch.Rows.Count > sizer.Ceiling)
                PushHalves(batch, waiting);
            else if (batch.Rows.Count > 0)
                await SendAsync(batch, waiting, retries, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks up the rows that are in doubt when the import ends early: what the server holds is settled, and what it does not hold is rejected.</summary>
    public Task SettleDoubtAsync(CancellationToken cancellationToken) => _store.RejectMissingAsync(ledger.InDoubt(), cancellationToken);

    private async Task SendAsync(Batch<TRow> batch, Stack<Batch<TRow>> waiting, BatchRetries retries, CancellationToken cancellationToken)
    {
        var request = ledger.Request(batch.Rows);
        (int Status, byte[] Body) answer;
        try
        {
            answer = await PostAsync(batch, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception fault)
        {
            await MeetAsync(fault, batch, request, waiting, retries, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (Exception e)
        {
            request.Lose(e is OperationCanceledException ? "the import was cancelled." : e.Message);
            throw;
        }
        var verdict = await protocol.JudgeAsync(batch, answer.Status, answer.Body, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(verdict, batch, request, waiting, retries, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(int Status, byte[] Body)> PostAsync(Batch<TRow> batch, SentRequest<TRow> request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        using var response = await caller.SendAsync(protocol.Request(batch, runAsTask: false, request.MarkLeft), cancellationToken).ConfigureAwait(false);
        return (response.StatusCode, await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false));
    }

    // No answer, or one that is about the request and not about its rows.
    private async Task MeetAsync(Dhis2Exception fault, Batch<TRow> batch, SentRequest<TRow> request, Stack<Batch<TRow>> waiting, BatchRetries retries, CancellationToken cancellationToken)
    {
        switch (RequestFaults.KindOf(fault, request.HasLeft))
        {
            case RequestFault.TooLarge:
                request.End();
                sizer.LowerCeiling(batch.Rows.Count);
                if (batch.Rows.Count > 1)
                    PushHalves(batch, waiting);
                else
                    await RejectAsync(batch, fault.Message, cancellationToken).ConfigureAwait(false);
                break;
            case RequestFault.NotTaken:
                request.End();
                await WaitAsync(retries.Take(fault) ?? throw fault, fault.Message, retries, cancellationToken).ConfigureAwait(false);
                waiting.Push(batch);
                break;
            case RequestFault.Lost:
                request.Lose(fault.Message);
                await MeetLostAsync(fault, batch, waiting, retries, cancellationToken).ConfigureAwait(false);
                break;
            case RequestFault.Refused:
                request.End();
                RejectCertain(batch, fault.Message);
                throw fault;
            default:
                request.Lose(fault.Message);
                throw fault;
        }
    }

    // The server may be at work on the rows still: time, a look at what it holds, and then what it does not hold again, in smaller requests if it was too slow.
    private async Task MeetLostAsync(Dhis2Exception fault, Batch<TRow> batch, Stack<Batch<TRow>> waiting, BatchRetries retries, CancellationToken cancellationToken)
    {
        var delay = retries.Take(fault);
        await WaitAsync(delay ?? pause, fault.Message, retries, cancellationToken).ConfigureAwait(false);
        var isSlow = RequestFaults.IsSlowness(fault);
        if (isSlow)
            sizer.LowerCeiling(batch.Rows.Count);
        var rest = batch with { Rows = await _store.SettleStoredAsync(batch.Rows, cancellationToken).ConfigureAwait(false) };
        if (rest.Rows.Count < batch.Rows.Count)
            retries.Restore();
        if (rest.Rows.Count == 0)
            return;
        if (delay is null)
            throw fault;
        if (isSlow && rest.Rows.Count > 1)
            PushHalves(rest, waiting);
        else
            waiting.Push(rest);
    }

    private async Task ApplyAsync(Verdict verdict, Batch<TRow> batch, SentRequest<TRow> request, Stack<Batch<TRow>> waiting, BatchRetries retries, CancellationToken cancellationToken)
    {
        switch (verdict.Kind)
        {
            case VerdictKind.Settled:
                request.End();
                _failures = 0;
                retries.Restore();
                await AcceptAsync(verdict, batch, cancellationToken).ConfigureAwait(false);
                break;
            case VerdictKind.ReadBack:
                _failures = 0;
                retries.Restore();
                await _open.SettleAsync(batch, verdict, cancellationToken).ConfigureAwait(false);
                break;
            case VerdictKind.Refused when verdict.Rejected.Count > 0 && (batch.NamedRounds < NamedRounds || verdict.Rejected.Count == batch.Rows.Count):
                request.End();
                _failures = 0;
                retries.Restore();
                await _store.RejectAsync([.. verdict.Rejected.Select(r => (batch.Rows[r.Key], r.Value.Message, r.Value.Code))], cancellationToken).ConfigureAwait(false);
                waiting.Push(batch with { Rows = [.. verdict.Others(batch.Rows.Count).Select(i => batch.Rows[i])], NamedRounds = batch.NamedRounds + 1 });
                break;
            case VerdictKind.Unknown:
                request.Lose(verdict.Reason);
                await MeetFailureAsync(verdict, batch, waiting, retries, cancellationToken).ConfigureAwait(false);
                break;
            default:
                request.End();
                await MeetFailureAsync(verdict, batch, waiting, retries, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async Task AcceptAsync(Verdict verdict, Batch<TRow> batch, CancellationToken cancellationToken)
    {
        var unexplained = new HashSet<int>(verdict.Unexplained);
        foreach (var rejected in verdict.Rejected.Where(r => !unexplained.Contains(r.Key)))
            ledger.Settle(batch.Rows[rejected.Key], ImportOutcome.Rejected, rejected.Value.Message, rejected.Value.Code);
        ledger.Settle(verdict.Rejected.Count == 0 ? batch.Rows : [.. verdict.Others(batch.Rows.Count).Select(i => batch.Rows[i])], verdict.Counted!.Value);
        // An earlier request may have done already what the strategy now refuses to do again.
        await _store.RejectAsync([.. unexplained.OrderBy(i => i).Select(i => (batch.Rows[i], verdict.Rejected[i].Message, verdict.Rejected[i].Code))], cancellationToken).ConfigureAwait(false);
    }

    // The server answered and names no row: again, then in halves, down to the row that it will not take.
    private async Task MeetFailureAsync(Verdict verdict, Batch<TRow> batch, Stack<Batch<TRow>> waiting, BatchRetries retries, CancellationToken cancellationToken)
    {
        if (verdict.Kind != VerdictKind.Refused && ++_failures > MaximumFailures)
        {
            RejectCertain(batch, verdict.Reason);
            throw new Dhis2ClientException($"The server fails again and again: {verdict.Reason}", "Look into the server's log; then import the rows that are left.");
        }
        if (verdict.Kind != VerdictKind.Refused && batch.Tries + 1 < MaximumTries && retries.Take() is { } delay)
        {
            await WaitAsync(delay, verdict.Reason, retries, cancellationToken).ConfigureAwait(false);
            waiting.Push(batch with { Tries = batch.Tries + 1 });
        }
        else if (batch.Rows.Count > 1)
        {
            PushHalves(batch, waiting);
        }
        else
        {
            await RejectAsync(batch, verdict.Reason, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task RejectAsync(Batch<TRow> batch, string message, CancellationToken cancellationToken) =>
        _store.RejectAsync([.. batch.Rows.Select(r => (r, message, (string?)null))], cancellationToken);

    // Rows that no earlier request may have stored.
    private void RejectCertain(Batch<TRow> batch, string reason)
    {
        foreach (var entry in batch.Rows.Where(r => !ledger.IsInDoubt(r)))
            ledger.Settle(entry, ImportOutcome.Rejected, $"Not stored: {reason}");
    }

    private void PushHalves(Batch<TRow> batch, Stack<Batch<TRow>> waiting)
    {
        var (first, second) = protocol.Split(batch);
        waiting.Push(second with { Tries = MaximumTries });
        waiting.Push(first with { Tries = MaximumTries });
    }

    private Task WaitAsync(TimeSpan delay, string reason, BatchRetries retries, CancellationToken cancellationToken)
    {
        caller.Events?.OnRetry(new RetryTrace("The import", reason, delay, retries.Used));
        return caller.Session.Options.Delay(delay, cancellationToken);
    }
}
