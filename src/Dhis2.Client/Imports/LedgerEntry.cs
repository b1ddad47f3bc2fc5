namespace Dhis2.Client.Imports;

/// <summary>A row in a <see cref="Ledger{TRow}"/>. Only the ledger changes it.</summary>
internal sealed class LedgerEntry<TRow>(TRow row, long number)
{
    public TRow Row { get; } = row;

    /// <summary>The place in the order of the input.</summary>
    internal long Number { get; } = number;

    /// <summary>Requests that carried the row and whose answer, if any, does not say what became of it.</summary>
    internal int OpenRequests { get; set; }

    /// <summary>Why the newest of these has no usable answer.</summary>
    internal string? Doubt { get; set; }

    internal bool IsSettled { get; set; }

    /// <summary>An earlier run sent the row, and one behind it that was settled may be for the same value: sent again, this one could overwrite it.</summary>
    internal bool IsBeforeAnother { get; set; }

    /// <summary>What is to be told of the row if it goes in.</summary>
    internal List<ImportProblem>? Warnings { get; set; }

    /// <summary>The entries around it that are not settled, in the order of the input.</summary>
    internal LedgerEntry<TRow>? Before { get; set; }

    internal LedgerEntry<TRow>? After { get; set; }
}
