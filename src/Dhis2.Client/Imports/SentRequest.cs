namespace Dhis2.Client.Imports;

/// <summary>
/// A request that carries rows, as the ledger sees it. From <see cref="MarkLeft"/> on its rows are in doubt; <see cref="End"/> ends the doubt that this
/// request brought about, and leaves that of earlier ones.
/// </summary>
internal sealed class SentRequest<TRow>(Ledger<TRow> ledger, IReadOnlyList<LedgerEntry<TRow>> rows)
{
    private int _state;

    /// <summary>Whether bytes of it have left this machine.</summary>
    public bool HasLeft => Volatile.Read(ref _state) != 0;

    /// <summary>Bytes are about to leave; may be called for each time the body is written.</summary>
    public void MarkLeft()
    {
        if (Interlocked.Exchange(ref _state, 1) == 0)
            ledger.Open(rows);
    }

    /// <summary>The server has answered: it says of every row what became of it, or that nothing was stored.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _state, 2) == 1)
            ledger.Unopen(rows);
    }

    /// <summary>No answer came, or one that says nothing.</summary>
    public void Lose(string reason)
    {
        if (HasLeft)
            ledger.Explain(rows, reason);
    }
}
