using Dhis2.Client.Imports;

namespace Dhis2;

/// <summary>What became of the rows of an import of data values.</summary>
public sealed class DataValueImportReport : ImportReport
{
    internal DataValueImportReport(ImportCounts counts, IReadOnlyList<ImportProblem> problems)
        : base(counts, problems)
    {
    }

    /// <summary>As of every import; no SUCCESS where a completion that a file asks for was refused.</summary>
    public override string Status => base.Status == "SUCCESS" && Completions.Any(c => c.Error is not null) ? "WARNING" : base.Status;

    /// <summary>Completions of data sets that files ask for with their <c>completeDate</c>, and what became of each.</summary>
    public IReadOnlyList<ImportedCompletion> Completions { get; internal init; } = [];

    /// <summary>The same as <see cref="ImportReport.Problems"/>, by the server's word for it.</summary>
    public IReadOnlyList<ImportProblem> Conflicts => Problems;
}

/// <summary>Something to tell of a data value that was to be imported.</summary>
public sealed class DataValueImportProblem : ImportProblem
{
    /// <summary>Data element of the row.</summary>
    public string? DataElement => Given?.DataElement;

    /// <summary>Period of the row.</summary>
    public string? Period => Given?.Period;

    /// <summary>Org unit of the row.</summary>
    public string? OrgUnit => Given?.OrgUnit;

    /// <summary>Value of the row.</summary>
    public string? Value => Given?.Value;

    /// <summary>Data element, period and org unit of the row.</summary>
    public override string? Item => Given is { } row ? $"{row.DataElement} {row.Period} {row.OrgUnit}" : null;

    private DataValue? Given => (DataValue?)Row;
}
