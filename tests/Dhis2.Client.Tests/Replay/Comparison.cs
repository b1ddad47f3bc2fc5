using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dhis2.Recordings;

namespace Dhis2.Client.Tests.Replay;

/// <summary>An answer of the sandbox.</summary>
public sealed record ReplayedAnswer(int Status, string? MediaType, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The body as JSON, or null.</summary>
    public JsonNode? Json
    {
        get
        {
            try
            {
                return Body.Length == 0 ? null : JsonNode.Parse(Body);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}

/// <summary>Compares an answer of the sandbox with the recorded one.</summary>
public static partial class Comparison
{
    public static IReadOnlyList<string> Differences(RecordedResponse recorded, ReplayedAnswer actual)
    {
        if (recorded.Status != actual.Status)
            return [$"status: recorded {recorded.Status}, answered {actual.Status}: {Head(actual.Body)}"];
        if (recorded.MediaType != actual.MediaType)
            return [$"content type: recorded {recorded.MediaType}, answered {actual.MediaType}"];
        return BodyDifferences(recorded.Body, actual);
    }

    private static IReadOnlyList<string> BodyDifferences(RecordedBody recorded, ReplayedAnswer actual)
    {
        if (recorded.IsEmpty)
            return actual.Body.Length == 0 ? [] : [$"body: recorded none, answered {Head(actual.Body)}"];
        if (actual.Body.Length == 0)
            return ["body: answered none"];
        if (recorded.Json is not null)
            return actual.Json is { } json ? Shape.Differences(recorded.Json, json) : [$"body: no JSON: {Head(actual.Body)}"];
        return recorded.Text is { } text ? TextDifferences(text, actual) : [];
    }

    private static string[] TextDifferences(string recorded, ReplayedAnswer actual)
    {
        if (actual.MediaType == "text/html")
            return Title(recorded) == Title(actual.Body) ? [] : [$"title: recorded {Title(recorded)}, answered {Title(actual.Body)}"];
        if (actual.MediaType is not ("application/csv" or "text/csv"))
            return [];
        if (CutMark().Match(recorded) is { Success: true } cut)
            return CutDifferences(recorded[..cut.Index], int.Parse(cut.Groups[1].Value, CultureInfo.InvariantCulture), actual.Body);
        var (a, b) = (recorded.Split('\n'), actual.Body.Split('\n'));
        if (a[0] != b[0])
            return [$"first line: recorded {a[0]}, answered {b[0]}"];
        return a.Length == b.Length ? [] : [$"lines: recorded {a.Length}, answered {b.Length}"];
    }

    // Of a long text only the beginning was kept, and its length.
    private static string[] CutDifferences(string beginning, int length, string actual)
    {
        if (!actual.StartsWith(beginning.TrimEnd('\n'), StringComparison.Ordinal))
            return [$"beginning: recorded {Head(beginning)}, answered {Head(actual)}"];
        return actual.Length == length ? [] : [$"length: recorded {length}, answered {actual.Length}"];
    }

    private static string Title(string html) => TitleElement().Match(html).Groups[1].Value;

    private static string Head(string text) => text.Length > 160 ? text[..160] + "..." : text;

    [GeneratedRegex(@"\n\.\.\.cut, (\d+) characters in all$")]
    private static partial Regex CutMark();

    [GeneratedRegex("<title>(.*?)</title>", RegexOptions.Singleline)]
    private static partial Regex TitleElement();
}
