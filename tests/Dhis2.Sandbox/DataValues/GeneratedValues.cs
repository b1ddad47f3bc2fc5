using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Countries;

namespace Dhis2.Sandbox.DataValues;

/// <summary>
/// The data values of a generated country: any number of them in no memory, since each follows from its place.
/// They fill month after month backwards from the last one, and in a month org unit after org unit.
/// </summary>
internal sealed class GeneratedValues
{
    private const int Fields = 1_000;

    private readonly string[] _orgUnits;
    private readonly string[] _elements;
    private readonly bool[] _isText;
    private readonly Dictionary<string, int> _orgUnitPlaces;
    private readonly Dictionary<string, int> _elementPlaces;
    private readonly string[] _months;
    private readonly Dictionary<string, int> _monthPlaces;
    private readonly int _seed;

    /// <summary>The last month there are values of.</summary>
    public static readonly DateOnly LastMonth = new(2025, 12, 1);

    public GeneratedValues(Country country, int count, int seed)
    {
        var set = country.DataSets.Values.First(s => s.PeriodType == "Monthly");
        Count = count;
        _seed = seed;
        DataSet = set.Uid;
        _elements = [.. set.Elements.Where(pair => pair.Value is null && IsPlain(country.Find("dataElements", pair.Key))).Select(pair => pair.Key)];
        _isText = [.. _elements.Select(e => (string?)country.Find("dataElements", e)?["valueType"] == "TEXT")];
        _orgUnits = [.. country.OrgUnits.Where(unit => set.OrgUnits.Contains(unit.Uid)).Select(unit => unit.Uid)];
        _elementPlaces = Places(_elements);
        _orgUnitPlaces = Places(_orgUnits);
        var months = (count + PerMonth - 1) / PerMonth;
        _months = [.. Enumerable.Range(0, months).Select(n => LastMonth.AddMonths(-n).ToString("yyyyMM", CultureInfo.InvariantCulture))];
        _monthPlaces = Places(_months);
    }

    public int Count { get; }

    public string DataSet { get; }

    public IReadOnlyList<string> Months => _months;

    public IReadOnlyList<string> OrgUnits => _orgUnits;

    public IReadOnlyList<string> Elements => _elements;

    /// <summary>When all of them were written.</summary>
    public static DateTime WrittenAt { get; } = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    private int PerMonth => _orgUnits.Length * _elements.Length;

    public bool Holds(int month, int orgUnit, int element) => ((long)month * PerMonth) + ((long)orgUnit * _elements.Length) + element < Count;

    public bool IsText(int element) => _isText[element];

    /// <summary>The number at a place; of a text it is the number of a remark.</summary>
    public int NumberAt(int month, int orgUnit, int element)
    {
        var mixed = unchecked((uint)((_seed * 73_856_093) ^ (month * 19_349_663) ^ (orgUnit * 83_492_791) ^ (element * 2_654_435)));
        mixed ^= mixed >> 15;
        mixed *= 0x2c1b3c6d;
        return (int)((mixed ^ (mixed >> 12)) % Fields) + 1;
    }

    public StoredValue? Find(in ValueKey key)
    {
        if (!_monthPlaces.TryGetValue(key.Period, out var month) || !_orgUnitPlaces.TryGetValue(key.OrgUnit, out var orgUnit)
            || !_elementPlaces.TryGetValue(key.Element, out var element) || key.OptionCombo != Country.DefaultCategoryOptionCombo
            || key.AttributeCombo != Country.DefaultCategoryOptionCombo || !Holds(month, orgUnit, element))
            return null;
        var number = NumberAt(month, orgUnit, element);
        return new StoredValue { Value = _isText[element] ? TextOf(number) : number.ToString(CultureInfo.InvariantCulture), Created = WrittenAt, LastUpdated = WrittenAt };
    }

    public static string TextOf(int number) => "Remark " + number.ToString(CultureInfo.InvariantCulture);

    // Numbers and texts of the default combo, so that every generated value is a proper one.
    private static bool IsPlain(JsonObject? element) =>
        element is not null && element["optionSet"] is null
        && (string?)element["valueType"] is ("NUMBER" or "INTEGER" or "INTEGER_POSITIVE" or "INTEGER_ZERO_OR_POSITIVE" or "TEXT")
        && (string?)element["categoryCombo"]?["id"] is (null or Country.DefaultCategoryCombo);

    private static Dictionary<string, int> Places(string[] ids) =>
        ids.Select((id, place) => (id, place)).ToDictionary(pair => pair.id, pair => pair.place, StringComparer.Ordinal);
}
