namespace Dhis2.Sandbox.DataValues;

/// <summary>A row on its way out: ids already as the format writes them, and either a stored value or a generated one.</summary>
internal readonly struct ExportRow
{
    public required byte[] Element { get; init; }

    public required byte[] Period { get; init; }

    public required byte[] OrgUnit { get; init; }

    public required byte[] OptionCombo { get; init; }

    public required byte[] AttributeCombo { get; init; }

    /// <summary>The stored value; null for a generated one.</summary>
    public StoredValue? Stored { get; init; }

    /// <summary>The number of a generated value.</summary>
    public int Number { get; init; }

    /// <summary>Whether a generated value is a text, which ends with the number.</summary>
    public bool IsText { get; init; }

    public int IdLength => Element.Length + Period.Length + OrgUnit.Length + OptionCombo.Length + AttributeCombo.Length;
}

/// <summary>What an export says once for all its rows; what is null is said by each row.</summary>
internal sealed class ExportEnvelope
{
    /// <summary>Up to 2.42 either all of it is written, nulls too, or nothing.</summary>
    public bool IsWhole { get; init; }

    public string? DataSet { get; init; }

    public DateOnly? CompleteDate { get; init; }

    public Period? Period { get; init; }

    public string? OrgUnit { get; init; }

    public string? AttributeCombo { get; init; }

    public IReadOnlyList<(string Field, string Scheme)> Schemes { get; init; } = [];
}
