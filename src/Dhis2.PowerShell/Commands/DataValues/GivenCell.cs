namespace Dhis2.PowerShell.Commands;

/// <summary>The place of a data value as the user wrote it: ids, codes and names.</summary>
internal sealed record GivenCell(Dhis2Reference? DataElement, string? Period, Dhis2Reference? OrgUnit, Dhis2Reference? CategoryOptionCombo)
{
    /// <summary>The attribute; null where none is given.</summary>
    public Dhis2Reference? AttributeOptionCombo { get; init; }

    /// <summary>The attribute's category combo, in place of an attribute option combo.</summary>
    public Dhis2Reference? CategoryCombo { get; init; }

    /// <summary>The attribute's category options.</summary>
    public IReadOnlyList<Dhis2Reference> CategoryOption { get; init; } = [];

    /// <summary>The place in the user's own words: what an error of it is about.</summary>
    public DataValueCell AsWritten() => Make((reference, _) => reference?.ToString());

    /// <summary>The place by ids.</summary>
    /// <param name="idOf">The id of an object of a list.</param>
    /// <exception cref="Dhis2InputException">A part of it is missing, or two parts of it exclude each other.</exception>
    public DataValueCell Find(Func<Dhis2Reference, string, string> idOf)
    {
        if (DataElement is null || OrgUnit is null || string.IsNullOrWhiteSpace(Period))
            throw new Dhis2InputException("A data value has a data element, a period and an org unit, and one of them is empty.", "Give -DataElement, -Period and -OrgUnit.");
        if (AttributeOptionCombo is not null && (CategoryCombo is not null || CategoryOption.Count > 0))
            throw new Dhis2InputException("-AttributeOptionCombo says what -CategoryCombo and -CategoryOption say.", "Give the one or the others.");
        if (CategoryCombo is null != (CategoryOption.Count == 0))
            throw new Dhis2InputException("-CategoryCombo and -CategoryOption tell an attribute option combo together.", "Give both, with one option of each category, or -AttributeOptionCombo.");
        return Make((reference, list) => reference is null ? null : idOf(reference, list));
    }

    private DataValueCell Make(Func<Dhis2Reference?, string, string?> text) => new()
    {
        DataElement = text(DataElement, "dataElements") ?? "",
        Period = Period ?? "",
        OrgUnit = text(OrgUnit, "organisationUnits") ?? "",
        CategoryOptionCombo = text(CategoryOptionCombo, "categoryOptionCombos"),
        AttributeOptionCombo = text(AttributeOptionCombo, "categoryOptionCombos"),
        CategoryCombo = text(CategoryCombo, "categoryCombos"),
        CategoryOption = [.. CategoryOption.Select(option => text(option, "categoryOptions")!)],
    };
}
