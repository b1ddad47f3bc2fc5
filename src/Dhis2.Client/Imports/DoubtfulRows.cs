using Dhis2.Client.Http;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Imports;

/// <summary>
/// The rows in doubt. That the server does not hold a row is proved by two looks with a pause between them, for it may be at work on it still; rows are gathered
/// here so that one pause serves many of them. Used by one thread at a time.
/// </summary>
/// <param name="caller">The session.</param>
/// <param name="protocol">How the store is read.</param>
/// <param name="ledger">Where the rows are settled.</param>
/// <param name="retries">The tries of the import, which count anew where a look settles rows.</param>
/// <param name="pause">Between two looks.</param>
internal sealed class DoubtfulRows<TRow>(Dhis2Caller caller, IImportProtocol<TRow> protocol, Ledger<TRow> ledger, RetryBudget retries, TimeSpan pause)
{
    // A server that still writes after so many looks is given up on; what it does not hold by then is sent again.
    private const int MaximumLooks = 10;

    private List<DoubtfulRow<TRow>> _rows = [];

    public int Count => _rows.Count;

    public void Add(IEnumerable<DoubtfulRow<TRow>> rows) => _rows.AddRange(rows);

    /// <summary>Takes the first look at rows that nobody has looked up yet, and settles those that the server holds.</summary>
    /// <returns>Why the store could not be read; null when it was, and where there is nothing to be read.</returns>
    public async Task<Dhis2Exception?> TryLookAsync(CancellationToken cancellationToken)
    {
        if (!protocol.CanReadBack)
            return null;
        var before = _rows.Count;
        try
        {
            _rows = [.. _rows.Where(row => row.Seen is not null), .. await LookAsync([.. _rows.Where(row => row.Seen is null)], cancellationToken).ConfigureAwait(false)];
            if (_rows.Count < before)
                retries.Refill();
            return null;
        }
        catch (Dhis2Exception e)
        {
            return e;
        }
    }

    /// <summary>
    /// Looks all of them up until two looks agree. Rows that the server holds as they were meant are settled. Of the others, those that were refused are rejected,
    /// or unknown where the account cannot see them; the rest is given back to be sent again.
    /// </summary>
    public async Task<List<DoubtfulRow<TRow>>> SettleAsync(CancellationToken cancellationToken)
    {
        var open = protocol.CanReadBack ? await LookUntilAgreedAsync(cancellationToken).ConfigureAwait(false) : _rows;
        _rows = [];
        var rest = open.Where(row => !SettleMissing(row)).ToList();
        if (rest.Count < open.Count)
            retries.Refill();
        return rest;
    }

    /// <summary>
    /// Looks once at the end of an import, and settles what the server holds. What it does not hold stays in doubt: it may be at work on rows whose answer was
    /// lost for a long time yet, and nobody sends them again.
    /// </summary>
    public Task SettleStoredAsync(CancellationToken cancellationToken)
    {
        _rows = _rows.ConvertAll(row => row with { Seen = null });
        return TryLookAsync(cancellationToken);
    }

    private async Task<List<DoubtfulRow<TRow>>> LookUntilAgreedAsync(CancellationToken cancellationToken)
    {
        var isReadable = await TryLookAsync(cancellationToken).ConfigureAwait(false) is null;
        for (var look = 1; isReadable && look < MaximumLooks && _rows.Count > 0; look++)
        {
            await caller.Session.Options.Delay(pause, cancellationToken).ConfigureAwait(false);
            var before = _rows.Count;
            _rows = _rows.ConvertAll(row => row with { Seen = null });
            isReadable = await TryLookAsync(cancellationToken).ConfigureAwait(false) is null;
            if (isReadable && _rows.Count == before)
                return _rows;
        }
        // What one look alone has not seen proves nothing.
        return _rows.ConvertAll(row => row with { Seen = isReadable ? row.Seen : Finding.Unseen });
    }

    // The rows that the server does not hold, with what was found instead.
    private async Task<List<DoubtfulRow<TRow>>> LookAsync(List<DoubtfulRow<TRow>> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return rows;
        var findings = await protocol.ReadBackAsync([.. rows.Select(row => row.Entry.Row)], cancellationToken).ConfigureAwait(false);
        var rest = new List<DoubtfulRow<TRow>>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (findings[i] is Finding.Agrees or Finding.NotKept)
                ledger.Settle(rows[i].Entry, findings[i] == Finding.NotKept ? ImportOutcome.Skipped : protocol.Done(rows[i].Entry.Row));
            else
                rest.Add(rows[i] with { Seen = findings[i] });
        }
        return rest;
    }

    // Whether a row that the server was not found to hold is not sent again.
    private bool SettleMissing(DoubtfulRow<TRow> row)
    {
        if (row.Entry.IsBeforeAnother)
            ledger.Settle(row.Entry, ImportOutcome.Unknown, "An earlier run of the import sent the row, and the server does not hold it; it is not sent again, because a row behind it may be for the same value.");
        else if (row is { Refusal: not null, IsRefusedForNow: true, Seen: Finding.Missing })
            ledger.RejectForNow(row.Entry, row.Refusal);
        else if (row.Refusal is not null && row.Seen == Finding.Missing)
            ledger.Settle(row.Entry, ImportOutcome.Rejected, row.Refusal, row.Code);
        else if (row.Refusal is not null)
            ledger.Settle(row.Entry, ImportOutcome.Unknown, $"An earlier request may have stored the row, and reading back does not tell: {row.Refusal}", row.Code);
        else
            return false;
        return true;
    }
}
