namespace Dhis2.Client.Imports;

/// <summary>What an answer means for the rows of its request.</summary>
internal enum VerdictKind
{
    /// <summary>It is known what became of every row.</summary>
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
    /// <summary>Rows that are refused by name, by their position, with the reason; of a refusal of the whole request, the rows at fault.</summary>
    public IReadOnlyDictionary<int, ServerConflict> Rejected { get; init; } = new Dictionary<int, ServerConflict>();

    /// <summary>Positions of rejected rows that no conflict explains: the strategy did not fit what is stored.</summary>
    public IReadOnlyCollection<int> Unexplained { get; init; } = [];

    /// <summary>What the server counts of the rows that are not rejected: of a settled request all of them; null where it counts nothing.</summary>
    public ImportCounts? Counted { get; init; }

    /// <summary>DHIS2's code of the reason, when it has one.</summary>
    public string? Code { get; init; }

    /// <summary>Positions of the rows that are not rejected.</summary>
    public List<int> Others(int rows) => [.. Enumerable.Range(0, rows).Where(i => !Rejected.ContainsKey(i))];
}
