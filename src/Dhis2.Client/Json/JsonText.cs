using System.Text.Json;

namespace Dhis2.Client.Json;

/// <summary>Reads single values off a JSON reader with as few strings as can be.</summary>
internal static class JsonText
{
    /// <summary>A text, a number or a boolean as text; null for null.</summary>
    public static string? Read(ref Utf8JsonReader reader, Utf8StringCache cache)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            case JsonTokenType.String when reader.ValueIsEscaped:
                return reader.GetString();
            case JsonTokenType.String or JsonTokenType.Number:
                return cache.Get(reader.ValueSpan);
            default:
                throw new JsonException($"a single value was expected, and not '{reader.TokenType}'");
        }
    }

    /// <summary>True for <c>true</c> and <c>"true"</c>.</summary>
    public static bool IsTrue(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.True || (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("true"u8));
}
