using System.Text.Json.Nodes;
using Dhis2.Sandbox.Jobs;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Makes the category option combinations that a category combination lacks.</summary>
/// <param name="store">Where they are put.</param>
/// <param name="find">Finds categories and combinations that are not stored yet; null finds what is stored.</param>
internal sealed class OptionComboMaker(ObjectStore store, Func<string, string, JsonObject?>? find = null)
{
    private const string Type = "categoryOptionCombos";

    /// <summary>The names of those that were made.</summary>
    public IReadOnlyList<string> Make(string categoryCombo)
    {
        var there = store.Of(Type).Where(c => (string?)c["categoryCombo"]?["id"] == categoryCombo).Select(c => Key(Ids(c["categoryOptions"]))).ToHashSet(StringComparer.Ordinal);
        var made = Expected(categoryCombo).Where(options => !there.Contains(Key(options))).Select(options => Combine(categoryCombo, options)).ToList();
        store.Put(Type, made);
        return [.. made.Select(c => (string)c["name"]!)];
    }

    /// <summary>All combinations of one option of each category.</summary>
    public IEnumerable<IReadOnlyList<string>> Expected(string categoryCombo)
    {
        IEnumerable<IReadOnlyList<string>> combinations = [[]];
        foreach (var category in Ids(Find("categoryCombos", categoryCombo)?["categories"]))
        {
            var options = Ids(Find("categories", category)?["categoryOptions"]).ToList();
            combinations = combinations.SelectMany(begun => options.Select(option => (IReadOnlyList<string>)[.. begun, option]));
        }
        return combinations;
    }

    private JsonObject? Find(string type, string uid) => find is null ? store.Find(type, uid) : find(type, uid);

    private JsonObject Combine(string categoryCombo, IReadOnlyList<string> options) => new()
    {
        ["id"] = JobBoard.NewUid(),
        ["name"] = string.Join(", ", options.Select(o => (string?)store.Find("categoryOptions", o)?["name"])),
        ["categoryCombo"] = new JsonObject { ["id"] = categoryCombo },
        ["categoryOptions"] = new JsonArray([.. options.Select(o => new JsonObject { ["id"] = o })]),
    };

    private static IEnumerable<string> Ids(JsonNode? list) => (list as JsonArray ?? []).Select(o => (string)o!["id"]!);

    private static string Key(IEnumerable<string> options) => string.Join(';', options.Order(StringComparer.Ordinal));
}
