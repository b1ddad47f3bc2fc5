using System.Globalization;
using System.Management.Automation;
using Dhis2.Client.DataValues.Input;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Reads a data value off an object of the pipeline: one of ours, a row of Import-Csv, a hashtable.</summary>
internal static class DataValueArgument
{
    /// <exception cref="Dhis2InputException">A property is none of a data value's, or two are for one of them.</exception>
    /// <exception cref="FormatException">A property has no value of its kind.</exception>
    public static DataValue Parse(PSObject item)
    {
        if (item.BaseObject is DataValue value)
            return Copy(value);
        var result = new DataValue();
        var names = new DataValueNames();
        if (item.BaseObject is System.Collections.IDictionary map)
        {
            foreach (System.Collections.DictionaryEntry entry in map)
                Set(result, names, Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value, item);
            return result;
        }
        foreach (var property in item.Properties)
            Set(result, names, property.Name, property.Value, item);
        return result;
    }

    private static void Set(DataValue value, DataValueNames names, string name, object? content, PSObject item)
    {
        if (names.Find(name, out var column) is { } fault)
            throw new Dhis2InputException($"The properties of an object are no data value's: {fault}", "Rename the property or leave it out with Select-Object.") { Item = item };
        if (column!.IsSent)
            column.Set(value, Text(content));
    }

    // The import fills in what the row leaves open, and must not do so in the user's own object.
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

    private static string? Text(object? content) => (content is PSObject wrapped ? wrapped.BaseObject : content) switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime time => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        var other => ServerText.Of(other),
    };
}
