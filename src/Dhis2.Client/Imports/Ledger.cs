using Dhis2.Client.Imports.Journals;

namespace Dhis2.Client.Imports;

/// <summary>
/// The one place that counts the rows of an import. A row is entered once and settled once; what is not settled when the ledger closes is told as not sent,
/// or, if a request with it has left this machine and nothing has said what became of it, as unknown. Where the import has a journal, the ledger writes it, and
/// counts the rows that an earlier run settled as that run did. Thread-safe.
/// </summary>
/// <param name="describe">Makes the problem of a row that did not go in.</param>
/// <param name="format">How problems are kept where they are many.</param>
internal sealed partial class Ledger<TRow>(Func<TRow, ImportOutcome, string, string?, ImportProblem> describe, ISpoolFormat<ImportProblem> format)
{
    private readonly object _gate = new();

    // What is not settled, in the order of the input: a row that is settled late keeps none of those behind it in memory.
    private LedgerEntry<TRow>? _firstOpen;
    private LedgerEntry<TRow>? _lastOpen;
    private ProblemList _problems = new(format);
    private LedgerJournal<TRow>? _journal;
    private ImportCounts _counts;
    private long _next;
    private long _entered;
    private long _withdrawn;
    private long _leftOut;
    private bool _closed;

    /// <summary>Rows entered so far.</summary>
    public long Entered
    {
        get
        {
            lock (_gate)
                return _entered;
        }
    }

    /// <summary>What is settled so far.</summary>
    public ImportCounts Counts
    {
        get
        {
            lock (_gate)
                return _counts;
        }
    }

    /// <summary>How many of the rows entered so far did not go in: rejected, by an earlier run too, not sent, unknown, or not settled yet.</summary>
    public long LeftOut
    {
        get
        {
            lock (_gate)
            {
                var open = 0L;
                for (var entry = _firstOpen; entry is not null; entry = entry.After)
                    open++;
                return _leftOut + open;
            }
        }
    }

    /// <summary>Goes on where the last run of a journal ended, and writes the journal from now on. Comes before the first row.</summary>
    public void UseJournal(ImportJournal journal)
    {
        lock (_gate)
        {
            if (_entered > 0)
                throw new InvalidOperationException("Rows were entered before the journal was there.");
            _journal = new LedgerJournal<TRow>(journal);
            (_counts, _problems) = (journal.Earlier.Counts, journal.Earlier.Problems);
        }
    }

    /// <summary>The next row is the first one of a further file.</summary>
    public void StartFile()
    {
        lock (_gate)
            _next = RowNumber.FirstOfNextFile(_next);
    }

    /// <summary>Enters the next row unseen where an earlier run settled it and told why it did not go in; else false.</summary>
    public bool EnterTold()
    {
        lock (_gate)
        {
            if (_journal?.TakeTold(_next) != true)
                return false;
            if (_journal.WasRejected(_next))
                _leftOut++;
            _next++;
            _entered++;
            return true;
        }
    }

    /// <summary>Enters a row. One that an earlier run settled is settled already, and one that it sent is in doubt.</summary>
    public LedgerEntry<TRow> Enter(TRow row)
    {
        lock (_gate)
        {
            CheckOpen();
            _entered++;
            var entry = new LedgerEntry<TRow>(row, _next++);
            _journal?.Recall(entry);
            if (entry.IsSettled)
                return entry;
            entry.Before = _lastOpen;
            if (_lastOpen is null)
                _firstOpen = entry;
            else
                _lastOpen.After = entry;
            _lastOpen = entry;
            return entry;
        }
    }

    /// <summary>Enters and rejects what could not be made a row.</summary>
    public void EnterRejected(ImportProblem problem)
    {
        lock (_gate)
        {
            CheckOpen();
            _entered++;
            _journal?.Reject(_next, problem);
            _problems.Add(_next++, problem);
            _counts += ImportCounts.One(ImportOutcome.Rejected);
            _leftOut++;
        }
    }

    /// <summary>Settles a row that did not go in, and tells why.</summary>
    public void Settle(LedgerEntry<TRow> entry, ImportOutcome outcome, string message, string? code = null)
    {
        lock (_gate)
        {
            var problem = SettleForNow(entry, outcome, message, code);
            _journal?.Settle(entry, outcome, problem);
        }
    }

    /// <summary>
    /// Settles a row that is not sent any more: as not sent, or as unknown where an earlier request may have stored it. When the import goes on, it is sent or looked up.
    /// </summary>
    public void SettleUnsent(LedgerEntry<TRow> entry, string why)
    {
        lock (_gate)
        {
            if (entry.OpenRequests > 0)
                SettleForNow(entry, ImportOutcome.Unknown, $"The row was sent, and what became of it is not known: {entry.Doubt ?? why}", null);
            else
                SettleForNow(entry, ImportOutcome.NotSent, $"Not sent: {why}", null);
        }
    }

