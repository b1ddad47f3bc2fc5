using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues;

/// <summary>
/// Reads a data value set: what its envelope fixes (2.43 leaves it out of the rows) is handed down to each value.
/// </summary>
internal sealed class DataValueEnvelope : JsonEnvelope<DataValue>
{
    private readonly Utf8StringCache _ids = new();
    private readonly Utf8StringCache _values = new(10);
    private readonly DataValue _shared = new();

    /// <summary>The date a set is marked complete with, when the envelope has one.</summary>
    public string? CompleteDate { get; private set; }

    public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth) =>
        depth == 1 && name == "dataValues" ? EnvelopeStep.Items : EnvelopeStep.Read;

    public override void ReadSide(string name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
            return;
        var text = JsonText.Read(ref reader, _ids);
        switch (name)
        {
            case "dataSet":
                _shared.DataSet = text;
                break;
            case "period":
                _shared.Period = text;
                break;
            case "orgUnit":
                _shared.OrgUnit = text;
                break;
            case "attributeOptionCombo":
                _shared.AttributeOptionCombo = text;
                break;
            case "completeDate":
                CompleteDate = text;
                break;
        }
    }

    public override bool TryReadItem(ref Utf8JsonReader reader, out DataValue item)
    {
        item = new DataValue { DataSet = _shared.DataSet, Period = _shared.Period, OrgUnit = _shared.OrgUnit, AttributeOptionCombo = _shared.AttributeOptionCombo };
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("a data value is not an object");
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return true;
            var field = Field(ref reader);
            if (!reader.Read())
                return false;
            if (!TrySet(item, field, ref reader))
                return false;
        }
        return false;
    }

    // The names differ in length or first letter: this is the hot path, one comparison a field in nearly all cases.
    private static int Field(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        return name.Length switch
        {
            5 when name.SequenceEqual("value"u8) => 1,
            6 when name.SequenceEqual("period"u8) => 2,
            7 when name.SequenceEqual("orgUnit"u8) => 3,
            7 when name.SequenceEqual("comment"u8) => 4,
            7 when name.SequenceEqual("created"u8) => 5,
            7 when name.SequenceEqual("deleted"u8) => 6,
            7 when name.SequenceEqual("dataSet"u8) => 12,
            8 when name.SequenceEqual("storedBy"u8) => 7,
            8 when name.SequenceEqual("followup"u8) || name.SequenceEqual("followUp"u8) => 8,
            11 when name.SequenceEqual("dataElement"u8) => 9,
            11 when name.SequenceEqual("lastUpdated"u8) => 10,
            19 when name.SequenceEqual("categoryOptionCombo"u8) => 11,
            20 when name.SequenceEqual("attributeOptionCombo"u8) => 13,
            _ => 0,
        };
    }

    private bool TrySet(DataValue item, int field, ref Utf8JsonReader reader)
    {
        switch (field)
        {
            case 1:
                item.Value = JsonText.Read(ref reader, _values);
                return true;
            case 2:
                item.Period = JsonText.Read(ref reader, _ids);
                return true;
            case 3:
                item.OrgUnit = JsonText.Read(ref reader, _ids);
                return true;
            case 4:
                item.Comment = JsonText.Read(ref reader, _values);
                return true;
            case 5:
                item.Created = ServerTime.Read(ref reader);
                return true;
            case 6:
                item.Deleted = JsonText.IsTrue(ref reader);
                return true;
            case 7:
                item.StoredBy = JsonText.Read(ref reader, _ids);
                return true;
            case 8:
                item.FollowUp = JsonText.IsTrue(ref reader);
                return true;
            case 9:
                item.DataElement = JsonText.Read(ref reader, _ids);
                return true;
            case 10:
                item.LastUpdated = ServerTime.Read(ref reader);
                return true;
            case 11:
                item.CategoryOptionCombo = JsonText.Read(ref reader, _ids);
                return true;
            case 12:
                item.DataSet = JsonText.Read(ref reader, _ids);
                return true;
            case 13:
                item.AttributeOptionCombo = JsonText.Read(ref reader, _ids);
                return true;
            default:
                return reader.TrySkip();
        }
    }
}
