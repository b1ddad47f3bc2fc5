using System.Globalization;

namespace Dhis2.Sandbox.DataValues;

/// <summary>A row whose ids have been read. A null combo was left out, which is not the same as the default one.</summary>
internal sealed record GroupRow(int Index, DataValueRow Source, string Element, Period Period, string OrgUnit, string? OptionCombo, string? AttributeCombo)
{
    public ValueKey Key { get; } = new(Element, Period.Iso, OrgUnit, OptionCombo ?? ValueMetadata.DefaultOptionCombo, AttributeCombo ?? ValueMetadata.DefaultOptionCombo);
}

/// <summary>Reads the ids of a payload for 2.43. What has no id or no proper one refuses all of it, named by the row's number in the message alone.</summary>
internal sealed class GroupDecoder(ImportRun run)
{
    private readonly List<GroupRow> _rows = [];
    private string? _dataSet;

    public IReadOnlyList<GroupRow> Rows => _rows;

    public DataSetFacts? DataSet { get; private set; }

    /// <summary>The data set's id as it was asked for; it may be of none.</summary>
    public string DataSetId => _dataSet!;

    public Period? Period { get; private set; }

    public string? OrgUnit { get; private set; }

    public string? AttributeCombo { get; private set; }

    public DateOnly? CompleteDate { get; private set; }

    private IdSchemes Schemes => run.Options.Schemes;

    public Conflict? Decode(DataValueSet set)
    {
        if ((run.Options.DataSet ?? set.DataSet) is { Length: > 0 } dataSet)
        {
            _dataSet = FindId("dataSets", Schemes.DataSet, dataSet);
            if (_dataSet is null)
                return GroupRules.Say(Schemes.DataSet == IdSchemes.Uid ? "E8004" : "E8001", $"Data set UID not valid: `{dataSet}`", dataSet);
            DataSet = run.Metadata.DataSet(_dataSet);
        }
        Period = set.Period is { Length: > 0 } period ? ReadPeriod(period) : null;
        OrgUnit = set.OrgUnit is { Length: > 0 } orgUnit ? FindId("organisationUnits", Schemes.OrgUnit, orgUnit) : null;
        AttributeCombo = set.AttributeCombo is { Length: > 0 } combo ? FindId("categoryOptionCombos", Schemes.OptionCombo, combo) : null;
        if (Completion(set) is { } fault)
            return fault;
        for (var index = 0; index < set.Rows.Count; index++)
        {
            if (Decode(index, set.Rows[index]) is { } conflict)
                return conflict;
        }
        return null;
    }

    /// <summary>Where no data set is named, the elements tell which one is meant, if they tell it of one alone.</summary>
    public Conflict? FindDataSet()
    {
        if (_dataSet is not null)
            return null;
        var elements = _rows.Select(row => row.Element).Distinct().ToList();
        var sets = elements.Select(element => run.Metadata.SetsOf(element).Select(set => set.Id).ToList()).Where(found => found.Count > 0).ToList();
        if (sets.Count == 0)
            return GroupRules.Say("E8003", $"Data set detection failed, found no set for data element(s): `[{string.Join(", ", elements)}]`", $"[{string.Join(", ", elements)}]");
        var common = sets.Aggregate((IEnumerable<string>)sets[0], (all, found) => all.Intersect(found)).ToList();
        if (common.Count != 1)
        {
            var all = $"[{string.Join(", ", sets.SelectMany(found => found).Distinct())}]";
            return GroupRules.Say("E8002", $"Data set detection failed, found multiple sets: `{all}`", all);
        }
        _dataSet = common[0];
        DataSet = run.Metadata.DataSet(_dataSet);
        return null;
    }

