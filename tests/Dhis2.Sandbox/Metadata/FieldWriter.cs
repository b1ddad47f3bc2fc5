using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.Metadata;

/// <summary>Writes an object with the fields asked for.</summary>
internal sealed class FieldWriter(MetadataView view)
{
    // A user who is referred to is always shown with these, whatever was asked for.
    private static readonly IReadOnlyList<FieldNode> s_userFields = FieldParser.Parse("id,code,name,displayName,username")!;

    public void WriteObject(Utf8JsonWriter writer, MetadataItem item, IReadOnlyList<FieldNode> fields)
    {
        writer.WriteStartObject();
        foreach (var field in Expand(item, fields))
            WriteField(writer, item, field);
        writer.WriteEndObject();
    }

    private IEnumerable<FieldNode> Expand(MetadataItem item, IReadOnlyList<FieldNode> fields)
    {
        if (fields.All(f => !f.IsPreset && !f.IsExclusion))
            return fields;
        var excluded = fields.Where(f => f.IsExclusion).Select(f => f.Name[1..]).ToHashSet(StringComparer.Ordinal);
        var named = fields.Where(f => !f.IsPreset && !f.IsExclusion).ToDictionary(f => f.Name, StringComparer.Ordinal);
        var wanted = fields.Where(f => f.IsPreset).SelectMany(f => Presets.Expand(f.Name, item, view)).Concat(named.Keys).Distinct(StringComparer.Ordinal);
        return wanted.Where(name => !excluded.Contains(name)).Select(name => named.GetValueOrDefault(name) ?? new FieldNode(name, null, []));
    }

    private void WriteField(Utf8JsonWriter writer, MetadataItem item, FieldNode field)
    {
        if (field.Transformers.Count == 0 && field.Children is null && item.TryWrite(writer, field.Name))
            return;
        if (item.Get(field.Name, view) is { } value)
            WriteValue(writer, field, value);
    }

    private void WriteValue(Utf8JsonWriter writer, FieldNode field, JsonNode value)
    {
        var name = field.Name;
        foreach (var transformer in field.Transformers)
        {
            switch (transformer.Name)
            {
                case "rename":
                    name = transformer.Argument;
                    break;
                case "size" when value is JsonArray list:
                    writer.WriteNumber(name = NameAfter(field, name), list.Count);
                    return;
                case "isEmpty" when value is JsonArray list:
                    writer.WriteBoolean(NameAfter(field, name), list.Count == 0);
                    return;
                case "isNotEmpty" when value is JsonArray list:
                    writer.WriteBoolean(NameAfter(field, name), list.Count > 0);
                    return;
                case "pluck" when value is JsonArray list && transformer.Argument.Length == 0:
                    value = new JsonArray([.. list.Select(n => n?["id"]?.DeepClone())]);
                    break;
            }
        }
        writer.WritePropertyName(name);
        Write(writer, value, field.Children);
    }

    // A later rename counts for a size before it, too.
    private static string NameAfter(FieldNode field, string name) =>
        field.Transformers.LastOrDefault(t => t.Name == "rename")?.Argument ?? name;

    private void Write(Utf8JsonWriter writer, JsonNode? value, IReadOnlyList<FieldNode>? children)
    {
        switch (value)
        {
            case JsonArray list when children is not null:
                writer.WriteStartArray();
                foreach (var member in list)
                    Write(writer, member, children);
                writer.WriteEndArray();
                break;
            case JsonObject o when children is not null:
                WriteInside(writer, o, children);
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    // What stands there may be a reference to an object, or a part with members of its own.
    private void WriteInside(Utf8JsonWriter writer, JsonObject o, IReadOnlyList<FieldNode> fields)
    {
        if ((string?)o["id"] is { } uid && view.Index.Find(uid) is { } item)
        {
            WriteObject(writer, item, item.Type == "users" ? s_userFields : fields);
            return;
        }
        writer.WriteStartObject();
        var all = fields.Any(f => f.IsPreset);
        foreach (var (name, member) in o)
        {
            var field = fields.FirstOrDefault(f => f.Name == name);
            if (field is null && !all)
                continue;
            WriteValue(writer, field ?? new FieldNode(name, null, []), member ?? "");
        }
        writer.WriteEndObject();
    }
}
