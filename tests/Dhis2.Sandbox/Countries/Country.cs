using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.Countries;

/// <summary>The metadata of a country: every type's objects as JSON, by uid.</summary>
internal sealed class Country
{
    private readonly Dictionary<string, Dictionary<string, JsonObject>> _types = new(StringComparer.Ordinal);

    /// <summary>The objects of a type (plural name, as in the API's paths), by uid, in the order they came.</summary>
    public IReadOnlyDictionary<string, JsonObject> Of(string type) =>
        _types.TryGetValue(type, out var objects) ? objects : new Dictionary<string, JsonObject>();

    /// <summary>One object, or null.</summary>
    public JsonObject? Find(string type, string uid) => _types.TryGetValue(type, out var objects) ? objects.GetValueOrDefault(uid) : null;

    public static Country Load(SandboxOptions options)
    {
        using var stream = typeof(Country).Assembly.GetManifestResourceStream("sandland.json")!;
        var root = JsonNode.Parse(stream)!.AsObject();
        var country = new Country();
        foreach (var (type, objects) in root)
            country._types[type] = objects!.AsArray().ToDictionary(o => (string)o!["id"]!, o => o!.AsObject());
        return country;
    }
}
