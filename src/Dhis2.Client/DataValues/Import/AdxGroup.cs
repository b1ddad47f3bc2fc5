namespace Dhis2.Client.DataValues.Import;

/// <summary>A group of an ADX file: what its values have in common, as it was written.</summary>
internal sealed class AdxGroup
{
    private AdxGroup(long number, IReadOnlyList<(string Name, string Text)> attributes)
    {
        string? Of(string name) => attributes.Where(attribute => attribute.Name == name).Select(attribute => CellOf(attribute.Text)).FirstOrDefault();

        Number = number;
        Period = Of("period");
        OrgUnit = Of("orgUnit");
        DataSet = Of("dataSet");
        AttributeOptionCombo = Of("attributeOptionCombo");
        IsCompleted = Of("completeDate") is not null;
        Others = [.. attributes.Where(attribute => attribute.Name is not ("period" or "orgUnit" or "dataSet" or "attributeOptionCombo" or "completeDate"))];
        Categories = AttributeOptionCombo is null ? AdxCategories.Of(Others) : null;
    }

    /// <summary>Which of the groups of its file it is.</summary>
    public long Number { get; }

    /// <summary>The first day of the period and its length.</summary>
    public string? Period { get; }

    /// <summary>Whether it asks for the completion of its data set.</summary>
    public bool IsCompleted { get; }

    /// <summary>Attributes that have no place in a data value: mostly categories with their options, in place of an attribute option combo.</summary>
    public IReadOnlyList<(string Name, string Text)> Others { get; }

    /// <summary>The categories in place of an attribute option combo; null where there are none but the default one.</summary>
    public string? Categories { get; }

    private string? OrgUnit { get; }

    private string? DataSet { get; }

    private string? AttributeOptionCombo { get; }

    /// <summary>A group with attributes.</summary>
    public static AdxGroup Of(long number, IReadOnlyList<(string Name, string Text)> attributes) => new(number, attributes);

    /// <summary>A value with what the group says.</summary>
    public DataValue NewValue() => new() { DataSet = DataSet, Period = Input.IsoPeriod.ToServer(Period), OrgUnit = OrgUnit, AttributeOptionCombo = AttributeOptionCombo };

    private static string? CellOf(string text) => text.Trim() is { Length: > 0 } bare ? bare : null;
}
