using System.Globalization;
using System.Text.Json;

namespace Dhis2.Client.Json;

/// <summary>Reads members of what a server sent: what is not there, or of another kind than expected, is null or nothing, and never an error.</summary>
internal static class JsonElementExtensions
{
    /// <summary>A member that is a text; null where there is none.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A member that is a whole number, or a text of one, as gateways and XML write it; null where there is none.</summary>
    public static long? Number(this JsonElement element, string name) => element.Member(name) is { } value ? value.Number() : null;

    /// <summary>The whole number that a value is, or the text of one.</summary>
    public static long? Number(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>Whether a member is true.</summary>
    public static bool Flag(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.True };

    /// <summary>A member that is an object; null where there is none.</summary>
    public static JsonElement? Child(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    /// <summary>The items of a member that is an array; nothing where there is none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>The items of a member that is an array; nothing where there is none, or no element.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? element, string name) => element is { } root ? root.Items(name) : Enumerable.Empty<JsonElement>();

    private static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}
