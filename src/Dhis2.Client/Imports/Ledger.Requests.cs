namespace Dhis2.Client.Imports;

// Rows in requests: from the first byte that leaves until an answer tells what became of a row, it is in doubt.
internal sealed partial class Ledger<TRow>
{
    /// <summary>A request with these rows; they are in doubt from the moment it leaves.</summary>
    public SentRequest<TRow> Request(IReadOnlyList<LedgerEntry<TRow>> rows) => new(this, rows);

    /// <summary>Whether rows are rejected that are sent again when the import goes on.</summary>
    public bool HasRejectedForNow { get; private set; }

    /// <summary>Rejects a row with its whole request, for a reason that may be gone when the import goes on: it is sent then.</summary>
    public void RejectForNow(LedgerEntry<TRow> entry, string message)
    {
        lock (_gate)
        {
            SettleForNow(entry, ImportOutcome.Rejected, message, null);
            HasRejectedForNow = true;
        }
    }

    /// <summary>Whether a request carried the row and nothing has said what became of it.</summary>
    public bool IsInDoubt(LedgerEntry<TRow> entry)
    {
        lock (_gate)
            return entry is { IsSettled: false, OpenRequests: > 0 };
    }

    /// <summary>The rows that are not in doubt.</summary>
    public IReadOnlyList<LedgerEntry<TRow>> WithoutDoubtful(IReadOnlyList<LedgerEntry<TRow>> rows)
    {
        lock (_gate)
            return rows.Any(row => row.OpenRequests > 0) ? [.. rows.Where(row => row.OpenRequests == 0)] : rows;
    }

    internal void Open(IReadOnlyList<LedgerEntry<TRow>> rows)
    {
        lock (_gate)
        {
            // The journal comes first: rows that it cannot write down do not leave.
            _journal?.Send(rows);
            foreach (var entry in rows)
                entry.OpenRequests++;
        }
    }

    internal void Unopen(IReadOnlyList<LedgerEntry<TRow>> rows, bool isUnstored)
    {
        lock (_gate)
        {
            foreach (var entry in rows)
                entry.OpenRequests--;
            if (isUnstored)
                _journal?.EndUnstored(rows);
        }
    }

    internal void Explain(IReadOnlyList<LedgerEntry<TRow>> rows, string reason)
    {
        lock (_gate)
        {
            foreach (var entry in rows)
                entry.Doubt = reason;
        }
    }
}
