using Dhis2.Client.Http;

namespace Dhis2.Client.Imports;

/// <summary>Settles rows that are in doubt by what the server holds, with a pause between two looks at a store that may still change.</summary>
internal sealed class StoreReader<TRow>(Dhis2Caller caller, IImportProtocol<TRow> protocol, Ledger<TRow> ledger, TimeSpan pause)
{
    // A server that still writes after so many looks is given up on; what it does not hold by then is sent again.
    private const int MaximumLooks = 10;

    /// <summary>Settles the rows that the server holds as they were meant; the others are given back.</summary>
    public async Task<List<LedgerEntry<TRow>>> SettleStoredAsync(IReadOnlyList<LedgerEntry<TRow>> rows, CancellationToken cancellationToken)
    {
        var findings = await FindAsync(rows, cancellationToken).ConfigureAwait(false);
        var rest = new List<LedgerEntry<TRow>>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (findings is null || !SettleStored(rows[i], findings[i]))
                rest.Add(rows[i]);
        }
        return rest;
    }

    /// <summary>Rejects rows. Those that an earlier request may have stored are looked up first, and are unknown where they cannot be seen.</summary>
    public async Task RejectAsync(IReadOnlyList<(LedgerEntry<TRow> Entry, string Message, string? Code)> refused, CancellationToken cancellationToken)
    {
        var doubtful = protocol.CanReadBack ? refused.Where(r => ledger.IsInDoubt(r.Entry)).ToList() : [];
        foreach (var (entry, message, code) in refused)
        {
            if (!protocol.CanReadBack || !ledger.IsInDoubt(entry))
                ledger.Settle(entry, ImportOutcome.Rejected, message, code);
        }
        if (doubtful.Count == 0)
            return;
        var findings = await FindAsync([.. doubtful.Select(r => r.Entry)], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < doubtful.Count; i++)
        {
            var (entry, message, code) = doubtful[i];
            var finding = findings is null ? Finding.Unseen : findings[i];
            if (SettleStored(entry, finding))
                continue;
            if (finding == Finding.Missing)
                ledger.Settle(entry, ImportOutcome.Rejected, message, code);
            else
                ledger.Settle(entry, ImportOutcome.Unknown, $"An earlier request may have stored the row, and reading back does not tell: {message}", code);
        }
    }

    /// <summary>At the end of an import: what the server does not hold is rejected, and what cannot be seen stays in doubt.</summary>
    public async Task RejectMissingAsync(IReadOnlyList<LedgerEntry<TRow>> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0 || await FindAsync(rows, cancellationToken).ConfigureAwait(false) is not { } findings)
            return;
        for (var i = 0; i < rows.Count; i++)
        {
            if (!SettleStored(rows[i], findings[i]) && findings[i] == Finding.Missing)
                ledger.Settle(rows[i], ImportOutcome.Rejected, $"Not stored: {rows[i].Doubt}");
        }
    }

    /// <summary>What the server holds for the rows, when two looks agree; null when it cannot be read.</summary>
    private async Task<Finding[]?> FindAsync(IReadOnlyList<LedgerEntry<TRow>> rows, CancellationToken cancellationToken)
    {
        if (!protocol.CanReadBack)
            return null;
        try
        {
            var findings = (await protocol.ReadBackAsync([.. rows.Select(r => r.Row)], cancellationToken).ConfigureAwait(false)).ToArray();
            for (var look = 1; look < MaximumLooks; look++)
            {
                var open = Enumerable.Range(0, rows.Count).Where(i => !IsThere(findings[i])).ToList();
                if (open.Count == 0)
                    break;
                await caller.Session.Options.Delay(pause, cancellationToken).ConfigureAwait(false);
                var again = await protocol.ReadBackAsync([.. open.Select(i => rows[i].Row)], cancellationToken).ConfigureAwait(false);
                var changed = false;
                for (var i = 0; i < open.Count; i++)
                {
                    changed |= IsThere(again[i]);
                    findings[open[i]] = again[i];
                }
                if (!changed)
                    break;
            }
            return findings;
        }
        catch (Dhis2Exception)
        {
            return null;
        }
    }

    private bool SettleStored(LedgerEntry<TRow> entry, Finding finding)
    {
        if (!IsThere(finding))
            return false;
        ledger.Settle(entry, finding == Finding.NotKept ? ImportOutcome.Skipped : protocol.Done(entry.Row));
        return true;
    }

    private static bool IsThere(Finding finding) => finding is Finding.Agrees or Finding.NotKept;
}
