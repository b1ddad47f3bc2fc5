namespace Dhis2.Client.Imports.Journals;

/// <summary>What the journal of an import says of its earlier runs.</summary>
internal sealed class EarlierRuns(IJournalFormat format)
{
    private readonly RowSet _counted = new();
    private readonly RowSet _told = new();
    private readonly RowSet _rejected = new();
    private readonly RowSet _sent = new();
    private readonly RowSet _unknown = new();

    // The last row with a warning: that it is for the value of one before it is told in one.
    private long _lastWarned = -1;

    /// <summary>The counts of the rows that are settled.</summary>
    public ImportCounts Counts { get; private set; }

    /// <summary>Their problems.</summary>
    public ProblemList Problems { get; } = new(format);

    /// <summary>How many rows are settled.</summary>
    public long Settled => _counted.Count + _told.Count;

    /// <summary>How many rows were sent and are not settled.</summary>
    public long Unsettled => _sent.Count + _unknown.Count;

    /// <summary>Whether the import has come to its end.</summary>
    public bool IsFinished { get; private set; }

    public EarlierRow Of(long number)
    {
        if (_counted.Contains(number))
            return EarlierRow.Counted;
        if (_told.Contains(number))
            return EarlierRow.Told;
        if (_sent.Contains(number))
            return EarlierRow.Sent;
        // Nothing tells whether rows behind this one went out before its fate was given up, but a warning that they repeat a value.
        return !_unknown.Contains(number) ? EarlierRow.New : number < _lastWarned ? EarlierRow.SentBeforeAnother : EarlierRow.Sent;
    }

    /// <summary>Whether a row is settled as rejected.</summary>
    public bool WasRejected(long number) => _rejected.Contains(number);

    /// <summary>Rows that left with a request.</summary>
    public void AddSent(long first, long last)
    {
        _sent.Add(first, last);
        _unknown.Remove(first, last);
    }

    /// <summary>Rows of a request of which nothing was stored.</summary>
    public void AddUnstored(long first, long last) => _sent.Remove(first, last);

    /// <summary>Rows of which a run has told that their outcome is unknown.</summary>
    public void AddUnknown(long first, long last)
    {
        _sent.Remove(first, last);
        _unknown.Add(first, last);
    }

    /// <summary>Rows that are settled, and have no problem.</summary>
    public long AddCounted(long first, long last)
    {
        Settle(first, last, _counted);
        return last - first + 1;
    }

    /// <summary>The counts of rows that are settled.</summary>
    public void Add(ImportCounts counts) => Counts += counts;

    /// <summary>A problem; unless it is a warning, it settles its row.</summary>
    public void Add(long number, ImportProblem problem)
    {
        Problems.Add(number, problem);
        if (problem.Outcome == ImportOutcome.Warning)
        {
            _lastWarned = Math.Max(_lastWarned, number);
            return;
        }
        Settle(number, number, _told);
        if (problem.Outcome == ImportOutcome.Rejected)
            _rejected.Add(number, number);
        Counts += ImportCounts.One(problem.Outcome);
    }

    /// <summary>The end of the import.</summary>
    public void Finish()
    {
        if (Unsettled > 0)
            throw new FormatException("The import is said to have ended, and rows of it are not settled.");
        IsFinished = true;
    }

    private void Settle(long first, long last, RowSet settled)
    {
        var before = Settled;
        settled.Add(first, last);
        (settled == _told ? _counted : _told).Remove(first, last);
        if (Settled - before != last - first + 1)
            throw new FormatException("A row is settled twice.");
        _sent.Remove(first, last);
        _unknown.Remove(first, last);
    }
}
