namespace Dhis2.Client.Imports;

// What an answer that was judged does to the rows of its request.
internal sealed partial class BatchSender<TRow>
{
    private async Task ApplyAsync(Verdict verdict, Batch<TRow> batch, SentRequest<TRow> request, CancellationToken cancellationToken)
    {
        switch (verdict.Kind)
        {
            case VerdictKind.Settled:
                request.End();
                Progress();
                await AcceptAsync(verdict, batch, cancellationToken).ConfigureAwait(false);
                break;
            case VerdictKind.ReadBack when verdict.Counted is null && batch.WithoutSummary + 1 < MaximumTries && _protocol.CanReadBack:
                Progress();
                request.Lose(verdict.Reason);
                Doubt(batch with { WithoutSummary = batch.WithoutSummary + 1 });
                await _doubts.TryLookAsync(cancellationToken).ConfigureAwait(false);
                break;
            case VerdictKind.ReadBack:
                Progress();
                await _open.SettleAsync(batch, verdict, cancellationToken).ConfigureAwait(false);
                break;
            case VerdictKind.Refused when verdict.Rejected.Count > 0:
                request.EndUnstored();
                Progress();
                foreach (var (index, conflict) in verdict.Rejected)
                    Refuse(batch.Rows[index], batch.Group, conflict.Message, conflict.Code);
                AddOthers(batch with { Rows = [.. verdict.Others(batch.Rows.Count).Select(i => batch.Rows[i])], NamedRounds = batch.NamedRounds + 1, WithoutSummary = 0 });
                break;
            case VerdictKind.Unknown:
                request.Lose(verdict.Reason);
                await MeetFailureAsync(verdict, batch, cancellationToken).ConfigureAwait(false);
                break;
            default:
                request.EndUnstored();
                // The server is there, and how often it may fail is counted for the rows.
                _retries.Refill();
                await MeetFailureAsync(verdict, batch, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    // Refusals name their rows bit by bit. After some of them the others go out in halves, so that good rows are sent again for some of the bad ones and not for each.
    private void AddOthers(Batch<TRow> others)
    {
        if (others.NamedRounds > NamedRounds && others.Rows.Count > 1)
            _waiting.AddHalves(others);
        else
            _waiting.Add(others);
    }

    private void Progress()
    {
        _failures = 0;
        _locked = 0;
        _hasProgress = true;
        _retries.Refill();
    }

    private async Task AcceptAsync(Verdict verdict, Batch<TRow> batch, CancellationToken cancellationToken)
    {
        var unexplained = new HashSet<int>(verdict.Unexplained);
        foreach (var (index, conflict) in verdict.Rejected)
        {
            // An earlier request may have done already what the strategy now refuses to do again.
            if (unexplained.Contains(index))
                Refuse(batch.Rows[index], batch.Group, conflict.Message, conflict.Code);
            else if (_mayPostpone && _protocol.IsOfOthers(conflict.Code))
                _postponed.Add((batch.Rows[index], batch.Group));
            else
                _ledger.Settle(batch.Rows[index], ImportOutcome.Rejected, conflict.Message, conflict.Code);
        }
        var taken = verdict.Rejected.Count == 0 ? batch.Rows : [.. verdict.Others(batch.Rows.Count).Select(i => batch.Rows[i])];
        if (_protocol.VerifiesAll)
            await _open.VerifyAsync(taken, verdict, cancellationToken).ConfigureAwait(false);
        else
            _ledger.Settle(taken, verdict.Counted!.Value);
    }

    // The server answered and names no row: again, then in halves, down to the row that it will not take.
    private async Task MeetFailureAsync(Verdict verdict, Batch<TRow> batch, CancellationToken cancellationToken)
    {
        if (verdict.Kind != VerdictKind.Refused && ++_failures > MaximumFailures)
        {
            RejectCertain(batch, verdict.Reason);
            throw new Dhis2ClientException($"The server fails again and again: {verdict.Reason}", "Look into the server's log; then import the rows that are left.");
        }
        if (verdict.Kind != VerdictKind.Refused && batch.Tries + 1 < MaximumTries && await _retries.TryWaitAsync(Request, verdict.Reason, null, cancellationToken).ConfigureAwait(false))
            _waiting.Add(batch with { Tries = batch.Tries + 1 });
        else
            CutOrRefuse(batch, verdict.Reason, verdict.Code);
    }

    private void CutOrRefuse(Batch<TRow> batch, string message, string? code, bool isForNow = false)
    {
        if (batch.Rows.Count > 1 && !_protocol.KeepsWhole)
        {
            _waiting.AddHalves(batch with { Tries = MaximumTries });
            return;
        }
        foreach (var entry in batch.Rows)
            Refuse(entry, batch.Group, message, code, isForNow);
    }

    // A row that an earlier request may have stored is looked up before it is called rejected. What is refused for its request may be taken when the import goes on.
    private void Refuse(LedgerEntry<TRow> entry, string? group, string message, string? code, bool isForNow = false)
    {
        if (!_protocol.IsTrial && _ledger.IsInDoubt(entry) && !_protocol.IsOfContent(code))
            _doubts.Add([new DoubtfulRow<TRow>(entry, group, message, code) { IsRefusedForNow = isForNow }]);
        else if (isForNow)
            _ledger.RejectForNow(entry, message);
        else
            _ledger.Settle(entry, ImportOutcome.Rejected, message, code);
    }

    private void Doubt(Batch<TRow> batch, int atOnce = int.MaxValue) =>
        _doubts.Add(batch.Rows.Where(_ledger.IsInDoubt).Select(entry => new DoubtfulRow<TRow>(entry, batch.Group) { WithoutSummary = batch.WithoutSummary, AtOnce = atOnce }));

    // Rows that no earlier request may have stored; the others are looked up.
    private void RejectCertain(Batch<TRow> batch, string reason)
    {
        Doubt(batch);
        foreach (var entry in batch.Rows.Where(r => !_ledger.IsInDoubt(r)))
            _ledger.RejectForNow(entry, $"Not stored: {reason}");
    }
}
