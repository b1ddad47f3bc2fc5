using System.Text.Json.Nodes;

namespace Dhis2.Client.Tests.Replay;

/// <summary>Ids that a server made during a recording, and those the sandbox made in their place.</summary>
internal sealed class ReplayIds
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <summary>Learns from the answer to a write: ids in the same place belong together.</summary>
    public void Learn(JsonNode? recorded, JsonNode? actual)
    {
        switch (recorded, actual)
        {
            case (JsonObject a, JsonObject b):
                foreach (var (key, value) in a)
                    Learn(value, b[key]);
                break;
            case (JsonArray a, JsonArray b):
                for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
                    Learn(a[i], b[i]);
                break;
            case (JsonValue a, JsonValue b) when a.TryGetValue<string>(out var from) && b.TryGetValue<string>(out var to):
                if (from != to && IsUid(from) && IsUid(to))
                    _ids[from] = to;
                break;
        }
    }

    public string Apply(string text)
    {
        foreach (var (from, to) in _ids)
            text = text.Replace(from, to, StringComparison.Ordinal);
        return text;
    }

    private static bool IsUid(string text) => text.Length == 11 && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit);
}
