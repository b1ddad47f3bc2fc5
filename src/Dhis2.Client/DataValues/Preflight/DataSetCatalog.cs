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

    // One data set, or none where the account sees none of that name.
    private readonly Dictionary<string, IReadOnlyList<DataSetFacts>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _combosOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _optionsOf = new(StringComparer.Ordinal);
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
            _byName.TryAdd(name, []);
    }

    /// <summary>Reads the org units that data sets are assigned to, and the option combos of their category combos.</summary>
    public async Task LearnMembersAsync(IReadOnlyCollection<DataSetFacts> sets, CancellationToken cancellationToken)
    {
        await LearnOrgUnitsAsync(sets, cancellationToken).ConfigureAwait(false);
        var combos = sets.SelectMany(set => set.Elements.Values.Select(element => element.ComboUid).Append(set.ComboUid)).OfType<string>().Where(uid => !_combosOf.ContainsKey(uid)).Distinct(StringComparer.Ordinal).ToList();
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

    /// <summary>Reads the codes of the option sets that rows take their comments from, and, where it is asked for, their values.</summary>
    public async Task LearnOptionsAsync(IEnumerable<DataValue> rows, bool ofValues, CancellationToken cancellationToken)
    {
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (ElementOf(row) is not { } element)
                continue;
            if (ofValues && element.OptionSet is { } values && !_optionsOf.ContainsKey(values))
                unknown.Add(values);
            if (element.CommentOptionSet is { } comments && !_optionsOf.ContainsKey(comments))
                unknown.Add(comments);
        }
        foreach (var some in UrlLimit.CutList(caller, [.. unknown], AtOnce, OptionsIn))
        {
            var json = await caller.ReadJsonAsync(OptionsIn(some), cancellationToken).ConfigureAwait(false);
            foreach (var set in json.Items("optionSets"))
            {
                if (set.Text("id") is { } uid)
                    _optionsOf[uid] = new HashSet<string>(set.Items("options").Select(option => option.Text("code")).OfType<string>(), StringComparer.Ordinal);
            }
        }
        foreach (var uid in unknown)
            _optionsOf.TryAdd(uid, []);
    }

    /// <summary>The data set of a name; null where the account sees none.</summary>
    public DataSetFacts? Named(string name) => _byName.TryGetValue(name, out var set) && set.Count > 0 ? set[0] : null;

    /// <summary>The data sets that a row may belong to: the one it names, or those of its data element. None where the account sees none.</summary>
    public IReadOnlyList<DataSetFacts> Candidates(DataValue row)
    {
        if (row.DataSet is { } name)
            return _byName.TryGetValue(name, out var set) ? set : [];
        return _byElement is not null && _byElement.TryGetValue(row.DataElement!, out var sets) ? sets : [];
    }

    /// <summary>What a row's data element says of its values; null where the account sees no data set with it.</summary>
    public ElementFacts? ElementOf(DataValue row)
    {
        var sets = Candidates(row);
        for (var i = 0; i < sets.Count; i++)
        {
            if (sets[i].Elements.TryGetValue(row.DataElement!, out var element))
                return element;
        }
        return null;
    }

    /// <summary>The codes of an option set; null where it has none, or none that the account can see.</summary>
    public IReadOnlyCollection<string>? OptionsOf(string uid) => _optionsOf.TryGetValue(uid, out var options) && options.Count > 0 ? options : null;

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
        var element = $"{_element.Fields},valueType,optionSet[id],commentOptionSet[id],categoryCombo[id]";
        var fields = $"{own},displayName,periodType,openFuturePeriods,expiryDays,categoryCombo[id],dataInputPeriods[period[id]],dataSetElements[categoryCombo[id],dataElement[{element}]]";
        return new Dhis2Request("dataSets") { Query = { { "fields", fields }, { "order", "id:asc" }, { "paging", "false" }, { "filter", filter } } };
    }

    private Dhis2Request OrgUnitsOf(IReadOnlyList<string> sets) =>
        new("dataSets") { Query = { { "fields", $"id,organisationUnits[{_orgUnit.Fields},openingDate,closedDate]" }, { "filter", In("id", sets) }, { "paging", "false" } } };

    private Dhis2Request CombosOf(IReadOnlyList<string> combos) =>
        new("categoryCombos") { Query = { { "fields", $"id,categoryOptionCombos[{_combo.Fields}]" }, { "filter", In("id", combos) }, { "paging", "false" } } };

    private static Dhis2Request OptionsIn(IReadOnlyList<string> sets) =>
        new("optionSets") { Query = { { "fields", "id,options[code]" }, { "filter", In("id", sets) }, { "paging", "false" } } };

    private void Add(JsonElement? answer)
    {
        foreach (var item in answer.Items("dataSets"))
        {
            if (Read(item) is not { } set)
                continue;
            if (set.Name is not null)
                _byName[set.Name] = [set];
            if (_byElement is null)
                continue;
            foreach (var element in set.Elements.Keys)
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
        var elements = new Dictionary<string, ElementFacts>(StringComparer.Ordinal);
        foreach (var member in item.Items("dataSetElements"))
        {
            if (member.Child("dataElement") is { } element && _element.Read(element) is { } name)
                elements[name] = Read(element, member.Child("categoryCombo"));
        }
        // Where dates say which periods are open, or none ever expires, the number of open periods does not count.
        var isEndless = item.TryGetProperty("expiryDays", out var days) && days.ValueKind == JsonValueKind.Number && days.GetDouble() <= -1;
        int? future = isEndless || item.Items("dataInputPeriods").Any() ? null : (int)Math.Min(item.Number("openFuturePeriods") ?? 0, 1000);
        return new DataSetFacts(uid, _set.Read(item), item.Text("displayName") ?? uid, item.Text("periodType") ?? "", item.Child("categoryCombo")?.Text("id"), future, elements);
    }

    private static ElementFacts Read(JsonElement element, JsonElement? combo) => new(
        (combo ?? element.Child("categoryCombo"))?.Text("id") ?? "", element.Text("valueType") ?? "", element.Child("optionSet")?.Text("id"), element.Child("commentOptionSet")?.Text("id"));

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
