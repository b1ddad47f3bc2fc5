using System.Runtime.CompilerServices;
using Dhis2.Client.Json;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.DataValues;

/// <summary>A field of a data value in DHIS2's JSON.</summary>
internal enum DataValueField
{
    None,
    DataElement,
    Period,
    OrgUnit,
    CategoryOptionCombo,
    AttributeOptionCombo,
    Value,
    StoredBy,
    Created,
    LastUpdated,
    Comment,
    FollowUp,
    Deleted,
    DataSet,
}

/// <summary>What a field of the server's answer holds: one of the three, by its kind.</summary>
internal readonly struct DataValueContent
{
    public string? Text { get; init; }

    public ServerTimestamp? Time { get; init; }

    public bool IsTrue { get; init; }
}

/// <summary>The fields of a data value by the names that the server gives them. What users write goes by <see cref="Input.DataValueColumns"/>.</summary>
internal static class DataValueFields
{
    /// <summary>The field of a name; none for a name that says nothing here.</summary>
    public static DataValueField Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        // They differ in length or first letter: one comparison a field in nearly all cases.
        5 when name.SequenceEqual("value"u8) => DataValueField.Value,
        6 when name.SequenceEqual("period"u8) => DataValueField.Period,
        7 when name.SequenceEqual("orgUnit"u8) => DataValueField.OrgUnit,
        7 when name.SequenceEqual("comment"u8) => DataValueField.Comment,
        7 when name.SequenceEqual("created"u8) => DataValueField.Created,
        7 when name.SequenceEqual("deleted"u8) => DataValueField.Deleted,
        7 when name.SequenceEqual("dataSet"u8) => DataValueField.DataSet,
        8 when name.SequenceEqual("storedBy"u8) => DataValueField.StoredBy,
        8 when name.SequenceEqual("followup"u8) || name.SequenceEqual("followUp"u8) => DataValueField.FollowUp,
        11 when name.SequenceEqual("dataElement"u8) => DataValueField.DataElement,
        11 when name.SequenceEqual("lastUpdated"u8) => DataValueField.LastUpdated,
        19 when name.SequenceEqual("categoryOptionCombo"u8) => DataValueField.CategoryOptionCombo,
        20 when name.SequenceEqual("attributeOptionCombo"u8) => DataValueField.AttributeOptionCombo,
        _ => DataValueField.None,
    };

    /// <summary>Gives a data value what a field holds; a time without a zone is none yet.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void Set(DataValue item, DataValueField field, in DataValueContent content)
    {
        switch (field)
        {
            case DataValueField.DataElement:
                item.DataElement = content.Text;
                break;
            case DataValueField.Period:
                item.Period = content.Text;
                break;
            case DataValueField.OrgUnit:
                item.OrgUnit = content.Text;
                break;
            case DataValueField.CategoryOptionCombo:
                item.CategoryOptionCombo = content.Text;
                break;
            case DataValueField.AttributeOptionCombo:
                item.AttributeOptionCombo = content.Text;
                break;
            case DataValueField.Value:
                item.Value = content.Text;
                break;
            case DataValueField.StoredBy:
                item.StoredBy = content.Text;
                break;
            case DataValueField.Created:
                item.Created = content.Time?.Moment;
                break;
            case DataValueField.LastUpdated:
                item.LastUpdated = content.Time?.Moment;
                break;
            case DataValueField.Comment:
                item.Comment = content.Text;
                break;
            case DataValueField.FollowUp:
                item.FollowUp = content.IsTrue;
                break;
            case DataValueField.Deleted:
                item.Deleted = content.IsTrue;
                break;
            case DataValueField.DataSet:
                item.DataSet = content.Text;
                break;
        }
    }
}
