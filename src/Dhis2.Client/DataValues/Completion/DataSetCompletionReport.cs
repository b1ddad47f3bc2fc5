using Dhis2.Client.Imports;

namespace Dhis2;

/// <summary>What became of completions that were to be registered.</summary>
public sealed class DataSetCompletionReport : ImportReport
{
    internal DataSetCompletionReport(ImportCounts counts, IReadOnlyList<ImportProblem> problems)
        : base(counts, problems)
    {
    }

    /// <summary>The same as <see cref="ImportReport.Problems"/>, by the server's word for it.</summary>
    public IReadOnlyList<ImportProblem> Conflicts => Problems;
}

/// <summary>Something to tell of a completion that was to be registered.</summary>
public sealed class DataSetCompletionProblem : ImportProblem
{
    /// <summary>Data set of the row.</summary>
    public string? DataSet => Given?.DataSet;

    /// <summary>Period of the row.</summary>
    public string? Period => Given?.Period;

    /// <summary>Org unit of the row.</summary>
    public string? OrgUnit => Given?.OrgUnit;

    /// <summary>Data set, period and org unit of the row.</summary>
    public override string? Item => Given is { } row ? $"{row.DataSet} {row.Period} {row.OrgUnit}" : null;

    private DataSetCompletion? Given => (DataSetCompletion?)Row;
}
