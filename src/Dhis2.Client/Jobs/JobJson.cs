using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Errors;

namespace Dhis2.Client.Jobs;

/// <summary>Reads single values out of what the server says of jobs. What is missing or of another type is null.</summary>
internal static class JobJson
{
    public static string? Text(JsonElement element, string name) => ServerMessageReader.Text(element, name);

    public static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    public static long Number(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;

    /// <summary>A time of the server, which names no zone.</summary>
    public static DateTime? Time(string? text) => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
