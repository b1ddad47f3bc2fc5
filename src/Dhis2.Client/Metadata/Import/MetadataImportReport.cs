using Dhis2.Client.Imports;

namespace Dhis2;

/// <summary>What became of the objects of a metadata import.</summary>
public sealed class MetadataImportReport : ImportReport
{
    internal MetadataImportReport(ImportCounts counts, IReadOnlyList<ImportProblem> problems)
        : base(counts, problems)
    {
    }

    /// <summary>One report of an import that ran in several tasks.</summary>
    /// <param name="parts">The report of what no task was given, and those of the tasks.</param>
    /// <param name="lost">Tasks that could not be waited for to their end, and why.</param>
    /// <param name="elapsed">How long all of it took.</param>
    public static MetadataImportReport Of(IReadOnlyList<MetadataImportReport> parts, IReadOnlyList<(ServerTask Task, string Reason)> lost, TimeSpan elapsed)
    {
        var shares = parts.Select(ImportShare.Of).ToList();
        var counts = shares.Aggregate(new ImportCounts { Unknown = lost.Sum(one => one.Task.Rows ?? 0) }, (sum, share) => sum + share.Counts);
        List<ImportProblem> ofLost = [.. lost.Select(one => new ImportProblem
        {
            Outcome = ImportOutcome.Unknown,
            Item = one.Task.Name,
            Message = $"What became of the {one.Task.Rows} objects of the task {one.Task} is not known: {one.Reason}",
        })];
        return new MetadataImportReport(counts, new JoinedProblems([.. shares.Select(share => share.Problems), ofLost]))
        {
            Stopped = shares.Exists(share => share.Stopped),
            Requests = shares.Sum(share => share.Requests),
            Elapsed = elapsed,
            Types = [.. parts.SelectMany(part => part.Types).Where(count => count.Total > 0).GroupBy(count => count.Type).Select(Sum)],
            HeldBack = parts.Sum(part => part.HeldBack),
            Failures = [.. parts.SelectMany(part => part.Failures)],
        };
    }

    /// <summary>What became of the objects of each type, in the order they came in.</summary>
    public IReadOnlyList<MetadataTypeCount> Types { get; internal init; } = [];

    /// <summary>The same as <see cref="ImportReport.Problems"/>, by the server's word for it.</summary>
    public IReadOnlyList<ImportProblem> Conflicts => Problems;

    /// <summary>Category option combos that the server made after the import, as <c>-UpdateOptionCombos</c> asks for; null where it was not asked, or does not say.</summary>
    public long? OptionCombosMade { get; internal init; }

    /// <summary>Whether the server's caches were cleared for the import, because it refused data sets for want of them.</summary>
    public bool ClearedCache { get; internal init; }

    /// <summary>What failed beside objects, such as the making of category option combos.</summary>
    public IReadOnlyList<Dhis2Exception> Failures { get; internal init; } = [];

    /// <inheritdoc/>
    public override string Status => base.Status == "SUCCESS" && Failures.Count > 0 ? "WARNING" : base.Status;

    /// <inheritdoc/>
    public override long Consequences => HeldBack;

    internal long HeldBack { get; init; }

    private static MetadataTypeCount Sum(IGrouping<string, MetadataTypeCount> counts) => new()
    {
        Type = counts.Key,
        Total = counts.Max(count => count.Total),
        Imported = counts.Sum(count => count.Imported),
        Updated = counts.Sum(count => count.Updated),
        Deleted = counts.Sum(count => count.Deleted),
        Rejected = counts.Sum(count => count.Rejected),
        Open = counts.Sum(count => count.Open),
    };
}

/// <summary>What became of the objects of one type.</summary>
public sealed class MetadataTypeCount
{
    /// <summary>The list of the type: <c>dataElements</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Objects of it.</summary>
    public long Total { get; init; }

    /// <summary>Made.</summary>
    public long Imported { get; init; }

    /// <summary>Replaced.</summary>
    public long Updated { get; init; }

    /// <summary>Deleted.</summary>
    public long Deleted { get; init; }

    /// <summary>Refused.</summary>
    public long Rejected { get; init; }

    /// <summary>Not sent, or sent and not known what became of them.</summary>
    public long Open { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Type}: {Total}";
}

/// <summary>Something to tell of an object that was to be imported.</summary>
public sealed class MetadataImportProblem : ImportProblem
{
    /// <summary>The list of the object's type: <c>dataElements</c>; null where it is about no object.</summary>
    public string? Type { get; init; }

    /// <summary>The place among the objects of its type, from 0.</summary>
    public long? Index { get; init; }

    /// <summary>The id of the object.</summary>
    public string? Uid { get; init; }

    /// <summary>The object was not stored because others were refused; nothing is said to be wrong with it.</summary>
    public override bool IsConsequence => HeldBack;

    /// <inheritdoc/>
    public override string? Advice => RecommendedAction ?? "Correct the object, and import again: objects that are stored already do no harm.";

    /// <summary>Type, name and id of the object.</summary>
    public override string? Item => Type is null ? null : $"{Type} {(Row as MetadataObject)?.ToString() ?? Uid}";

    /// <inheritdoc/>
    public override string ToString() => $"{(Item is { } item ? $"{item}: " : "")}{Message}{(Code is null ? "" : $" ({Code})")}{(Line is null ? "" : $" [{Place}]")}";

    internal bool HeldBack { get; init; }

    /// <summary>One of several problems of an object that is counted once.</summary>
    internal bool IsFurther { get; init; }

    internal string? RecommendedAction { get; init; }
}
