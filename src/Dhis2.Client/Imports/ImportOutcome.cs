namespace Dhis2;

/// <summary>What became of a row of an import.</summary>
public enum ImportOutcome
{
    /// <summary>Stored as new.</summary>
    Imported,

    /// <summary>Stored in place of what was there.</summary>
    Updated,

    /// <summary>Deleted.</summary>
    Deleted,

    /// <summary>There was nothing to change.</summary>
    Unchanged,

    /// <summary>Left out for good reason.</summary>
    Skipped,

    /// <summary>Refused by the server, or by a check before it was sent. It is not stored.</summary>
    Rejected,

    /// <summary>The import ended before the server took it. It is not stored.</summary>
    NotSent,

    /// <summary>Sent, and neither the server's answer nor reading back tells what became of it.</summary>
    Unknown,

    /// <summary>Counted otherwise; only something about it has to be told.</summary>
    Warning,
}
