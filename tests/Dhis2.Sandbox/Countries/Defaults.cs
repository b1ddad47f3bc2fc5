using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.Countries;

/// <summary>The default category objects, which every server makes for itself with the same uids.</summary>
internal static class Defaults
{
    /// <summary>The uid is that of a default object.</summary>
    public static bool Holds(string? uid) =>
        uid is Country.DefaultCategoryCombo or Country.DefaultCategory or Country.DefaultCategoryOption or Country.DefaultCategoryOptionCombo;

    public static void AddTo(Dictionary<string, Dictionary<string, JsonObject>> types)
    {
        Add(types, "categoryOptions", Country.DefaultCategoryOption, new JsonObject());
        Add(types, "categories", Country.DefaultCategory, new JsonObject
        {
            ["dataDimensionType"] = "DISAGGREGATION",
            ["categoryOptions"] = References(Country.DefaultCategoryOption),
        });
        Add(types, "categoryCombos", Country.DefaultCategoryCombo, new JsonObject
        {
            ["dataDimensionType"] = "DISAGGREGATION",
            ["categories"] = References(Country.DefaultCategory),
        });
        Add(types, "categoryOptionCombos", Country.DefaultCategoryOptionCombo, new JsonObject
        {
            ["categoryCombo"] = new JsonObject { ["id"] = Country.DefaultCategoryCombo },
            ["categoryOptions"] = References(Country.DefaultCategoryOption),
        });
    }

    private static void Add(Dictionary<string, Dictionary<string, JsonObject>> types, string type, string uid, JsonObject more)
    {
        var json = new JsonObject { ["id"] = uid, ["code"] = "default", ["name"] = "default", ["shortName"] = "default" };
        foreach (var (key, value) in more.ToList())
        {
            more.Remove(key);
            json[key] = value;
        }
        if (!types.TryGetValue(type, out var objects))
            types[type] = objects = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        objects.TryAdd(uid, json);
    }

    private static JsonArray References(params string[] uids) => [.. uids.Select(u => new JsonObject { ["id"] = u })];
}
