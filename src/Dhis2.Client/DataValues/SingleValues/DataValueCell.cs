namespace Dhis2;

/// <summary>
/// The place of one data value: data element, period, org unit and option combos (server: <c>DataValueKey</c>). Its properties have the names of those of
/// a data value, so that what is at fault with a place can be given to another command as it is.
/// </summary>
public sealed record DataValueCell
{
    /// <summary>Data element.</summary>
    public required string DataElement { get; init; }

    /// <summary>Period in DHIS2's ISO form, such as <c>202401</c>.</summary>
    public required string Period { get; init; }

    /// <summary>Org unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Category option combo; null means the default one.</summary>
    public string? CategoryOptionCombo { get; init; }

    /// <summary>Attribute option combo; null means the default one, or the one that <see cref="CategoryCombo"/> and <see cref="CategoryOption"/> tell.</summary>
    public string? AttributeOptionCombo { get; init; }

    /// <summary>Category combo of the attribute, in place of an attribute option combo.</summary>
    public string? CategoryCombo { get; init; }

    /// <summary>Category options of the attribute, one of each category of <see cref="CategoryCombo"/>.</summary>
    public IReadOnlyList<string> CategoryOption { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(" ", new[] { DataElement, Period, OrgUnit, CategoryOptionCombo, AttributeOptionCombo, CategoryCombo }.Concat(CategoryOption).Where(id => id is not null));
}
