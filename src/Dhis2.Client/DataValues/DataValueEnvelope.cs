using System.Runtime.CompilerServices;
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
        var text = JsonScalar.Of(ref reader).ToText(_ids);
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
        item = NewValue();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("a data value is not an object");
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return true;
            var field = Field(JsonScalar.Text(ref reader));
            if (!reader.Read())
                return false;
            if (field != 0)
                Set(item, field, JsonScalar.Of(ref reader));
            else if (!reader.TrySkip())
                return false;
        }
        return false;
    }

    [MethodImpl(HotPath.Compiled)]
    public override bool TryReadPlain(ref PlainJson json, out DataValue item)
    {
        item = NewValue();
        if (!json.TryTake('{'))
            return false;
        do
        {
            if (!json.TryName(out var name) || !json.TryScalar(out var value))
                return false;
            Set(item, Field(name), value);
        }
        while (json.TryTake(','));
        return json.TryTake('}');
    }

    private DataValue NewValue() =>
        new() { DataSet = _shared.DataSet, Period = _shared.Period, OrgUnit = _shared.OrgUnit, AttributeOptionCombo = _shared.AttributeOptionCombo };

    // The names differ in length or first letter: this is the hot path, one comparison a field in nearly all cases.
    [MethodImpl(HotPath.Compiled)]
    private static int Field(ReadOnlySpan<byte> name)
    {
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

    [MethodImpl(HotPath.Compiled)]
    private void Set(DataValue item, int field, JsonScalar value)
    {
        switch (field)
        {
            case 1:
                item.Value = value.ToText(_values);
                break;
            case 2:
                item.Period = value.ToText(_ids);
                break;
            case 3:
                item.OrgUnit = value.ToText(_ids);
                break;
            case 4:
                item.Comment = value.ToText(_values);
                break;
            case 5:
                item.Created = ServerTime.Read(value);
                break;
            case 6:
                item.Deleted = value.IsTrue;
                break;
            case 7:
                item.StoredBy = value.ToText(_ids);
                break;
            case 8:
                item.FollowUp = value.IsTrue;
                break;
            case 9:
                item.DataElement = value.ToText(_ids);
                break;
            case 10:
                item.LastUpdated = ServerTime.Read(value);
                break;
            case 11:
                item.CategoryOptionCombo = value.ToText(_ids);
                break;
            case 12:
                item.DataSet = value.ToText(_ids);
                break;
            case 13:
                item.AttributeOptionCombo = value.ToText(_ids);
                break;
        }
    }
}
