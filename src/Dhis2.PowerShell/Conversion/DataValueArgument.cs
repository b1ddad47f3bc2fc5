using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using Dhis2.Client.DataValues.Input;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Reads a data value off an object of the pipeline: one of ours, a row of Import-Csv, a hashtable.</summary>
internal static class DataValueArgument
{
    // What the engine adds to each object that comes from another process or machine.
    private static readonly HashSet<string> s_ofRemoting = new(StringComparer.OrdinalIgnoreCase) { "PSComputerName", "RunspaceId", "PSShowComputerName", "PSSourceJobInstanceId" };

    // What Import-Csv calls a column without a name.
    private static readonly Regex s_nameless = new("^H[0-9]+$", RegexOptions.CultureInvariant);

    /// <param name="item">The object.</param>
    /// <param name="fault">Why it is refused, though the data value holds all of it as it is written: an id or a period is none.</param>
    /// <exception cref="FormatException">A property is none of a data value's, two are for one of them, or one has no value of its kind.</exception>
    public static DataValue Parse(PSObject item, out string? fault)
    {
        fault = null;
        if (item.BaseObject is DataValue value)
            return Copy(value);
        var result = new DataValue();
        var names = new DataValueNames();
        if (item.BaseObject is System.Collections.IDictionary map)
        {
            foreach (System.Collections.DictionaryEntry entry in map)
                Set(result, names, Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value, ref fault);
            return result;
        }
        // The columns alone of a row of ADO.NET: beside them PowerShell shows what the row says of itself.
        if (item.BaseObject is System.Data.DataRow row)
        {
            foreach (System.Data.DataColumn column in row.Table.Columns)
                Set(result, names, column.ColumnName, row[column], ref fault);
            return result;
        }
        foreach (var property in item.Properties)
        {
            if (!s_ofRemoting.Contains(property.Name))
                Set(result, names, property.Name, property.Value, ref fault);
        }
        return result;
    }

    private static void Set(DataValue value, DataValueNames names, string name, object? content, ref string? fault)
    {
        if (names.Find(name, out var column) is { } unknown)
        {
            // As in files: a nameless column that a spreadsheet leaves behind.
            if (column is null && s_nameless.IsMatch(name) && string.IsNullOrWhiteSpace(ServerText.Bare(content)?.ToString()))
                return;
            throw new FormatException(name.IndexOfAny([';', '\t', '|']) < 0 ? unknown : $"{unknown} Import-Csv takes all columns for one where a comma does not separate them: give it -Delimiter.");
        }
        if (column!.IsSent)
            column.Set(value, Text(column, content), ref fault);
    }

    // A copy, because the import fills in missing members and must not change the user's object.
    private static DataValue Copy(DataValue value) => new()
    {
        DataElement = value.DataElement,
        Period = value.Period,
        OrgUnit = value.OrgUnit,
        CategoryOptionCombo = value.CategoryOptionCombo,
        AttributeOptionCombo = value.AttributeOptionCombo,
        Value = value.Value,
        StoredBy = value.StoredBy,
        Comment = value.Comment,
        FollowUp = value.FollowUp,
        Deleted = value.Deleted,
        DataSet = value.DataSet,
    };

    // A value of a wrong kind is a fault of its row; other rows are imported.
    private static string? Text(DataValueColumn column, object? content)
    {
        if (column.Name == "period" && ServerText.Bare(content) is { } bare && ServerText.OfTime(bare) is { } time)
            throw new FormatException($"The period is a {bare.GetType().Name} ({time}), which does not tell a day from a month or a year: give it as DHIS2 writes it, such as 202401, with Get-Date -Format yyyyMM.");
        try
        {
            return ServerText.Of(content);
        }
        catch (Dhis2InputException e)
        {
            throw new FormatException($"{column.Name}: {e.Message}", e);
        }
    }
}