    /// <summary>Settles a row that needs no words.</summary>
    public void Settle(LedgerEntry<TRow> entry, ImportOutcome outcome)
    {
        lock (_gate)
        {
            TellWarnings(entry, outcome);
            MarkSettled(entry);
            _counts += ImportCounts.One(outcome);
            _journal?.Settle(entry, outcome);
        }
    }

    /// <summary>Settles rows of which the server tells only how many had which outcome.</summary>
    public void Settle(IReadOnlyCollection<LedgerEntry<TRow>> entries, ImportCounts counts)
    {
        if (counts.Total != entries.Count)
            throw new InvalidOperationException($"{entries.Count} rows cannot be settled as {counts.Total}.");
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                TellWarnings(entry);
                MarkSettled(entry);
            }
            _counts += counts;
            _leftOut += counts.Rejected + counts.NotSent + counts.Unknown;
            _journal?.Settle(entries, counts);
        }
    }

    /// <summary>
    /// Settles rows of which the server tells only how many had which outcome, and of some none. Nobody knows which these are: each row is told as unknown, and the counts
    /// stay the server's.
    /// </summary>
    public void SettleInDoubt(IReadOnlyCollection<LedgerEntry<TRow>> entries, ImportCounts counts, string message, string? code)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
                _problems.Add(entry.Number, describe(entry.Row, ImportOutcome.Unknown, message, code));
            Settle(entries, counts);
        }
    }

    /// <summary>Hands rows over to a task of the server, whose report counts them instead.</summary>
    public void Withdraw(IReadOnlyCollection<LedgerEntry<TRow>> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                TellWarnings(entry);
                MarkSettled(entry);
            }
            _withdrawn += entries.Count;
        }
    }

    /// <summary>Closes the ledger: every row that is not settled yet is told as not sent or as unknown.</summary>
    /// <param name="why">Why rows that were not sent were not.</param>
    public (ImportCounts Counts, IReadOnlyList<ImportProblem> Problems) Close(string why)
    {
        lock (_gate)
        {
            while (_firstOpen is { } entry)
                SettleUnsent(entry, why);
            if (!_closed)
                CountUnread(why);
            if (!_closed && _counts.Total + _withdrawn != _entered)
                throw new InvalidOperationException($"{_entered} rows were entered, and {_counts.Total + _withdrawn} are accounted for.");
            _closed = true;
            return (_counts, _problems.Sorted());
        }
    }

    // What is to be told of rows that went in; of the others there is something else to tell.
    private void TellWarnings(LedgerEntry<TRow> entry, ImportOutcome outcome = ImportOutcome.Imported)
    {
        if (outcome == ImportOutcome.Skipped)
            entry.Warnings = null;
        else
            entry.Warnings?.ForEach(warning => _problems.Add(entry.Number, warning));
    }

    // What the journal knows of rows that this run has not read: one that was stopped ends before its files do.
    private void CountUnread(string why)
    {
        if (_journal is null)
            return;
        if (_journal.Close(why) is { } problem)
            _problems.Add(long.MaxValue, problem);
        _counts += new ImportCounts { Unknown = _journal.SentUnread };
        _entered += _journal.SettledUnread + _journal.SentUnread;
    }

    private ImportProblem SettleForNow(LedgerEntry<TRow> entry, ImportOutcome outcome, string message, string? code)
    {
        var problem = describe(entry.Row, outcome, message, code);
        entry.Warnings = null;
        _problems.Add(entry.Number, problem);
        MarkSettled(entry);
        _counts += ImportCounts.One(outcome);
        if (outcome is ImportOutcome.Rejected or ImportOutcome.NotSent or ImportOutcome.Unknown)
            _leftOut++;
        return problem;
    }

    // Settling a row twice would count it twice.
    private void MarkSettled(LedgerEntry<TRow> entry)
    {
        if (entry.IsSettled)
            throw new InvalidOperationException("The row is settled already.");
        entry.IsSettled = true;
        if (entry.Before is { } before)
            before.After = entry.After;
        else
            _firstOpen = entry.After;
        if (entry.After is { } after)
            after.Before = entry.Before;
        else
            _lastOpen = entry.Before;
        (entry.Before, entry.After) = (null, null);
    }

    private void CheckOpen()
    {
        if (_closed)
            throw new InvalidOperationException("The import is over.");
    }
}
