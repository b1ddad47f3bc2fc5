using System.Runtime.CompilerServices;
using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues;

/// <summary>
/// Reads a data value set: what its envelope fixes (2.43 leaves it out of the rows) is handed down to each value.
/// </summary>
internal sealed class DataValueEnvelope : JsonEnvelope<DataValue>
{
    private const int MostMembers = 20;

    private readonly Utf8StringCache _ids = new();
    private readonly Utf8StringCache _values = new(10);
    private readonly DataValue _shared = new();
    private readonly List<DataValueMember> _before = [];

    /// <summary>The date a set is marked complete with, when the envelope has one.</summary>
    public string? CompleteDate { get; private set; }

    /// <summary>What the server says in place of values, when it refuses and answers 200 all the same.</summary>
    public ServerMessage Refusal { get; } = new();

    /// <summary>Whether a value had a time without a zone.</summary>
    public bool SawTimeWithoutZone { get; private set; }

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
            var field = DataValueFields.Of(JsonScalar.Text(ref reader));
            if (!reader.Read())
                return false;
            if (field != DataValueField.None)
                DataValueFields.Set(item, field, Read(field, JsonScalar.Of(ref reader)));
            else if (!reader.TrySkip())
                return false;
        }
        return false;
    }

    // Nearly every value has the members of the one before in the same order, and most of them say the same: then one look tells a whole member.
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
            DataValueFields.Set(item, member!.Field, member.Value);
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

    [MethodImpl(HotPath.Compiled)]
    private DataValueContent Read(DataValueField field, JsonScalar value) => field switch
    {
        DataValueField.Created or DataValueField.LastUpdated => new DataValueContent { Time = ReadTime(value) },
        DataValueField.FollowUp or DataValueField.Deleted => new DataValueContent { IsTrue = value.IsTrue },
        DataValueField.Value or DataValueField.Comment => new DataValueContent { Text = value.ToText(_values) },
        DataValueField.None => default,
        _ => new DataValueContent { Text = value.ToText(_ids) },
    };

    private DateTimeOffset? ReadTime(JsonScalar value)
    {
        var time = ServerTime.Read(value);
        SawTimeWithoutZone |= ServerTime.HasNoZone(time);
        return time;
    }

    private DataValue NewValue() =>
        new() { DataSet = _shared.DataSet, Period = _shared.Period, OrgUnit = _shared.OrgUnit, AttributeOptionCombo = _shared.AttributeOptionCombo };
}
