namespace Dhis2.Client.Imports;

// What is to be told beside the outcome of rows.
internal sealed partial class Ledger<TRow>
{
    /// <summary>Tells something about a row when it has gone in; of one that does not go in, there is something else to tell.</summary>
    public void Warn(LedgerEntry<TRow> entry, string message, string? code = null)
    {
        lock (_gate)
            (entry.Warnings ??= []).Add(describe(entry.Row, ImportOutcome.Warning, message, code));
    }

    /// <summary>Tells something that is about no row alone, after all that was said of this one.</summary>
    public void Warn(LedgerEntry<TRow> after, ImportProblem problem)
    {
        lock (_gate)
        {
            _problems.Add(after.Number, problem);
            _journal?.Warn(after, problem);
        }
    }

    /// <summary>Tells something that is about no row, after all that is said of the rows entered so far.</summary>
    public void Warn(ImportProblem problem)
    {
        lock (_gate)
            _problems.Add(_next - 1, problem);
    }
}
