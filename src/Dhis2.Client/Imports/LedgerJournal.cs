using Dhis2.Client.Imports.Journals;

namespace Dhis2.Client.Imports;

/// <summary>
/// What the ledger tells the journal, and what it takes from it. The journal hears what is certain: a row that ends a run as not sent or as unknown stays as it was
/// for the run that goes on. Used by the ledger alone, under its lock.
/// </summary>
internal sealed class LedgerJournal<TRow>(ImportJournal journal)
{
    private readonly EarlierRuns _earlier = journal.Earlier;

    /// <summary>Rows that earlier runs settled and that have not been entered again.</summary>
    public long SettledUnread { get; private set; } = journal.Earlier.Settled;

    /// <summary>Rows that earlier runs sent and did not settle, and that have not been entered again.</summary>
    public long SentUnread { get; private set; } = journal.Earlier.Unsettled;

    /// <summary>Whether an earlier run settled the row and told why it did not go in.</summary>
    public bool TakeTold(long number)
    {
        if (_earlier.Of(number) != EarlierRow.Told)
            return false;
        SettledUnread--;
        return true;
    }

    /// <summary>Whether an earlier run rejected the row.</summary>
    public bool WasRejected(long number) => _earlier.WasRejected(number);

    /// <summary>Makes a row that is entered what the journal says it is: settled, or in doubt.</summary>
    public void Recall(LedgerEntry<TRow> entry)
    {
        switch (_earlier.Of(entry.Number))
        {
            case EarlierRow.Counted or EarlierRow.Told:
                SettledUnread--;
                entry.IsSettled = true;
                break;
            case EarlierRow.Sent or EarlierRow.SentBeforeAnother:
                SentUnread--;
                entry.OpenRequests = 1;
                entry.Doubt = "an earlier run of the import ended before that was known.";
                entry.IsBeforeAnother = _earlier.Of(entry.Number) == EarlierRow.SentBeforeAnother;
                break;
        }
    }

    /// <summary>Rows are about to leave.</summary>
    public void Send(IEnumerable<LedgerEntry<TRow>> entries) => journal.AddSent(entries.Select(entry => entry.Number));

    /// <summary>Nothing of a request was stored. Rows that an earlier request may have stored stay in doubt.</summary>
    public void EndUnstored(IEnumerable<LedgerEntry<TRow>> entries) => journal.AddUnstored(entries.Where(entry => entry.OpenRequests == 0).Select(entry => entry.Number));

    /// <summary>A row is settled.</summary>
    public void Settle(LedgerEntry<TRow> entry, ImportOutcome outcome, ImportProblem? problem = null)
    {
        if (outcome == ImportOutcome.Unknown)
        {
            journal.AddUnknown([entry.Number]);
            return;
        }
        WriteWarnings(entry);
        if (problem is null)
            journal.AddSettled([entry.Number], ImportCounts.One(outcome));
        else
            journal.Add(entry.Number, problem);
    }

    /// <summary>Rows are settled together. Where some have no known outcome and nobody knows which, all of them are looked up by the run that goes on.</summary>
    public void Settle(IReadOnlyCollection<LedgerEntry<TRow>> entries, ImportCounts counts)
    {
        if (entries.Count == 0)
            return;
        if (counts.Unknown > 0)
        {
            journal.AddUnknown(entries.Select(entry => entry.Number));
            return;
        }
        foreach (var entry in entries)
            WriteWarnings(entry);
        journal.AddSettled(entries.Select(entry => entry.Number), counts);
        journal.Flush(toDisk: false);
    }

    /// <summary>What could not be made a row is rejected.</summary>
    public void Reject(long number, ImportProblem problem) => journal.Add(number, problem);

    /// <summary>Something is told that is about no row alone.</summary>
    public void Warn(LedgerEntry<TRow> after, ImportProblem problem)
    {
        if (problem.Outcome == ImportOutcome.Warning)
            journal.Add(after.Number, problem);
    }

    /// <summary>The run is over; gives the problem that stands for rows that it has not come to, null where there are none.</summary>
    public ImportProblem? Close(string why)
    {
        journal.Flush(toDisk: true);
        return SentUnread == 0 ? null : new ImportProblem
        {
            Outcome = ImportOutcome.Unknown,
            Message = $"Of {SentUnread} rows that an earlier run of the import sent, it is not known what became of them, and this one has not come to them: {why}",
        };
    }

    private void WriteWarnings(LedgerEntry<TRow> entry)
    {
        foreach (var warning in entry.Warnings ?? [])
            journal.Add(entry.Number, warning);
        entry.Warnings = null;
    }
}
