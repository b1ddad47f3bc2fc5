namespace Dhis2.Client.DataValues.Import;

/// <summary>What an answer means for the rows of its request.</summary>
internal enum VerdictKind
{
    /// <summary>Every row's fate is known.</summary>
    Settled,

    /// <summary>Nothing is stored, for the reason of some of the rows; the others may be sent again without them.</summary>
    Refused,

    /// <summary>Nothing is stored, and nothing says why; it may go better with fewer rows.</summary>
    Failed,

    /// <summary>Some rows may be stored and others not.</summary>
    Unknown,

    /// <summary>The server has done what it would do, and does not say of each row what that was. Sending the rows again would tell no more: the store has to be read.</summary>
    ReadBack,
}

/// <summary>A judged answer.</summary>
/// <param name="Kind">What is known.</param>
/// <param name="Reason">In the server's words.</param>
internal sealed record Verdict(VerdictKind Kind, string Reason)
{
    /// <summary>Counts and rejected rows of a settled request; of one to be read back, the rows it rejects by name.</summary>
    public ImportSummary? Account { get; init; }

    /// <summary>Positions of rows that were rejected without a conflict: the strategy did not fit what is stored.</summary>
    public IReadOnlyList<int> Unexplained { get; init; } = [];

    /// <summary>Rows to blame for a refusal, with the conflict that names them; empty when the answer names none.</summary>
    public IReadOnlyDictionary<int, ServerConflict> Culprits { get; init; } = new Dictionary<int, ServerConflict>();

    /// <summary>Positions of the rows that have to be read back.</summary>
    public IReadOnlyList<int> Open { get; init; } = [];

    /// <summary>What the server counts as stored or deleted of the open rows; null where it counts nothing.</summary>
    public ImportSummary? Counted { get; init; }

    /// <summary>DHIS2's code of the reason, when it has one.</summary>
    public string? Code { get; init; }

    /// <summary>How many of the open rows were left out by the server's own count.</summary>
    public long LeftOut => Counted is null ? 0 : Open.Count - Counted.Total;
}
