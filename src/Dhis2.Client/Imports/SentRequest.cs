namespace Dhis2.Client.Imports;

/// <summary>
/// A request that carries rows, as the ledger sees it. From <see cref="MarkLeft"/> on its rows are in doubt; <see cref="End"/> and <see cref="EndUnstored"/> end
/// the doubt that this request brought about, and leave that of earlier ones.
/// </summary>
internal sealed class SentRequest<TRow>(Ledger<TRow> ledger, IReadOnlyList<LedgerEntry<TRow>> rows)
{
    private int _state;

    /// <summary>Whether bytes of it have left this machine.</summary>
    public bool HasLeft => Volatile.Read(ref _state) != 0;

    /// <summary>Bytes are about to leave; may be called for each time the body is written.</summary>
    public void MarkLeft()
    {
        if (Interlocked.Exchange(ref _state, 1) != 0)
            return;
        try
        {
            ledger.Open(rows);
        }
        catch
        {
            Interlocked.CompareExchange(ref _state, 0, 1);
            throw;
        }
    }

    /// <summary>The server has answered, and says of every row what became of it: they are settled next.</summary>
    public void End() => EndDoubt(isUnstored: false);

    /// <summary>The server has answered that nothing was stored: the rows may be sent again.</summary>
    public void EndUnstored() => EndDoubt(isUnstored: true);

    /// <summary>No answer came, or one that says nothing.</summary>
    public void Lose(string reason)
    {
        if (HasLeft)
            ledger.Explain(rows, reason);
    }

    private void EndDoubt(bool isUnstored)
    {
        if (Interlocked.Exchange(ref _state, 2) == 1)
            ledger.Unopen(rows, isUnstored);
    }
}
