namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// The names a data value's properties go by: in files, on objects of the pipeline, in the server's own CSV. Case, blanks, dashes and underscores do not matter.
/// </summary>
public static class DataValueColumns
{
    private static readonly Dictionary<string, Action<DataValue, string?>?> s_setters = new(StringComparer.Ordinal)
    {
        ["dataelement"] = (v, text) => v.DataElement = text,
        ["period"] = (v, text) => v.Period = text,
        ["orgunit"] = (v, text) => v.OrgUnit = text,
        ["organisationunit"] = (v, text) => v.OrgUnit = text,
        ["categoryoptioncombo"] = (v, text) => v.CategoryOptionCombo = text,
        ["catoptcombo"] = (v, text) => v.CategoryOptionCombo = text,
        ["attributeoptioncombo"] = (v, text) => v.AttributeOptionCombo = text,
        ["attroptioncombo"] = (v, text) => v.AttributeOptionCombo = text,
        ["attroptcombo"] = (v, text) => v.AttributeOptionCombo = text,
        ["value"] = (v, text) => v.Value = text,
        ["comment"] = (v, text) => v.Comment = string.IsNullOrEmpty(text) ? null : text,
        ["storedby"] = (v, text) => v.StoredBy = string.IsNullOrEmpty(text) ? null : text,
        ["followup"] = (v, text) => v.FollowUp = Flag(text, "followUp"),
        ["deleted"] = (v, text) => v.Deleted = Flag(text, "deleted"),
        ["dataset"] = (v, text) => v.DataSet = string.IsNullOrEmpty(text) ? null : text,
        // Times are the server's to set; its own exports carry them.
        ["lastupdated"] = null,
        ["created"] = null,
        ["timestamp"] = null,
    };

    /// <summary>What a file needs at least, where the import does not fix it for all rows.</summary>
    internal static IReadOnlyList<string> Known { get; } =
        ["dataElement", "period", "orgUnit", "categoryOptionCombo", "attributeOptionCombo", "value", "comment", "storedBy", "followUp", "deleted", "dataSet"];

    /// <summary>Whether a name is one of a data value's.</summary>
    public static bool IsKnown(string name) => s_setters.ContainsKey(Normal(name));

    /// <summary>Sets a property by any of its names. False when there is none of that name.</summary>
    /// <exception cref="FormatException">The text is no value for the property.</exception>
    public static bool Set(DataValue value, string name, string? text)
    {
        if (!s_setters.TryGetValue(Normal(name), out var set))
            return false;
        set?.Invoke(value, text);
        return true;
    }

    /// <summary>How to set a column's values; null for one that is read over.</summary>
    /// <exception cref="Dhis2InputException">There is no such column.</exception>
    internal static Action<DataValue, string?>? Setter(string column, string file)
    {
        if (s_setters.TryGetValue(Normal(column), out var set))
            return set;
        throw new Dhis2InputException(
            $"{file} has a column '{column}', which data values do not have.",
            $"Rename or remove it. The columns are: {string.Join(", ", Known)}; their order and case do not matter.")
        { Item = column };
    }

    private static string Normal(string name)
    {
        Span<char> normal = stackalloc char[Math.Min(name.Length, 64)];
        var length = 0;
        foreach (var c in name)
        {
            if (c is ' ' or '_' or '-')
                continue;
            if (length == normal.Length)
                return name;
            normal[length++] = char.ToLowerInvariant(c);
        }
        return normal.Slice(0, length).ToString();
    }

    private static bool Flag(string? text, string what) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" or "false" or "0" or "no" => false,
        "true" or "1" or "yes" => true,
        _ => throw new FormatException($"'{text}' is neither true nor false for {what}."),
    };
}
