using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dhis2.Recordings;

/// <summary>A recorded body: JSON, text, bytes, or nothing.</summary>
public sealed class RecordedBody
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static RecordedBody None { get; } = new();

    /// <summary>The JSON, with <c>$same</c> resolved; null where the body was something else, or JSON's null.</summary>
    public JsonNode? Json { get; private init; }

    /// <summary>The text of a body that was not JSON.</summary>
    public string? Text { get; private init; }

    /// <summary>The bytes of a body that was neither, where they were kept.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; private init; }

    /// <summary>The length of bytes of which only a description was kept.</summary>
    public int? Length { get; private init; }

    /// <summary>There was no body.</summary>
    public bool IsEmpty => Json is null && Text is null && Bytes is null && Length is null;

    /// <summary>The recording holds everything that was on the wire: no list was shortened.</summary>
    public bool IsWhole => Length is null && !HoldsMore(Json);

    /// <summary>What was on the wire, as far as it is known.</summary>
    /// <exception cref="InvalidOperationException">Only a description was kept.</exception>
    public byte[] ToBytes()
    {
        if (Length is not null)
            throw new InvalidOperationException("Of this body only a description was recorded.");
        return Bytes?.ToArray() ?? Encoding.UTF8.GetBytes(Text ?? Json?.ToJsonString(s_plain) ?? "");
    }

    internal static RecordedBody Read(JsonNode? node, bool textIsRaw)
    {
        if (node is JsonObject { } special && special.Count > 0 && special.First().Key.StartsWith('$'))
            return ReadSpecial(special);
        // A request body that was no JSON, or not valid JSON, stands as a string.
        if (textIsRaw && node is JsonValue value && value.GetValueKind() == JsonValueKind.String)
            return new RecordedBody { Text = (string)value! };
        return node is null ? None : new RecordedBody { Json = node };
    }

    private static RecordedBody ReadSpecial(JsonObject special)
    {
        if (special.TryGetPropertyValue("$text", out var text))
            return new RecordedBody { Text = (string)text! };
        if (special.TryGetPropertyValue("$base64", out var base64))
            return new RecordedBody { Bytes = Convert.FromBase64String((string)base64!) };
        if (special.TryGetPropertyValue("$bytes", out var length))
            return new RecordedBody { Length = (int)length!, Json = null };
        return special.ContainsKey("$multipart") || special.ContainsKey("$counts")
            ? new RecordedBody { Length = -1 }
            : new RecordedBody { Json = special };
    }

    private static bool HoldsMore(JsonNode? node) => node switch
    {
        JsonArray array => array.Any(HoldsMore),
        JsonObject o => o.ContainsKey("$more") || o.Any(p => HoldsMore(p.Value)),
        _ => false,
    };
}
