using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues.Import;

/// <summary>An option combo that categories of ADX make.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="Name">Its id in the scheme of the rows' option combos; null where it has none, as most have no code.</param>
internal sealed record AdxOptionCombo(string Uid, string? Name);

/// <summary>A category combo: its categories with their options, as ADX names them, and the option combos that these make.</summary>
internal sealed class AdxCategoryCombo
{
    private const string Default = "default";

    private readonly List<Category> _categories = [];
    private readonly Dictionary<string, AdxOptionCombo?> _combos = new(StringComparer.Ordinal);

    private AdxCategoryCombo()
    {
    }

    /// <summary>Reads one.</summary>
    /// <param name="item">A category combo, with its categories, their options, and its option combos.</param>
    /// <param name="scheme">What ADX calls categories by.</param>
    /// <param name="optionScheme">What it calls their options by.</param>
    /// <param name="comboScheme">What rows call option combos by.</param>
    public static AdxCategoryCombo Read(JsonElement item, IdProperty scheme, IdProperty optionScheme, IdProperty comboScheme)
    {
        var combo = new AdxCategoryCombo();
        foreach (var category in item.Items("categories"))
        {
            var options = category.Items("categoryOptions").Select(option => (Name: optionScheme.Read(option), Uid: option.Text("id"))).ToList();
            combo._categories.Add(new Category(scheme.Read(category), category.Text("name") == Default, options));
        }
        foreach (var made in item.Items("categoryOptionCombos"))
        {
            if (made.Text("id") is not { } uid)
                continue;
            var key = Key(made.Items("categoryOptions").Select(option => option.Text("id")));
            // Some servers have two option combos of the same options: which one they take nobody knows.
            combo._combos[key] = combo._combos.ContainsKey(key) ? null : new AdxOptionCombo(uid, comboScheme.Read(made));
        }
        return combo;
    }

    /// <summary>The option combo that categories make; null where they make none, or one that cannot be told.</summary>
    /// <param name="attributes">The attributes of an element of ADX.</param>
    /// <param name="isStrict">Whether the server takes every attribute that it does not know for a category, and so finds nothing by those that are none (2.43).</param>
    public AdxOptionCombo? Find(IReadOnlyList<(string Name, string Text)> attributes, bool isStrict)
    {
        var named = AdxCategories.Pairs(attributes).ToList();
        var options = new List<string>();
        var used = 0;
        foreach (var category in _categories)
        {
            var pairs = named.Where(pair => pair.Name == category.Name).ToList();
            used += pairs.Count;
            var option = pairs.Count == 0 && category.IsDefault ? category.Options.FirstOrDefault().Uid : pairs.Count == 1 ? category.Option(pairs[0].Text) : null;
            if (option is null)
                return null;
            options.Add(option);
        }
        return (isStrict && used < named.Count) || !_combos.TryGetValue(Key(options), out var combo) ? null : combo;
    }

    private static string Key(IEnumerable<string?> options) => string.Join(",", options.OrderBy(uid => uid, StringComparer.Ordinal));

    private sealed record Category(string? Name, bool IsDefault, List<(string? Name, string? Uid)> Options)
    {
        /// <summary>The uid of an option; null where none has the name, or several have it.</summary>
        public string? Option(string name) => Options.Where(option => option.Name == name).Select(option => option.Uid).Distinct().ToList() is [var uid] ? uid : null;
    }
}
