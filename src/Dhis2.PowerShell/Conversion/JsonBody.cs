using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Writes what PowerShell works with as JSON, so that an object read and sent again is the same.</summary>
internal static class JsonBody
{
    private const int MaximumDepth = 128;

    // Escapes as little as JSON allows: the text goes to a server and into no page.
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
        var bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (bare is null || bare == System.Management.Automation.Internal.AutomationNull.Value)
            writer.WriteNullValue();
        else if (!TryWriteScalar(writer, bare))
            WriteStructure(writer, value!, bare, depth);
    }

    private static bool TryWriteScalar(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                return true;
            case bool flag:
                writer.WriteBooleanValue(flag);
                return true;
            case SwitchParameter flag:
                writer.WriteBooleanValue(flag.IsPresent);
                return true;
            case decimal number:
                writer.WriteNumberValue(number);
                return true;
            case double number:
                WriteDouble(writer, number);
                return true;
            case float number:
                WriteDouble(writer, number);
                return true;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                return true;
            case ulong number:
                writer.WriteNumberValue(number);
                return true;
            default:
                return TryWriteText(writer, value);
        }
    }

    private static bool TryWriteText(Utf8JsonWriter writer, object value)
    {
        var text = value switch
        {
            DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
            // The server reads a time without a zone as its own local time.
            DateTime time => time.ToString(time.Kind == DateTimeKind.Utc ? "yyyy-MM-ddTHH:mm:ss.fffZ" : "yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture),
            Uri or Guid or char or Enum or Version => value.ToString(),
            _ => null,
        };
        if (text is null)
            return false;
        writer.WriteStringValue(text);
        return true;
    }

    private static void WriteStructure(Utf8JsonWriter writer, object value, object bare, int depth)
    {
        switch (bare)
        {
            case IDictionary map:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                    WriteMember(writer, Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, entry.Value, depth);
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

    private static void WriteDouble(Utf8JsonWriter writer, double number)
    {
        if (double.IsNaN(number) || double.IsInfinity(number))
            throw new Dhis2InputException("JSON has no number for NaN or infinity.", "Leave the value out or send a text.") { Item = number };
        writer.WriteNumberValue(number);
    }
}
