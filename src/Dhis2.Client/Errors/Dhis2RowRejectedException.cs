namespace Dhis2;

/// <summary>A row of an import did not go in. It is told when the import is over: <see cref="Summary"/> says what became of all its rows.</summary>
public sealed class Dhis2RowRejectedException : Dhis2InputException
{
    /// <summary>Makes an error of a row of an import.</summary>
    public Dhis2RowRejectedException(ImportConflict conflict, ImportSummary summary, string? recommendedAction = null)
        : base(conflict.ToString(), recommendedAction)
    {
        Conflict = conflict;
        Summary = summary;
        Item = conflict;
    }

    /// <summary>The row, with its file and line, and why it was rejected.</summary>
    public ImportConflict Conflict { get; }

    /// <summary>The account of the whole import.</summary>
    public ImportSummary Summary { get; }
}
