using System.Globalization;

namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// The one table of the names that the properties of a data value go by: in files of any format, on objects of the pipeline, in the server's own exports.
/// Case, blanks, invisible marks, dashes and underscores do not matter.
/// </summary>
internal static class DataValueColumns
{
    private static readonly DataValueColumn[] s_columns =
    [
        new("dataElement", CellText.Id, (v, id) => v.DataElement = id),
        new("period", CellText.Period, (v, period) => v.Period = period),
        new("orgUnit", CellText.Id, (v, id) => v.OrgUnit = id, "organisationunit", "organizationunit"),
        new("categoryOptionCombo", CellText.Id, (v, id) => v.CategoryOptionCombo = id, "categoryoptcombo", "catoptioncombo", "catoptcombo"),
        new("attributeOptionCombo", CellText.Id, (v, id) => v.AttributeOptionCombo = id, "attributeoptcombo", "attroptioncombo", "attroptcombo"),
        new("value", (v, text) => v.Value = text),
        new("comment", (v, text) => v.Comment = Given(text), "cmt"),
        new("storedBy", (v, text) => v.StoredBy = Given(text), "strby"),
        new("followUp", (v, text) => v.FollowUp = Flag(text, "followUp")),
        new("deleted", (v, text) => v.Deleted = Flag(text, "deleted")),
        new("dataSet", CellText.Id, (v, id) => v.DataSet = Given(id)),
        new("created", null),
        new("lastUpdated", null, "lstupd", "timestamp"),
        // Why an earlier import left the row out (RejectedRows).
        new("reason", null),
    ];

    private static readonly Dictionary<string, DataValueColumn> s_byName = s_columns
        .SelectMany(column => column.Aliases.Append(Normal(column.Name)), (column, name) => (column, name))
        .ToDictionary(pair => pair.name, pair => pair.column, StringComparer.Ordinal);

    /// <summary>The columns of DHIS2's own CSV, in its order: that of a file without a header.</summary>
    public static IReadOnlyList<DataValueColumn> InOrder { get; } =
        [.. new[] { "dataElement", "period", "orgUnit", "categoryOptionCombo", "attributeOptionCombo", "value", "storedBy", "lastUpdated", "comment", "followUp", "deleted" }.Select(name => Find(name)!)];

    /// <summary>The names to tell to someone who used another.</summary>
    public static string Known { get; } = string.Join(", ", s_columns.Select(column => column.Name));

    /// <summary>The column of a name; null when there is none.</summary>
    public static DataValueColumn? Find(string name) => s_byName.TryGetValue(Normal(name), out var column) ? column : null;

    /// <summary>A name as names are compared.</summary>
    public static string Normal(string name)
    {
        var normal = new char[name.Length];
        var length = 0;
        foreach (var c in name)
        {
            if (c is not ('_' or '-') && !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format)
                normal[length++] = char.ToLowerInvariant(c);
        }
        return new string(normal, 0, length);
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    // The word null stands in the CSV that 2.40 to 2.42 export.
    private static bool Flag(string? text, string name) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" or "null" or "false" or "0" or "no" => false,
        "true" or "1" or "yes" => true,
        _ => throw new FormatException($"{ShownText.Quoted(text!)} is neither true nor false for {name}."),
    };
}
