using Dhis2.Client.Imports;

namespace Dhis2;

/// <summary>What one of several imports came to: a report of this process, or one that was read back from a file or came from another machine.</summary>
public sealed record ImportShare
{
    /// <summary>Which share of the rows it is, as <c>3/16</c>; null where it is no share of anything.</summary>
    public string? Partition { get; init; }

    /// <summary>Rows of the input that belong to other shares.</summary>
    public long OtherRows { get; init; }

    /// <summary>New values.</summary>
    public long Imported { get; init; }

    /// <summary>Values that were there and have been written again.</summary>
    public long Updated { get; init; }

    /// <summary>Values deleted.</summary>
    public long Deleted { get; init; }

    /// <summary>Rows with nothing to change.</summary>
    public long Unchanged { get; init; }

    /// <summary>Rows left out for good reason.</summary>
    public long Skipped { get; init; }

    /// <summary>Rows refused.</summary>
    public long Rejected { get; init; }

    /// <summary>Rows that were not sent.</summary>
    public long NotSent { get; init; }

    /// <summary>Rows of which nothing is known.</summary>
    public long Unknown { get; init; }

    /// <summary>What is to be told of its rows.</summary>
    public IReadOnlyList<ImportProblem> Problems { get; init; } = [];

    /// <summary>Whether it was a trial.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether it ended before its input did.</summary>
    public bool Stopped { get; init; }

    /// <summary>Requests that carried rows.</summary>
    public int Requests { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The share of a report.</summary>
    public static ImportShare Of(ImportReport report) => new()
    {
        Partition = report.Partition,
        OtherRows = report.OtherRows,
        Imported = report.Imported,
        Updated = report.Updated,
        Deleted = report.Deleted,
        Unchanged = report.Unchanged,
        Skipped = report.Skipped,
        Rejected = report.Rejected,
        NotSent = report.NotSent,
        Unknown = report.Unknown,
        Problems = report.Problems,
        DryRun = report.DryRun,
        Stopped = report.Stopped,
        Requests = report.Requests,
        Elapsed = report.Elapsed,
    };

    internal ImportCounts Counts => new()
    {
        Imported = Imported,
        Updated = Updated,
        Deleted = Deleted,
        Unchanged = Unchanged,
        Skipped = Skipped,
        Rejected = Rejected,
        NotSent = NotSent,
        Unknown = Unknown,
    };
}
