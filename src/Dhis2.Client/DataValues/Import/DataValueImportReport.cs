using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Imports;

namespace Dhis2;

/// <summary>What became of the rows of an import of data values.</summary>
public sealed class DataValueImportReport : ImportReport
{
    internal DataValueImportReport(ImportCounts counts, IReadOnlyList<ImportProblem> problems)
        : base(counts, problems)
    {
    }

    /// <summary>One report of an import that ran in several tasks.</summary>
    /// <param name="parts">The report of what no task was given, and those of the tasks.</param>
    /// <param name="lost">Tasks that could not be waited for to their end, and why.</param>
    /// <param name="elapsed">How long all of it took.</param>
    public static DataValueImportReport Of(IReadOnlyList<DataValueImportReport> parts, IReadOnlyList<(ServerTask Task, string Reason)> lost, TimeSpan elapsed)
    {
        var shares = parts.Concat(lost.Select(OfLost)).Select(ImportShare.Of).ToList();
        var counts = shares.Aggregate(default(ImportCounts), (sum, share) => sum + share.Counts);
        return new DataValueImportReport(counts, new JoinedProblems([.. shares.Select(share => share.Problems)]))
        {
            DryRun = shares.Exists(share => share.DryRun),
            Stopped = shares.Exists(share => share.Stopped),
            Requests = shares.Sum(share => share.Requests),
            Elapsed = elapsed,
            Completions = [.. parts.SelectMany(part => part.Completions)],
            Partition = parts.Select(part => part.Partition).FirstOrDefault(partition => partition is not null),
            OtherRows = shares.Sum(share => share.OtherRows),
        };
    }

    // Every row of such a task is named, so that it can be imported again.
    private static DataValueImportReport OfLost((ServerTask Task, string Reason) lost)
    {
        var (task, reason) = lost;
        if (task.OutcomeReader is ImportOutcomeReader { Batch: { } batch })
            return TaskAccount.OfLost(batch, $"What became of the row in the task {task} is not known: {reason}");
        var message = $"What became of the {task.Rows} rows of the task {task} is not known: {reason}";
        return new DataValueImportReport(new ImportCounts { Unknown = task.Rows ?? 0 }, [new ImportProblem { Outcome = ImportOutcome.Unknown, Item = task.Name, Message = message }]);
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

    /// <summary>What its file says of it beside the rows; null for nothing.</summary>
    internal DataValueSetTerms? Terms { get; init; }

    private DataValue? Given => (DataValue?)Row;
}
