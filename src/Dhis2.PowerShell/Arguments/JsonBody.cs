using System.Collections;
using System.Management.Automation;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dhis2.PowerShell.Arguments;

/// <summary>Writes what PowerShell works with as JSON, so that an object read and sent again is the same.</summary>
internal static class JsonBody
{
    private const int MaximumDepth = 128;

    // Escapes only what JSON must escape: the text is sent to a server and never put into HTML.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A value as UTF-8 JSON.</summary>
    public static byte[] ToUtf8(object? value)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, s_options))
            Write(writer, value, 0);
        return memory.ToArray();
    }

    /// <summary>Writes one value.</summary>
    public static void Write(Utf8JsonWriter writer, object? value, int depth = 0)
    {
        if (depth > MaximumDepth)
            throw new Dhis2InputException($"The object is nested more than {MaximumDepth} deep, or holds itself.", "Send a part of it, chosen with Select-Object.") { Item = value };
        var bare = ServerText.Bare(value);
        if (bare is null)
            writer.WriteNullValue();
        else if (!TryWriteScalar(writer, bare))
            WriteStructure(writer, value!, bare, depth);
    }

    private static bool TryWriteScalar(Utf8JsonWriter writer, object bare)
    {
        if (bare is string text)
            writer.WriteStringValue(text);
        else if (bare is bool or SwitchParameter || ServerText.OfNumber(bare) is not null)
            writer.WriteRawValue(ServerText.OfScalar(bare)!, skipInputValidation: true);
        else if (ServerText.OfScalar(bare) is { } written)
            writer.WriteStringValue(written);
        else
            return false;
        return true;
    }

    private static void WriteStructure(Utf8JsonWriter writer, object value, object bare, int depth)
    {
        ServerText.CheckIsData(bare);
        switch (bare)
        {
            case IDictionary map:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                    WriteMember(writer, ServerText.Of(entry.Key)!, entry.Value, depth);
                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                    Write(writer, item, depth + 1);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                foreach (var property in PSObject.AsPSObject(value).Properties)
                {
                    if (property.IsGettable)
                        WriteMember(writer, property.Name, property.Value, depth);
                }
                writer.WriteEndObject();
                break;
        }
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, object? value, int depth)
    {
        writer.WritePropertyName(name);
        Write(writer, value, depth + 1);
    }
}
