namespace Dhis2.Client.DataValues.Import;

/// <summary>Settles the rows whose fate an answer leaves open.</summary>
internal static class OpenRows
{
    /// <summary>Counts rows that the store holds as they were meant, by what the import was to do with them.</summary>
    public static void Count(ImportSummary target, ImportBatch batch, IReadOnlyCollection<ImportRow> rows)
    {
        foreach (var row in rows)
        {
            if (row.Value.Deleted || batch.Options.Strategy == ImportStrategy.Delete)
                target.Deleted++;
            else if (batch.Options.Strategy == ImportStrategy.Create)
                target.Imported++;
            else
                target.Updated++;
        }
    }

    /// <summary>
    /// By what the store holds. A row that is not in it was refused where the server's own count says that so many rows were left out; else nobody knows,
    /// for the server may be at work on it still.
    /// </summary>
    public static void SettleByStore(ImportSummary account, ImportBatch batch, Verdict verdict, IReadOnlyCollection<(ImportRow Row, bool Agrees)> looked)
    {
        if (verdict.Account is not null)
            account.Add(verdict.Account);
        var missing = looked.Where(r => !r.Agrees).Select(r => r.Row).ToList();
        if (verdict.Counted is null || missing.Count > verdict.LeftOut)
        {
            Count(account, batch, looked.Where(r => r.Agrees).Select(r => r.Row).ToList());
            foreach (var row in missing)
                account.MarkUnknown(row, $"The server took the row, did not say what became of it, and does not hold it: {verdict.Reason}");
            return;
        }
        account.Add(verdict.Counted);
        account.Unchanged += verdict.LeftOut - missing.Count;
        foreach (var row in missing)
            account.Reject(row, verdict.Reason, verdict.Code);
        // The store holds what every row wanted, and still the server has something to say.
        if (missing.Count == 0)
            account.Rows.Add(Nameless("Rejected", verdict, verdict.Reason));
    }

    /// <summary>By what the answer counts, where the store cannot tell.</summary>
    public static void SettleByCounts(ImportSummary account, ImportBatch batch, Verdict verdict, string why)
    {
        if (verdict.Account is not null)
            account.Add(verdict.Account);
        if (verdict.Counted is null)
        {
            foreach (var index in verdict.Open)
                account.MarkUnknown(batch.Rows[index], $"The server took the row and did not say what became of it, and {why}: {verdict.Reason}");
        }
        else if (verdict.LeftOut == verdict.Open.Count)
        {
            foreach (var index in verdict.Open)
                account.Reject(batch.Rows[index], verdict.Reason, verdict.Code);
        }
        else
        {
            account.Add(verdict.Counted);
            account.Unknown += verdict.LeftOut;
            account.Rows.Add(Nameless("Unknown", verdict, $"The server left out {verdict.LeftOut} rows without naming them, and {why}: {verdict.Reason}"));
        }
    }

    private static ImportConflict Nameless(string outcome, Verdict verdict, string message) =>
        new() { Outcome = outcome, Message = message, ErrorCode = verdict.Code };
}
