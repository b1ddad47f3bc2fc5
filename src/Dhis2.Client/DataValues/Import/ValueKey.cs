namespace Dhis2.Client.DataValues.Import;

/// <summary>What makes a data value that one: two rows with the same key write the same value.</summary>
internal readonly record struct ValueKey(string? DataElement, string? Period, string? OrgUnit, string? CategoryOptionCombo, string? AttributeOptionCombo)
{
    /// <summary>A period as servers write it: the fifth week is W5, however it was written.</summary>
    public static string? PeriodOf(string? period) => period is { Length: 7 } && period[4] == 'W' && period[5] == '0' ? period.Remove(5, 1) : period;

    /// <summary>The key of a row; an option combo left out is the default one.</summary>
    public static ValueKey Of(DataValue value, string? defaultCombo) =>
        new(value.DataElement, PeriodOf(value.Period), value.OrgUnit, value.CategoryOptionCombo ?? defaultCombo, value.AttributeOptionCombo ?? defaultCombo);
}
