namespace Dhis2.Client.Imports;

/// <summary>How many rows had which outcome.</summary>
internal readonly record struct ImportCounts
{
    public long Imported { get; init; }

    public long Updated { get; init; }

    public long Deleted { get; init; }

    public long Unchanged { get; init; }

    public long Skipped { get; init; }

    public long Rejected { get; init; }

    public long NotSent { get; init; }

    public long Unknown { get; init; }

    public long Total => Imported + Updated + Deleted + Unchanged + Skipped + Rejected + NotSent + Unknown;

    public static ImportCounts operator +(ImportCounts a, ImportCounts b) => new()
    {
        Imported = a.Imported + b.Imported,
        Updated = a.Updated + b.Updated,
        Deleted = a.Deleted + b.Deleted,
        Unchanged = a.Unchanged + b.Unchanged,
        Skipped = a.Skipped + b.Skipped,
        Rejected = a.Rejected + b.Rejected,
        NotSent = a.NotSent + b.NotSent,
        Unknown = a.Unknown + b.Unknown,
    };

    /// <summary>Without one row: of that outcome where there is one, else of another that a row had that was taken.</summary>
    public ImportCounts WithoutOne(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Imported when Imported > 0 => this with { Imported = Imported - 1 },
        ImportOutcome.Deleted when Deleted > 0 => this with { Deleted = Deleted - 1 },
        _ when Updated > 0 => this with { Updated = Updated - 1 },
        _ when Imported > 0 => this with { Imported = Imported - 1 },
        _ when Unchanged > 0 => this with { Unchanged = Unchanged - 1 },
        _ when Deleted > 0 => this with { Deleted = Deleted - 1 },
        _ => this with { Skipped = Skipped - 1 },
    };

    /// <summary>One row of an outcome.</summary>
    public static ImportCounts One(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Imported => new ImportCounts { Imported = 1 },
        ImportOutcome.Updated => new ImportCounts { Updated = 1 },
        ImportOutcome.Deleted => new ImportCounts { Deleted = 1 },
        ImportOutcome.Unchanged => new ImportCounts { Unchanged = 1 },
        ImportOutcome.Skipped => new ImportCounts { Skipped = 1 },
        ImportOutcome.Rejected => new ImportCounts { Rejected = 1 },
        ImportOutcome.NotSent => new ImportCounts { NotSent = 1 },
        ImportOutcome.Unknown => new ImportCounts { Unknown = 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A warning is no outcome of a row."),
    };
}
