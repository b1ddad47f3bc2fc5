using System.Globalization;
using System.Text.Json;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Preflight;

/// <summary>
/// The data sets of an import, read when the first row needs them and kept to its end: those that rows name, or, where rows name none, all that the account sees.
/// </summary>
internal sealed class DataSetCatalog(Dhis2Caller caller, IdSchemes schemes)
{
    private const int AtOnce = 50;

    private readonly IdProperty _set = IdProperty.Of(schemes.DataSet ?? schemes.All);
    private readonly IdProperty _element = IdProperty.Of(schemes.DataElement ?? schemes.All);
    private readonly IdProperty _orgUnit = IdProperty.Of(schemes.OrgUnit ?? schemes.All);
    private readonly IdProperty _combo = IdProperty.Of(schemes.CategoryOptionCombo ?? schemes.All);

    private readonly Dictionary<string, DataSetFacts?> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _combosOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _orgUnitNames = new(StringComparer.Ordinal);
    private Dictionary<string, List<DataSetFacts>>? _byElement;

    /// <summary>Reads the data sets of rows: those that they name, and those of their data elements.</summary>
    public async Task LearnSetsAsync(IEnumerable<DataValue> rows, CancellationToken cancellationToken)
    {
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.DataSet is not { } name)
                await LearnAllAsync(cancellationToken).ConfigureAwait(false);
            else if (!_byName.ContainsKey(name))
                unknown.Add(name);
        }
        if (unknown.Count == 0)
            return;
        // Values of attributes cannot be asked for in a list.
        if (_set.Attribute is not null)
            await LearnAllAsync(cancellationToken).ConfigureAwait(false);
        else if (_byElement is null)
        {
            foreach (var filter in LookupFilters.Of(caller, _set.Name, unknown, AtOnce, Sets))
                Add(await caller.ReadJsonAsync(Sets(filter), cancellationToken).ConfigureAwait(false));
        }
        foreach (var name in unknown)
            _byName.TryAdd(name, null);
    }

    /// <summary>Reads the org units that data sets are assigned to, and the option combos of their category combos.</summary>
    public async Task LearnMembersAsync(IReadOnlyCollection<DataSetFacts> sets, CancellationToken cancellationToken)
    {
        await LearnOrgUnitsAsync(sets, cancellationToken).ConfigureAwait(false);
        var combos = sets.SelectMany(set => set.ComboOfElement.Values.Append(set.ComboUid)).OfType<string>().Where(uid => !_combosOf.ContainsKey(uid)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var some in UrlLimit.CutList(caller, combos, AtOnce, CombosOf))
        {
            var json = await caller.ReadJsonAsync(CombosOf(some), cancellationToken).ConfigureAwait(false);
            foreach (var combo in json.Items("categoryCombos"))
            {
                if (combo.Text("id") is { } uid)
                    _combosOf[uid] = new HashSet<string>(combo.Items("categoryOptionCombos").Select(_combo.Read).OfType<string>(), StringComparer.Ordinal);
            }
        }
        foreach (var set in sets)
            set.HasCombos = true;
    }

    /// <summary>Reads the org units that data sets are assigned to.</summary>
    public async Task LearnOrgUnitsAsync(IReadOnlyCollection<DataSetFacts> sets, CancellationToken cancellationToken)
    {
        var unknown = sets.Where(set => set.OrgUnits is null).ToDictionary(set => set.Uid, StringComparer.Ordinal);
        foreach (var some in UrlLimit.CutList(caller, [.. unknown.Keys], AtOnce, OrgUnitsOf))
        {
            var json = await caller.ReadJsonAsync(OrgUnitsOf(some), cancellationToken).ConfigureAwait(false);
            foreach (var set in json.Items("dataSets"))
            {
                if (set.Text("id") is { } uid && unknown.TryGetValue(uid, out var facts))
                    facts.OrgUnits = ReadOrgUnits(set);
            }
        }
    }

    /// <summary>The data sets that a row may belong to: the one it names, or those of its data element. None where the account sees none.</summary>
    public IReadOnlyList<DataSetFacts> Candidates(DataValue row)
    {
        if (row.DataSet is { } name)
            return _byName.TryGetValue(name, out var set) && set is not null ? [set] : [];
        return _byElement is not null && _byElement.TryGetValue(row.DataElement!, out var sets) ? sets : [];
    }

    /// <summary>Whether an option combo is of a category combo; null where the account cannot see that.</summary>
    public bool? Has(string? comboUid, string optionCombo) => comboUid is not null && _combosOf.TryGetValue(comboUid, out var combos) ? combos.Contains(optionCombo) : null;

    private static string In(string property, IEnumerable<string> values) => $"{property}:in:[{string.Join(",", values)}]";

    private static DateTime? Day(JsonElement item, string name) =>
        item.Text(name) is { Length: >= 10 } text && DateTime.TryParseExact(text.Substring(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private async Task LearnAllAsync(CancellationToken cancellationToken)
    {
        if (_byElement is not null)
            return;
        var sets = await caller.ReadJsonAsync(Sets(filter: null), cancellationToken).ConfigureAwait(false);
        _byElement = new Dictionary<string, List<DataSetFacts>>(StringComparer.Ordinal);
        Add(sets);
    }

    private Dhis2Request Sets(string? filter)
    {
        var own = string.Join(",", new[] { "id", _set.Fields }.Distinct());
        var fields = $"{own},displayName,periodType,openFuturePeriods,categoryCombo[id],dataInputPeriods[period[id]],dataSetElements[categoryCombo[id],dataElement[{_element.Fields},categoryCombo[id]]]";
        return new Dhis2Request("dataSets") { Query = { { "fields", fields }, { "order", "id:asc" }, { "paging", "false" }, { "filter", filter } } };
    }

    private Dhis2Request OrgUnitsOf(IReadOnlyList<string> sets) =>
        new("dataSets") { Query = { { "fields", $"id,organisationUnits[{_orgUnit.Fields},openingDate,closedDate]" }, { "filter", In("id", sets) }, { "paging", "false" } } };

    private Dhis2Request CombosOf(IReadOnlyList<string> combos) =>
        new("categoryCombos") { Query = { { "fields", $"id,categoryOptionCombos[{_combo.Fields}]" }, { "filter", In("id", combos) }, { "paging", "false" } } };

    private void Add(JsonElement? answer)
    {
        foreach (var item in answer.Items("dataSets"))
        {
            if (Read(item) is not { } set)
                continue;
            if (set.Name is not null)
                _byName[set.Name] = set;
            if (_byElement is null)
                continue;
            foreach (var element in set.ComboOfElement.Keys)
            {
                if (!_byElement.TryGetValue(element, out var sets))
                    _byElement[element] = sets = [];
                sets.Add(set);
            }
        }
    }

    private DataSetFacts? Read(JsonElement item)
    {
        if (item.Text("id") is not { } uid)
            return null;
        var elements = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in item.Items("dataSetElements"))
        {
            if (member.Child("dataElement") is { } element && _element.Read(element) is { } name)
                elements[name] = (member.Child("categoryCombo") ?? element.Child("categoryCombo"))?.Text("id") ?? "";
        }
        return new DataSetFacts(
            uid, _set.Read(item), item.Text("displayName") ?? uid, item.Text("periodType") ?? "", item.Child("categoryCombo")?.Text("id"),
            (int)Math.Min(item.Number("openFuturePeriods") ?? 0, 1000), item.Items("dataInputPeriods").Any(), elements);
    }

    // Data sets share most of their org units: each name is kept once.
    private Dictionary<string, OrgUnitSpan> ReadOrgUnits(JsonElement set)
    {
        var units = new Dictionary<string, OrgUnitSpan>(StringComparer.Ordinal);
        foreach (var unit in set.Items("organisationUnits"))
        {
            if (_orgUnit.Read(unit) is not { } read)
                continue;
            if (!_orgUnitNames.TryGetValue(read, out var name))
                _orgUnitNames[read] = name = read;
            units[name] = new OrgUnitSpan(Day(unit, "openingDate"), Day(unit, "closedDate"));
        }
        return units;
    }
}
