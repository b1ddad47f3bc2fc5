using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dhis2.Client.Tests.Replay;

/// <summary>Compares JSON by its shape: keys, kinds of values, lengths of lists, and the few values that are no wording.</summary>
public static class Shape
{
    // Counts, codes and statuses: what a client decides by.
    private static readonly HashSet<string> s_compared = new(StringComparer.Ordinal)
    {
        "httpStatusCode", "httpStatus", "status", "errorCode", "loginStatus", "responseType",
        "dataSetComplete", "jobType", "jobStatus", "completed",
    };

    // Compared where they are numbers; elsewhere the same name may be a moment.
    private static readonly HashSet<string> s_comparedNumbers = new(StringComparer.Ordinal)
    {
        "page", "pageSize", "pageCount", "total", "width", "height",
        "imported", "updated", "ignored", "deleted", "created", "rejectedIndexes", "indexes",
    };

    /// <summary>The first differences, as path and text; empty where the shapes agree.</summary>
    public static IReadOnlyList<string> Differences(JsonNode? recorded, JsonNode? actual)
    {
        var found = new List<string>();
        Compare(recorded, actual, "$", found);
        return found;
    }

    private static void Compare(JsonNode? recorded, JsonNode? actual, string path, List<string> found)
    {
        if (found.Count > 5)
            return;
        switch (recorded, actual)
        {
            case (JsonObject a, JsonObject b):
                CompareObjects(a, b, path, found);
                break;
            case (JsonArray a, JsonArray b):
                CompareArrays(a, b, path, found);
                break;
            default:
                if (Kind(recorded) != Kind(actual))
                    found.Add($"{path}: recorded {Kind(recorded)}, answered {Kind(actual)}");
                else if (IsCompared(path, recorded) && recorded?.ToJsonString() != actual?.ToJsonString())
                    found.Add($"{path}: recorded {recorded?.ToJsonString()}, answered {actual?.ToJsonString()}");
                break;
        }
    }

    private static bool IsCompared(string path, JsonNode? value)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        name = bracket < 0 ? name : name[..bracket];
        return s_compared.Contains(name) || (value?.GetValueKind() == JsonValueKind.Number && s_comparedNumbers.Contains(name));
    }

    private static void CompareObjects(JsonObject recorded, JsonObject actual, string path, List<string> found)
    {
        if (IsMap(recorded) && IsMap(actual))
        {
            // Keys are ids: made anew each time.
            CompareArrays(ToArray(recorded), ToArray(actual), path, found);
            return;
        }
        var cut = recorded.ContainsKey("$more");
        foreach (var (key, value) in recorded)
        {
            if (key == "$more")
                continue;
            if (!actual.ContainsKey(key))
                found.Add($"{path}.{key}: missing");
            else
                Compare(value, actual[key], $"{path}.{key}", found);
        }
        foreach (var (key, _) in actual)
        {
            if (!recorded.ContainsKey(key) && !cut)
                found.Add($"{path}.{key}: not in the recording");
        }
    }

    private static bool IsMap(JsonObject o) =>
        o.Count > 0 && o.All(p => p.Key.Length == 11 && p.Key.All(char.IsAsciiLetterOrDigit)) && o.Any(p => p.Key.Any(char.IsAsciiDigit));

    private static JsonArray ToArray(JsonObject map) => [.. map.Select(p => p.Value?.DeepClone())];

    private static void CompareArrays(JsonArray recorded, JsonArray actual, string path, List<string> found)
    {
        var more = recorded.Count > 0 && recorded[^1] is JsonObject { Count: 1 } last && last.TryGetPropertyValue("$more", out var n) ? (int)n! : 0;
        var shown = more > 0 ? recorded.Count - 1 : recorded.Count;
        if (shown + more != actual.Count)
        {
            found.Add($"{path}: recorded {shown + more} items, answered {actual.Count}");
            return;
        }
        if (path.EndsWith(".dataValues", StringComparison.Ordinal) || path.EndsWith(".apiToken", StringComparison.Ordinal))
            actual = Arranged(recorded, actual, shown);
        for (var i = 0; i < shown; i++)
            Compare(recorded[i], actual[i], $"{path}[{i}]", found);
    }

    // Data values come in no order, and tokens in that of their random ids: each recorded one is compared with one that is like it.
    private static JsonArray Arranged(JsonArray recorded, JsonArray actual, int shown)
    {
        var left = actual.ToList();
        var arranged = new List<JsonNode?>();
        for (var i = 0; i < shown; i++)
        {
            var like = left.FindIndex(item => Differences(recorded[i], item).Count == 0);
            arranged.Add(left[Math.Max(like, 0)]);
            left.RemoveAt(Math.Max(like, 0));
        }
        return [.. arranged.Select(item => item?.DeepClone())];
    }

    private static string Kind(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a string",
        JsonValueKind.Array => "a list",
        _ => "an object",
    };
}
