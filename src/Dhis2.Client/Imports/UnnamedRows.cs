namespace Dhis2.Client.Imports;

/// <summary>Settles the rows of an answer that does not say what became of each: by what the server holds, or else by what the answer counts.</summary>
internal sealed class UnnamedRows<TRow>(IImportProtocol<TRow> protocol, Ledger<TRow> ledger)
{
    public async Task SettleAsync(Batch<TRow> batch, Verdict verdict, CancellationToken cancellationToken)
    {
        foreach (var rejected in verdict.Rejected)
            ledger.Settle(batch.Rows[rejected.Key], ImportOutcome.Rejected, rejected.Value.Message, rejected.Value.Code);
        var open = verdict.Others(batch.Rows.Count).Select(i => batch.Rows[i]).ToList();
        if (open.Count == 0)
            return;
        if (!protocol.CanReadBack)
        {
            SettleByCounts(ledger, open, verdict, protocol.IsTrial ? "a trial leaves nothing in the store that could" : "nothing is to be read back");
            return;
        }
        try
        {
            SettleByStore(open, verdict, await protocol.ReadBackAsync([.. open.Select(r => r.Row)], cancellationToken).ConfigureAwait(false));
        }
        catch (Dhis2Exception e)
        {
            SettleByCounts(ledger, open, verdict, $"the store could not be read: {e.Message}");
        }
    }

    /// <summary>Settles rows that the server says it took, by what it holds.</summary>
    public async Task VerifyAsync(IReadOnlyList<LedgerEntry<TRow>> taken, Verdict verdict, CancellationToken cancellationToken)
    {
        if (taken.Count == 0)
            return;
        IReadOnlyList<Finding> findings;
        try
        {
            findings = await protocol.ReadBackAsync([.. taken.Select(r => r.Row)], cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e)
        {
            ledger.Settle(taken, verdict.Counted!.Value);
            ledger.Warn(taken[taken.Count - 1], Nameless(ImportOutcome.Warning, verdict, $"The server took {taken.Count} rows, and they could not be verified: {e.Message}"));
            return;
        }
        if (findings.All(finding => finding is Finding.Agrees or Finding.NotKept))
        {
            ledger.Settle(taken, verdict.Counted!.Value);
            return;
        }
        var (kept, counts) = (new List<LedgerEntry<TRow>>(), verdict.Counted!.Value);
        for (var i = 0; i < taken.Count; i++)
        {
            if (findings[i] is Finding.Agrees or Finding.NotKept)
            {
                kept.Add(taken[i]);
                continue;
            }
            counts = counts.WithoutOne(protocol.Done(taken[i].Row));
            ledger.Settle(taken[i], ImportOutcome.Unknown, findings[i] == Finding.Missing
                ? "The server says that it took the row, and does not hold what the row says."
                : "The server says that it took the row, and shows the account nothing of it.");
        }
        ledger.Settle(kept, counts);
    }

    /// <summary>By what the answer counts, where the store cannot tell.</summary>
    public static void SettleByCounts(Ledger<TRow> ledger, List<LedgerEntry<TRow>> open, Verdict verdict, string why)
    {
        var leftOut = LeftOut(open, verdict);
        if (verdict.Counted is not { } counted)
        {
            foreach (var entry in open)
                ledger.Settle(entry, ImportOutcome.Unknown, $"The server took the row and did not say what became of it, and {why}: {verdict.Reason}", verdict.Code);
        }
        else if (leftOut == open.Count)
        {
            foreach (var entry in open)
                ledger.Settle(entry, ImportOutcome.Rejected, verdict.Reason, verdict.Code);
        }
        else if (leftOut == 0)
        {
            ledger.Settle(open, counted);
            ledger.Warn(open[open.Count - 1], Nameless(ImportOutcome.Warning, verdict, verdict.Reason));
        }
        else
        {
            var message = $"The server left out {leftOut} of {open.Count} rows without naming them, of which this may be one, and {why}: {verdict.Reason}";
            ledger.SettleInDoubt(open, counted + new ImportCounts { Unknown = leftOut }, message, verdict.Code);
        }
    }

    // A row that the server does not hold was refused where the server's own count says that so many rows were left out; else nobody knows, for the server
    // may be at work on it still.
    private void SettleByStore(List<LedgerEntry<TRow>> open, Verdict verdict, IReadOnlyList<Finding> findings)
    {
        var missing = open.Where((_, i) => findings[i] is Finding.Missing or Finding.Unseen).ToList();
        var leftOut = LeftOut(open, verdict);
        if (verdict.Counted is not { } counted || missing.Count > leftOut)
        {
            for (var i = 0; i < open.Count; i++)
            {
                if (findings[i] is Finding.Missing or Finding.Unseen)
                    ledger.Settle(open[i], ImportOutcome.Unknown, $"The server took the row, did not say what became of it, and does not hold it: {verdict.Reason}", verdict.Code);
                else
                    ledger.Settle(open[i], findings[i] == Finding.NotKept ? ImportOutcome.Skipped : protocol.Done(open[i].Row));
            }
            return;
        }
        var refused = new HashSet<LedgerEntry<TRow>>(missing);
        var without = leftOut - missing.Count;
        var skipped = Math.Min(without, findings.Count(f => f == Finding.NotKept));
        var last = open[open.Count - 1];
        ledger.Settle(open.Where(r => !refused.Contains(r)).ToList(), counted + new ImportCounts { Skipped = skipped, Unchanged = without - skipped });
        foreach (var entry in missing)
            ledger.Settle(entry, ImportOutcome.Rejected, verdict.Reason, verdict.Code);
        // The store holds what every row wanted, and still the server has something to say.
        if (missing.Count == 0)
            ledger.Warn(last, Nameless(ImportOutcome.Warning, verdict, verdict.Reason));
    }

    private static long LeftOut(List<LedgerEntry<TRow>> open, Verdict verdict) => verdict.Counted is { } counted ? open.Count - counted.Total : 0;

    private static ImportProblem Nameless(ImportOutcome outcome, Verdict verdict, string message) => new() { Outcome = outcome, Message = message, Code = verdict.Code };
}
