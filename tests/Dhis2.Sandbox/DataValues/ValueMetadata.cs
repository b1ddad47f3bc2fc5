using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Countries;

namespace Dhis2.Sandbox.DataValues;

/// <summary>A data element as imports see it.</summary>
internal sealed record ElementFacts(string Id, string ValueType, string Aggregation, bool ZeroIsSignificant, string Combo, IReadOnlySet<string>? Options, IReadOnlySet<string>? CommentOptions);

/// <summary>A data set as imports see it; each element goes with the category combo it has in this set.</summary>
internal sealed record DataSetFacts(
    string Id, string PeriodType, string Combo, int OpenFuturePeriods, int ExpiryDays,
    IReadOnlyDictionary<string, string> Elements, IReadOnlySet<string> OrgUnits, IReadOnlyList<InputPeriod> InputPeriods);

/// <summary>A period a data set is open for, and between which days it may be entered.</summary>
internal sealed record InputPeriod(string Period, DateOnly? Opens, DateOnly? Closes);

/// <summary>
/// The metadata one import or export needs, read from the country when it is first asked for:
/// made anew for every request, so that it never outlives a change.
/// </summary>
internal sealed class ValueMetadata(Country country)
{
    public const string DefaultOptionCombo = Country.DefaultCategoryOptionCombo;

    private readonly Dictionary<string, ElementFacts?> _elements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DataSetFacts?> _dataSets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Period?> _periods = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Scheme), Dictionary<string, string>> _ids = [];
    private ILookup<string, DataSetFacts>? _setsOfElements;

    public Country Country => country;

    public ElementFacts? Element(string uid) => Cached(_elements, uid, ReadElement);

    public DataSetFacts? DataSet(string uid) => Cached(_dataSets, uid, ReadDataSet);

    public OrgUnit? OrgUnit(string uid) => country.OrgUnits.Find(uid);

    public Period? Period(string? iso) => iso is null ? null : Cached(_periods, iso, PeriodParser.Parse);

    /// <summary>The category combo an option combo is of, or null where there is no such option combo.</summary>
    public string? ComboOf(string optionCombo) => Reference(country.Find("categoryOptionCombos", optionCombo), "categoryCombo");

    /// <summary>The option combo that is made of some category options, of a category combo or of any; null where there is none.</summary>
    public string? ComboOfOptions(IEnumerable<string?> options, string scheme, string? categoryCombo = null)
    {
        var uids = options.Select(option => option is null ? null : Uid("categoryOptions", scheme, option)).ToList();
        return country.Of("categoryOptionCombos")
            .Where(combo => (categoryCombo is null || Reference(combo.Value, "categoryCombo") == categoryCombo)
                && (combo.Value["categoryOptions"] as JsonArray ?? []).Select(option => (string?)option!["id"]).ToHashSet().SetEquals(uids))
            .Select(combo => combo.Key).FirstOrDefault();
    }

    /// <summary>The data sets that hold an element.</summary>
    public IEnumerable<DataSetFacts> SetsOf(string element)
    {
        _setsOfElements ??= country.Of("dataSets").Keys.Select(id => DataSet(id)!)
            .SelectMany(set => set.Elements.Keys.Select(id => (Element: id, Set: set)))
            .ToLookup(pair => pair.Element, pair => pair.Set, StringComparer.Ordinal);
        return _setsOfElements[element];
    }

    /// <summary>The uid of the object a scheme's id names, or null. Under UID it is the id itself, if there is such an object.</summary>
    public string? Uid(string type, string scheme, string id)
    {
        if (scheme == IdSchemes.Uid)
            return (type == "organisationUnits" ? OrgUnit(id) is not null : country.Find(type, id) is not null) ? id : null;
        if (!_ids.TryGetValue((type, scheme), out var ids))
        {
            var objects = type == "organisationUnits" ? country.OrgUnits.Select(unit => unit.Json) : country.Of(type).Values;
            ids = _ids[(type, scheme)] = new(StringComparer.Ordinal);
            foreach (var item in objects)
            {
                if (IdSchemes.IdOf(item, scheme) is { } name)
                    ids[name] = (string)item["id"]!;
            }
        }
        return ids.GetValueOrDefault(id);
    }

    /// <summary>Whether an org unit is one of some others or below one.</summary>
    public bool IsWithin(string orgUnit, IReadOnlyCollection<string> roots)
    {
        for (var at = country.OrgUnits.Find(orgUnit); at is not null; at = at.Parent)
        {
            if (roots.Contains(at.Uid))
                return true;
        }
        return false;
    }

    private ElementFacts? ReadElement(string uid)
    {
        if (country.Find("dataElements", uid) is not { } element)
            return null;
        return new ElementFacts(
            uid, Text(element, "valueType") ?? "NUMBER", Text(element, "aggregationType") ?? "SUM",
            (bool?)element["zeroIsSignificant"] ?? false, Reference(element, "categoryCombo") ?? Country.DefaultCategoryCombo,
            OptionsOf(element, "optionSet"), OptionsOf(element, "commentOptionSet"));
    }

    private HashSet<string>? OptionsOf(JsonObject element, string member) => Reference(element, member) is not { } optionSet
        ? null
        : [.. (country.Find("optionSets", optionSet)?["options"] as JsonArray ?? [])
            .Select(option => country.Find("options", (string)option!["id"]!))
            .Select(option => option is null ? null : Text(option, "code")).OfType<string>()];

    private DataSetFacts? ReadDataSet(string uid)
    {
        if (country.Find("dataSets", uid) is not { } set)
            return null;
        var known = country.DataSets.GetValueOrDefault(uid) ?? Countries.DataSet.Read(set);
        var elements = known.Elements.ToDictionary(
            pair => pair.Key, pair => pair.Value ?? Element(pair.Key)?.Combo ?? Country.DefaultCategoryCombo, StringComparer.Ordinal);
        return new DataSetFacts(
            uid, known.PeriodType, Reference(set, "categoryCombo") ?? Country.DefaultCategoryCombo,
            (int?)set["openFuturePeriods"] ?? 0, (int?)(double?)set["expiryDays"] ?? 0, elements, known.OrgUnits,
            [.. (set["dataInputPeriods"] as JsonArray ?? []).OfType<JsonObject>().Select(ReadInputPeriod)]);
    }

    private static InputPeriod ReadInputPeriod(JsonObject item) =>
        new(Reference(item, "period")!, Day(item, "openingDate"), Day(item, "closingDate"));

    private static T? Cached<T>(Dictionary<string, T?> cache, string key, Func<string, T?> read)
        where T : class
    {
        if (!cache.TryGetValue(key, out var found))
            cache[key] = found = read(key);
        return found;
    }

    private static string? Text(JsonObject item, string name) => (string?)item[name];

    private static string? Reference(JsonObject? item, string name) => item?[name] is JsonObject reference ? (string?)reference["id"] : null;

    private static DateOnly? Day(JsonObject item, string name) =>
        Text(item, name) is { Length: >= 10 } text ? DateOnly.ParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
