namespace Dhis2;

/// <summary>A row of an import did not go in. It is told when the import is over: <see cref="Summary"/> says what became of all its rows.</summary>
public sealed class Dhis2RowRejectedException : Dhis2InputException
{
    /// <summary>Makes an error of a row of an import.</summary>
    public Dhis2RowRejectedException(ImportProblem conflict, ImportReport summary, string? recommendedAction = null)
        : base(conflict.ToString(), recommendedAction)
    {
        Conflict = conflict;
        Summary = summary;
        Item = conflict;
    }

    /// <summary>The row, with its file and line, and why it was rejected.</summary>
    public ImportProblem Conflict { get; }

    /// <summary>The report of the whole import.</summary>
    public ImportReport Summary { get; }
}
