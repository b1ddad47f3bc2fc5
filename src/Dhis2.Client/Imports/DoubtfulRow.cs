namespace Dhis2.Client.Imports;

/// <summary>A row that some request may have stored and that no answer has settled: the store has to be read.</summary>
/// <param name="Entry">The row.</param>
/// <param name="Group">The group of the batch it was sent in.</param>
/// <param name="Refusal">Why a later request refused it; null where it is to be sent again if the server does not hold it.</param>
/// <param name="Code">DHIS2's code of the refusal.</param>
internal sealed record DoubtfulRow<TRow>(LedgerEntry<TRow> Entry, string? Group, string? Refusal = null, string? Code = null)
{
    /// <summary>What the last look found; null before the first one.</summary>
    public Finding? Seen { get; init; }

    /// <summary>How many rows may go out together when it is sent again: fewer than before where the server had no time for them.</summary>
    public int AtOnce { get; init; } = int.MaxValue;

    /// <summary>How many requests with it were answered as a success that counts nothing.</summary>
    public int WithoutSummary { get; init; }

    /// <summary>Whether the refusal was of its request, and may be gone when the import goes on.</summary>
    public bool IsRefusedForNow { get; init; }
}