    private Conflict? Completion(DataValueSet set)
    {
        if (set.CompleteDate is not { Length: > 0 } text)
            return null;
        if (text.Length < 10 || !DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return GroupRules.Say("E8008", $"Data set `completeDate` is not a valid date string: `{text}`", text);
        if (DataSet is null || Period is null || OrgUnit is null)
            return GroupRules.Say("E8009", "Data set `completeDate` requires data set, org unit, period and attribute option combo to be defined at the group level.", "");
        CompleteDate = day;
        return null;
    }

    private Conflict? Decode(int index, DataValueRow row)
    {
        if (string.IsNullOrEmpty(row.Period) && Period is null)
            return Missing(index, row, "E8100", "period not defined in group or value");
        var period = row.Period is { Length: > 0 } iso ? ReadPeriod(iso) : Period!;
        if (string.IsNullOrEmpty(row.Element))
            return Missing(index, row, "E8102", "data element not defined in group or value");
        if (FindId("dataElements", Schemes.DataElement, row.Element) is not { } element)
            return Malformed(index, row.Element, Schemes.DataElement, "data element", ("E8103", "E8104"), "UID not valid");
        if (string.IsNullOrEmpty(row.OrgUnit) && OrgUnit is null)
            return Missing(index, row, "E8105", "org unit not defined in group or value");
        var orgUnit = row.OrgUnit is { Length: > 0 } unit ? FindId("organisationUnits", Schemes.OrgUnit, unit) : OrgUnit;
        if (orgUnit is null)
            return Malformed(index, row.OrgUnit!, Schemes.OrgUnit, "org unit", ("E8107", "E8106"), "UID is not valid");
        var optionCombo = row.OptionCombo is { Length: > 0 } coc ? FindId("categoryOptionCombos", Schemes.OptionCombo, coc) : Combo(row);
        if (optionCombo is null && (row.OptionCombo is { Length: > 0 } || row.Categories is not null))
            return Say(index, "E8108", "category option combo not found", row.OptionCombo ?? Text(row.Categories!));
        var attributeCombo = row.AttributeCombo is { Length: > 0 } aoc ? FindId("categoryOptionCombos", Schemes.OptionCombo, aoc) : AttributeCombo;
        if (attributeCombo is null && row.AttributeCombo is { Length: > 0 } unknown)
            return Say(index, "E8110", "attribute option combo not found", unknown);
        _rows.Add(new GroupRow(index, row, element, period, orgUnit, optionCombo, attributeCombo));
        return null;
    }

    private Period ReadPeriod(string text) =>
        run.Metadata.Period(text) ?? throw new UnreadableBodyException(500, "Cannot invoke \"org.hisp.dhis.datavalue.DataEntryGroup.deletion()\" because \"group\" is null");

    // Under UID any proper uid is taken as it is; whether there is such an object is looked at later.
    private string? FindId(string type, string scheme, string id) =>
        scheme == IdSchemes.Uid ? (ValueChecks.Uid().IsMatch(id) ? id : null) : run.Metadata.Uid(type, scheme, id);

    // Categories with their options, in place of an option combo's id.
    private string? Combo(DataValueRow row) =>
        row.Categories is null ? null : run.Metadata.ComboOfOptions(row.Categories.Values, Schemes.All);

    private static string Text(IReadOnlyDictionary<string, string?> categories) =>
        $"{{{string.Join(", ", categories.Select(pair => $"{pair.Key}={pair.Value ?? "null"}"))}}}";

    private static Conflict Say(int index, string code, string message, string args) => GroupRules.Say(code, $"Value #{index} {message}: `{args}`", $"{index}-{args}");

    private static Conflict Malformed(int index, string id, string scheme, string what, (string Unknown, string Malformed) code, string malformed) =>
        scheme == IdSchemes.Uid ? Say(index, code.Malformed, $"{what} {malformed}", id) : Say(index, code.Unknown, $"{what} not found", id);

    private static Conflict Missing(int index, DataValueRow row, string code, string message)
    {
        static string Shown(object? value) => value?.ToString() ?? "null";
        var input = $"Input[dataElement={Shown(row.Element)}, orgUnit={Shown(row.OrgUnit)}, categoryOptionCombo={Shown(row.OptionCombo)}, "
            + $"categoryOptions={(row.Categories is null ? "null" : Text(row.Categories))}, attributeOptionCombo={Shown(row.AttributeCombo)}, attributeCombo=null, attributeOptions=null, "
            + $"period={Shown(row.Period)}, value={Shown(row.Value)}, comment={Shown(row.Comment)}, followUp={Shown(row.FollowUp)}, deleted={Shown(row.Deleted)}]";
        return Say(index, code, message, input);
    }
}
