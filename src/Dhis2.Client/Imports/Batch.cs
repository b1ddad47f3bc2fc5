namespace Dhis2.Client.Imports;

/// <summary>Rows that go out in one request.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Group">What all of them belong to, where the server takes one such thing a request.</param>
internal sealed record Batch<TRow>(IReadOnlyList<LedgerEntry<TRow>> Rows, string? Group)
{
    /// <summary>How often these rows have been sent for an answer that said nothing of them.</summary>
    public int Tries { get; init; }

    /// <summary>How many refusals have each named some of the rows.</summary>
    public int NamedRounds { get; init; }

    /// <summary>Some row is for the same thing as one of an earlier batch: that one has to be settled first, or being sent again it would overwrite this one.</summary>
    public bool RepeatsEarlier { get; init; }

    /// <summary>How many requests with these rows were answered as a success that counts nothing.</summary>
    public int WithoutSummary { get; init; }
}
