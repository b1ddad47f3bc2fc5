using System.Runtime.CompilerServices;
using System.Text.Json;
using Dhis2.Client.Json;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.DataValues;

/// <summary>
/// Reads the data value set that a server answers, leniently: what its envelope fixes (2.43 leaves it out of the rows) is handed down to each value, and what it does
/// not know is passed over. A user's file is read by <see cref="Input.JsonRows"/>.
/// </summary>
internal sealed class DataValueEnvelope : JsonEnvelope<DataValue>
{
    private const int MostMembers = 20;

    private readonly Utf8StringCache _ids = new();
    private readonly Utf8StringCache _values = new(10);
    private readonly DataValue _shared = new();
    private readonly List<DataValueMember> _before = [];
    private readonly List<(DataValue Value, DataValueField Field, ServerTimestamp Time)> _withoutZone = [];

    /// <summary>What the server says in place of values, when it refuses and answers 200 all the same.</summary>
    public ServerMessage Refusal { get; } = new();

    /// <summary>Whether values have times without a zone. They are null until <see cref="SetZone"/> says which.</summary>
    public bool HasTimesWithoutZone => _withoutZone.Count > 0;

    /// <summary>Gives all values so far the times that were without a zone.</summary>
    public void SetZone(TimeZoneInfo server)
    {
        foreach (var (value, field, time) in _withoutZone)
            DataValueFields.Set(value, field, new DataValueContent { Time = new ServerTimestamp(time.Time, server.GetUtcOffset(time.Time)) });
        _withoutZone.Clear();
    }

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
            case "status":
                Refusal.Status = text;
                break;
            case "message":
                Refusal.Message = text;
                break;
            case "errorCode":
                Refusal.ErrorCode = text;
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
            var field = DataValueFields.Of(JsonScalar.Text(ref reader));
            if (!reader.Read())
                return false;
            if ((reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) && field is DataValueField.None or DataValueField.CategoryOptionCombo or DataValueField.AttributeOptionCombo)
            {
                if (!TryReadParts(ref reader, item, field))
                    return false;
            }
            else if (field != DataValueField.None)
            {
                Set(item, field, Read(field, JsonScalar.Of(ref reader)));
            }
        }
        return false;
    }

    // With unfoldOptionCombos an option combo is an object of categories and options: its text is kept as it is.
    private bool TryReadParts(ref Utf8JsonReader reader, DataValue item, DataValueField field)
    {
        if (field is not (DataValueField.CategoryOptionCombo or DataValueField.AttributeOptionCombo))
            return reader.TrySkip();
        if (!JsonDocument.TryParseValue(ref reader, out var parts))
            return false;
        using (parts)
            Set(item, field, new DataValueContent { Text = parts.RootElement.GetRawText() });
        return true;
    }

    // Nearly every value has the same members in the same order as the one before, mostly with the same contents: then one comparison of bytes recognises a whole member.
    [MethodImpl(HotPath.Compiled)]
    public override bool TryReadPlain(ref PlainJson json, out DataValue item)
    {
        item = NewValue();
        if (!json.TryTake('{'))
            return false;
        for (var i = 0; ; i++)
        {
            var member = i < _before.Count ? _before[i] : null;
            if ((member is null || !member.TryTakeSame(ref json)) && !TryReadMember(ref json, i, ref member))
                return false;
            Set(item, member!.Field, member.Value);
            if (!json.TryTake(','))
                return json.TryTake('}');
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private bool TryReadMember(ref PlainJson json, int place, ref DataValueMember? member)
    {
        if (member is null || !member.TryTakeName(ref json))
        {
            var start = json.Position;
            if (!json.TryName(out var name))
                return false;
            member = new DataValueMember(json.Since(start), DataValueFields.Of(name));
            if (place < _before.Count)
                _before.RemoveRange(place, _before.Count - place);
            if (place < MostMembers)
                _before.Add(member);
        }
        var at = json.Position;
        if (!json.TryScalar(out var value))
            return false;
        member.Keep(Read(member.Field, value), json.Since(at), value.Kind);
        return true;
    }

    private DataValueContent Read(DataValueField field, JsonScalar value) => field switch
    {
        DataValueField.Created or DataValueField.LastUpdated => new DataValueContent { Time = ServerTime.Read(value) },
        DataValueField.FollowUp or DataValueField.Deleted => new DataValueContent { IsTrue = value.IsTrue },
        DataValueField.Value or DataValueField.Comment => new DataValueContent { Text = value.ToText(_values) },
        DataValueField.None => default,
        _ => new DataValueContent { Text = value.ToText(_ids) },
    };

    [MethodImpl(HotPath.Compiled)]
    private void Set(DataValue item, DataValueField field, in DataValueContent content)
    {
        DataValueFields.Set(item, field, content);
        if (content.Time is { Offset: null } time)
            _withoutZone.Add((item, field, time));
    }

    private DataValue NewValue() =>
        new() { DataSet = _shared.DataSet, Period = _shared.Period, OrgUnit = _shared.OrgUnit, AttributeOptionCombo = _shared.AttributeOptionCombo };
}
