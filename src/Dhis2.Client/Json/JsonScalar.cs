using System.Text;
using System.Text.Json;

namespace Dhis2.Client.Json;

/// <summary>What a value without parts is.</summary>
internal enum JsonScalarKind
{
    Null,
    True,
    False,
    Text,
    Number,
}

/// <summary>A value without parts, as the UTF-8 it was written in: a text without its quotes and escapes, a number digit by digit.</summary>
internal readonly ref struct JsonScalar(JsonScalarKind kind, ReadOnlySpan<byte> utf8)
{
    public JsonScalarKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Utf8 { get; } = utf8;

    /// <summary>True for <c>true</c> and <c>"true"</c>.</summary>
    public bool IsTrue => Kind == JsonScalarKind.True || (Kind == JsonScalarKind.Text && Utf8.SequenceEqual("true"u8));

    /// <summary>The value a reader stands on.</summary>
    /// <exception cref="JsonException">It is an object or an array.</exception>
    public static JsonScalar Of(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => new JsonScalar(JsonScalarKind.Null, default),
        JsonTokenType.True => new JsonScalar(JsonScalarKind.True, default),
        JsonTokenType.False => new JsonScalar(JsonScalarKind.False, default),
        JsonTokenType.String => new JsonScalar(JsonScalarKind.Text, Text(ref reader)),
        JsonTokenType.Number => new JsonScalar(JsonScalarKind.Number, reader.ValueSpan),
        _ => throw new JsonException($"a single value was expected, and not '{reader.TokenType}'"),
    };

    /// <summary>The text or name a reader stands on, without escapes.</summary>
    public static ReadOnlySpan<byte> Text(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;

    /// <summary>A text, a number or a boolean as text; null for null.</summary>
    public string? ToText(Utf8StringCache cache) => Kind switch
    {
        JsonScalarKind.Null => null,
        JsonScalarKind.True => "true",
        JsonScalarKind.False => "false",
        _ => cache.Get(Utf8),
    };
}
