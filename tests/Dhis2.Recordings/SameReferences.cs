using System.Text.Json.Nodes;

namespace Dhis2.Recordings;

/// <summary>Puts in place of <c>{"$same": name}</c> what the exchange of that name holds there.</summary>
internal static class SameReferences
{
    public static void Resolve(JsonArray exchanges)
    {
        var byName = exchanges.ToDictionary(e => (string)e!["name"]!, e => e!, StringComparer.Ordinal);
        foreach (var exchange in exchanges)
            Resolve(exchange!, [], byName);
    }

    private static void Resolve(JsonNode node, List<object> path, Dictionary<string, JsonNode> byName)
    {
        switch (node)
        {
            case JsonObject o:
                foreach (var (key, value) in o.ToList())
                    ResolveChild(value, [.. path, key], byName, replacement => o[key] = replacement);
                break;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    var at = i;
                    ResolveChild(array[i], [.. path, i], byName, replacement => array[at] = replacement);
                }
                break;
        }
    }

    private static void ResolveChild(JsonNode? child, List<object> path, Dictionary<string, JsonNode> byName, Action<JsonNode?> replace)
    {
        if (child is null or JsonValue)
            return;
        if (child is JsonObject { Count: 1 } o && o.TryGetPropertyValue("$same", out var name))
        {
            var target = path.Aggregate((JsonNode?)byName[(string)name!], Step)?.DeepClone();
            replace(target);
            if (target is not null)
                ResolveChild(target, path, byName, replace);
        }
        else
        {
            Resolve(child, path, byName);
        }
    }

    private static JsonNode? Step(JsonNode? node, object key) => key is int i ? node?[i] : node?[(string)key];
}
