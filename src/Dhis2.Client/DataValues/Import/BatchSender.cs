using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Sends a batch until the fate of each of its rows is known: again when the connection broke (the same rows twice do no harm), without the rows that a refusal
/// names, in halves where nothing is named, and at last by looking into the server's store.
/// </summary>
internal sealed class BatchSender(Dhis2Caller caller, ImportSummary account)
{
    // One bad row in the largest batch is found in 16 halvings; a server that fails more often in a row fails for another reason.
    private const int MaximumFailures = 40;
    private const int NamedRounds = 8;

    private readonly bool _byGroup = caller.Session.Dialect.ImportsByGroup;
    private int _failures;

    public async Task SendAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(batch, doubtful: false, tries: 3, cancellationToken).ConfigureAwait(false);
        }
        catch (AccountedException e)
        {
            throw e.Cause;
        }
    }

    /// <summary>Starts a task at the server that imports the batch.</summary>
    public async Task<ServerTask> StartAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        var json = await caller.ReadJsonAsync(Request(batch, runAsTask: true), cancellationToken).ConfigureAwait(false);
        if (json is not { } root || !root.TryGetProperty("response", out var response) || Errors.ServerMessageReader.Text(response, "id") is not { } id)
            throw new Dhis2ClientException("The server took the rows, but named no task for them.", "Import without -Async.");
        return new ServerTask(Errors.ServerMessageReader.Text(response, "jobType") ?? "DATAVALUE_IMPORT", id) { Batch = batch };
    }

    // doubtful: an earlier request with these rows may have stored some of them.
    private async Task SendAsync(ImportBatch batch, bool doubtful, int tries, CancellationToken cancellationToken)
    {
        for (var round = 0; batch.Rows.Count > 0; round++)
        {
            var verdict = await TryOrMarkAsync(batch, doubtful, tries, cancellationToken).ConfigureAwait(false);
            doubtful |= verdict.Kind == VerdictKind.Unknown;
            if (verdict.Kind == VerdictKind.Settled)
            {
                await AcceptAsync(batch, verdict.Result, doubtful || verdict.Retried, cancellationToken).ConfigureAwait(false);
                return;
            }
            if (verdict.Kind == VerdictKind.ReadBack)
            {
                await ReadBackAsync(batch, verdict.Result, cancellationToken).ConfigureAwait(false);
                return;
            }
            if (verdict.Result.Culprits.Count > 0 && (round < NamedRounds || verdict.Result.Culprits.Count == batch.Rows.Count))
            {
                foreach (var (index, conflict) in verdict.Result.Culprits)
                    account.Reject(batch.Rows[index], conflict.Message, conflict.Code);
                batch = batch.Without(verdict.Result.Culprits.Keys.ToList());
                continue;
            }
            if (batch.Rows.Count == 1)
            {
                await ConcludeAsync(batch, verdict.Result, doubtful, cancellationToken).ConfigureAwait(false);
                return;
            }
            var (first, second) = batch.Halves();
            try
            {
                await SendAsync(first, doubtful, tries: 1, cancellationToken).ConfigureAwait(false);
            }
            catch (Dhis2Exception e)
            {
                MarkLeft(second, doubtful, e);
                throw;
            }
            await SendAsync(second, doubtful, tries: 1, cancellationToken).ConfigureAwait(false);
            return;
        }
    }

    // An error that ends the import may come while the fate of rows is open from an earlier try.
    private async Task<(VerdictKind Kind, Verdict Result, bool Retried)> TryOrMarkAsync(ImportBatch batch, bool doubtful, int tries, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(batch, tries, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e) when (e is not AccountedException)
        {
            MarkLeft(batch, doubtful, e);
            throw new AccountedException(e);
        }
    }

    private void MarkLeft(ImportBatch batch, bool doubtful, Dhis2Exception e)
    {
        foreach (var row in batch.Rows)
        {
            if (doubtful)
                account.MarkUnknown(row, $"The import ended before the row's fate was known: {e.Message}");
            else
                account.Reject(row, $"Not stored: {e.Message}");
        }
    }

    private async Task<(VerdictKind Kind, Verdict Result, bool Retried)> TryAsync(ImportBatch batch, int tries, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            var (verdict, fault) = await PostAsync(batch, cancellationToken).ConfigureAwait(false);
            if (verdict.Kind is VerdictKind.Settled or VerdictKind.Refused or VerdictKind.ReadBack)
            {
                _failures = 0;
                return (verdict.Kind, verdict, retry > 0);
            }
            if (++_failures > MaximumFailures)
                await GiveUpAsync(batch, verdict, fault, cancellationToken).ConfigureAwait(false);
            // A broken connection says nothing of the rows: fewer of them will not mend it, only time will.
            var limit = fault is null ? tries : Math.Max(tries, caller.Session.Options.Retry.MaximumRetryCount + 1);
            if (retry + 1 >= limit)
            {
                if (fault is not null)
                    await GiveUpAsync(batch, verdict, fault, cancellationToken).ConfigureAwait(false);
                return (verdict.Kind, verdict, retry > 0);
            }
            var delay = caller.Session.Options.Retry.Backoff(retry, 0.5);
            caller.Events?.OnRetry(new RetryTrace("POST /api/dataValueSets", verdict.Reason, delay, retry + 1));
            await caller.Session.Options.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(Verdict Verdict, Dhis2Exception? Fault)> PostAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        account.Requests++;
        try
        {
            using var response = await caller.SendAsync(Request(batch, runAsTask: false), cancellationToken).ConfigureAwait(false);
            var answer = ImportAnswer.Read(response.StatusCode, await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false));
            return (_byGroup ? GroupWiseJudge.Judge(batch, answer) : RowWiseJudge.Judge(batch, answer), null);
        }
        catch (Dhis2ApiException e) when (e.StatusCode == 413)
        {
            return (new Verdict(VerdictKind.Failed, e.Message), null);
        }
        catch (Dhis2ApiException e) when (e.StatusCode is 429 or 502 or 503 or 504)
        {
            return (new Verdict(VerdictKind.Unknown, e.Message), e);
        }
        catch (Dhis2ClientException e) when (e is Dhis2ConnectionException or Dhis2TimeoutException)
        {
            return (new Verdict(VerdictKind.Unknown, e.Message), e);
        }
    }

    private Dhis2Request Request(ImportBatch batch, bool runAsTask)
    {
        var request = new Dhis2Request("dataValueSets", HttpMethod.Post)
        {
            Body = DataValueSetBody.Of(batch, _byGroup),
            // What these say about the rows is in their bodies. A 400 of 2.40 to 2.42 is about the request and fails it.
            AcceptsStatus = runAsTask ? null : status => status is 409 or 500 || (status == 400 && _byGroup),
        };
        batch.Options.AddTo(request.Query);
        if (runAsTask)
            request.Query.Add("async", true);
        return request;
    }

    private async Task AcceptAsync(ImportBatch batch, Verdict verdict, bool doubtful, CancellationToken cancellationToken)
    {
        if (doubtful && verdict.Unexplained.Count > 0 && !batch.Options.DryRun)
        {
            // The first try may have done already what the strategy now refuses to do again.
            var twice = batch.With(verdict.Unexplained.Select(i => batch.Rows[i]).ToList());
            var done = new HashSet<ImportRow>((await SettleAsync(twice, cancellationToken).ConfigureAwait(false)).Where(r => r.Agrees).Select(r => r.Row));
            verdict.Account!.Rows.RemoveAll(c => done.Any(r => r.Value == c.Row));
            verdict.Account.Rejected -= done.Count;
            OpenRows.Count(verdict.Account, batch, done);
        }
        account.Add(verdict.Account!);
    }

    // One row, and the server will not take it.
    private async Task ConcludeAsync(ImportBatch single, Verdict verdict, bool doubtful, CancellationToken cancellationToken)
    {
        if (!doubtful || single.Options.DryRun)
        {
            account.Reject(single.Rows[0], verdict.Reason);
            return;
        }
        foreach (var (row, agrees) in await SettleAsync(single, cancellationToken).ConfigureAwait(false))
        {
            if (agrees)
                OpenRows.Count(account, single, [row]);
            else
                account.Reject(row, verdict.Reason);
        }
    }

    private async Task ReadBackAsync(ImportBatch batch, Verdict verdict, CancellationToken cancellationToken)
    {
        if (batch.Options.DryRun)
        {
            OpenRows.SettleByCounts(account, batch, verdict, "a trial leaves nothing in the store that could");
            return;
        }
        try
        {
            var open = batch.With(verdict.Open.Select(i => batch.Rows[i]).ToList());
            OpenRows.SettleByStore(account, batch, verdict, await SettleAsync(open, cancellationToken).ConfigureAwait(false));
        }
        catch (Dhis2Exception e)
        {
            OpenRows.SettleByCounts(account, batch, verdict, $"the store could not be read: {e.Message}");
        }
    }

    private async Task<List<(ImportRow Row, bool Agrees)>> SettleAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        var stored = await new ReadBack(caller).ReadAsync(batch, cancellationToken).ConfigureAwait(false);
        var defaults = await DefaultCombo.OfAsync(caller, batch.Options.Schemes, cancellationToken).ConfigureAwait(false);
        return batch.Rows.Select(r => (r, ReadBack.Agrees(r, batch.Options.Strategy, stored.GetValueOrDefault(ValueKey.Of(r.Value, defaults))))).ToList();
    }

    // The server is gone or keeps failing: tell what can still be told of the rows at hand, and end the import.
    private async Task GiveUpAsync(ImportBatch batch, Verdict verdict, Dhis2Exception? fault, CancellationToken cancellationToken)
    {
        var neverSent = fault is Dhis2ConnectionException { NeverSent: true };
        try
        {
            if (neverSent || batch.Options.DryRun || verdict.Kind == VerdictKind.Failed)
                throw fault ?? new Dhis2ClientException(verdict.Reason);
            foreach (var (row, agrees) in await SettleAsync(batch, cancellationToken).ConfigureAwait(false))
            {
                if (agrees)
                    OpenRows.Count(account, batch, [row]);
                else
                    account.Reject(row, $"Not stored: {verdict.Reason}");
            }
        }
        catch (Dhis2Exception e)
        {
            foreach (var row in batch.Rows)
            {
                if (neverSent || batch.Options.DryRun || verdict.Kind == VerdictKind.Failed)
                    account.Reject(row, $"Not stored: {e.Message}");
                else
                    account.MarkUnknown(row, $"The server took the row and never said what became of it: {verdict.Reason}");
            }
        }
        throw new AccountedException(fault ?? new Dhis2ClientException($"The server fails again and again: {verdict.Reason}", "Look into the server's log; then import the rows that are left."));
    }

    /// <summary>Ends the import; the rows at hand are in the account already.</summary>
    private sealed class AccountedException(Dhis2Exception cause) : Dhis2Exception(cause.Message)
    {
        public Dhis2Exception Cause { get; } = cause;
    }
}
