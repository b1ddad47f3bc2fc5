using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>What 2.40 to 2.42 object to, in the order in which they look. The first objection to a row is the only one.</summary>
internal sealed class RowWiseRules(ImportRun run)
{
    private readonly Dictionary<string, Period> _latest = new(StringComparer.Ordinal);

    // Of a data set with input periods only the first open one of a payload is let in: the server's own fault.
    private readonly Dictionary<string, string> _inputPeriods = new(StringComparer.Ordinal);

    private ValueMetadata Metadata => run.Metadata;

    public DataSetFacts? DataSet { get; private set; }

    public Period? Period { get; private set; }

    public OrgUnit? OrgUnit { get; private set; }

    public string? AttributeCombo { get; private set; }

    private bool IsForced => run.Options["force"] && run.User.Superuser;

    /// <summary>Takes the envelope. An objection to it ends the import.</summary>
    public Conflict? Envelope(DataValueSet set)
    {
        if ((run.Options.DataSet ?? set.DataSet) is { Length: > 0 } dataSet)
        {
            DataSet = Metadata.Uid("dataSets", run.Options.Schemes.DataSet, dataSet) is { } uid ? Metadata.DataSet(uid) : null;
            if (DataSet is null)
                return Say("E7600", $"Data set not found or not accessible: `{dataSet}`", dataSet, "dataSet", ("dataSet", dataSet));
        }
        if (set.OrgUnit is { Length: > 0 } orgUnit)
        {
            OrgUnit = FindOrgUnit(orgUnit);
            if (OrgUnit is null)
            {
                return Say("E7603",
                    $"Org unit not found or not accessible: `{orgUnit}`", orgUnit, "orgUnit", ("organisationUnit", orgUnit), ("dataSet", DataSet?.Id ?? ""));
            }
        }
        if (set.AttributeCombo is { Length: > 0 } combo)
        {
            AttributeCombo = FindCombo(combo);
            if (AttributeCombo is null)
            {
                return Say("E7604",
                    $"Attribute option combo not found or not accessible: `{combo}`",
                    combo, "attributeOptionCombo", ("categoryOptionCombo", combo), ("dataSet", DataSet?.Id ?? ""));
            }
        }
        Period = Metadata.Period(set.Period);
        return null;
    }

    /// <summary>Judges one row and finds what it is about.</summary>
    public Conflict? Judge(DataValueRow row, bool deletes, out ValueKey key, out ElementFacts element)
    {
        key = default;
        element = (row.Element is { } id && Metadata.Uid("dataElements", run.Options.Schemes.DataElement, id) is { } uid ? Metadata.Element(uid) : null)!;
        var period = Period ?? Metadata.Period(row.Period);
        var orgUnit = OrgUnit ?? FindOrgUnit(row.OrgUnit);
        var optionCombo = row.OptionCombo is { Length: > 0 } coc ? FindCombo(coc) : ValueMetadata.DefaultOptionCombo;
        var attributeCombo = AttributeCombo ?? (row.AttributeCombo is { Length: > 0 } aoc ? FindCombo(aoc) : ValueMetadata.DefaultOptionCombo);
        if (element is null)
            return Missing("E7610", "Data element not found or not accessible", row.Element, "dataElement", "dataElement");
        if (period is null)
            return Missing("E7611", "Period not valid", row.Period, "period", "period");
        if (orgUnit is null)
            return Missing("E7612", "Organisation unit not found or not accessible", row.OrgUnit, "organisationUnit", "orgUnit");
        if (optionCombo is null)
            return Missing("E7613", "Category option combo not found or not accessible for writing data", row.OptionCombo, "categoryOptionCombo", "categoryOptionCombo");
        if (attributeCombo is null)
            return Missing("E7615", "Attribute option combo not found or not accessible for writing data", row.AttributeCombo, "categoryOptionCombo", "attributeOptionCombo");
        if (!run.User.Superuser && !Metadata.IsWithin(orgUnit.Uid, run.User.OrgUnits))
        {
            return Say("E7617",
                $"Organisation unit: `{orgUnit.Uid}` not in hierarchy of current user: `{run.User.Uid}`",
                orgUnit.Uid, "orgUnit", ("organisationUnit", orgUnit.Uid), ("user", run.User.Uid));
        }
        key = new ValueKey(element.Id, period.Iso, orgUnit.Uid, optionCombo, attributeCombo);
        return Value(row, element, deletes) ?? Combos(row, element, optionCombo, attributeCombo)
            ?? Assignment(element, period, orgUnit) ?? Time(element, period);
    }

    private static Conflict Say(string code, string message, string? about, string? property, params (string Name, string Value)[] objects) =>
        new(code, message, about, property) { Objects = objects };

    private static Conflict Missing(string code, string message, string? id, string kind, string property) =>
        new(code, $"{message}: `{id ?? "null"}`", id, property) { Objects = id is null ? [] : [(kind, id)] };

    private Conflict? Value(DataValueRow row, ElementFacts element, bool deletes)
    {
        if (!deletes && string.IsNullOrEmpty(row.Value) && string.IsNullOrEmpty(row.Comment))
            return Say("E7618", $"Data value or comment not specified for data element: `{element.Id}`", element.Id, "value", ("dataElement", element.Id));
        if (!string.IsNullOrWhiteSpace(row.Value) && ValueChecks.Fault(row.Value, element.ValueType, lenient: false) is { } fault)
        {
            return Say("E7619",
                $"Value must match value type of data element `{element.Id}`: `{ValueChecks.Sentence(fault)}`",
                element.Id, "value", ("dataElement", element.Id), ("value", fault));
        }
        if (row.Comment?.Length > 50_000)
            return new Conflict("E7620", $"Invalid comment: `{row.Comment}`", row.Comment, "comment");
        if (element.Options is null)
            return null;
        // From 2.41 on a missing value is looked up without a look whether it is there.
        if (row.Value is null && run.Dialect >= Dialect.V41)
            throw new ImportCrashException("null");
        return row.Value is null || !ValueChecks.IsOption(row.Value, element.ValueType, element.Options)
            ? Say("E7621", $"Data value is not a valid option of the data element option set: `{element.Id}`", element.Id, "value", ("dataElement", element.Id))
            : null;
    }

    private Conflict? Combos(DataValueRow row, ElementFacts element, string optionCombo, string attributeCombo)
    {
        if (run.Options["requireCategoryOptionCombo"] && string.IsNullOrEmpty(row.OptionCombo))
            return new Conflict("E7630", "Category option combo is required but is not specified", null, "categoryOptionCombo");
        if (run.Options["requireAttributeOptionCombo"] && string.IsNullOrEmpty(row.AttributeCombo) && AttributeCombo is null)
            return new Conflict("E7631", "Attribute option combo is required but is not specified", null, "attributeOptionCombo");
        return Strict(row, element, optionCombo, attributeCombo);
    }

    private Conflict? Strict(DataValueRow row, ElementFacts element, string optionCombo, string attributeCombo)
    {
        var period = Period ?? Metadata.Period(row.Period)!;
        if (run.Options["strictPeriods"] && !Metadata.SetsOf(element.Id).Any(set => set.PeriodType == period.Type))
        {
            return Say("E7632",
                $"Period type of period: `{period.Iso}` not valid for data element: `{element.Id}`", period.Iso, null, ("period", period.Iso), ("dataElement", element.Id));
        }
        if (run.Options["strictDataElements"] && DataSet is not null && !DataSet.Elements.ContainsKey(element.Id))
        {
            return Say("E7633",
                $"Data element: `{element.Id}` is not part of data set: `{DataSet.Id}`",
                element.Id, "dataElement", ("dataElement", element.Id), ("dataSet", DataSet.Id));
        }
        if (run.Options["strictCategoryOptionCombos"] && Metadata.ComboOf(optionCombo) != element.Combo)
            return Combo("E7634", "Category option combo", "category combo", row.OptionCombo, element, "categoryOptionCombo");
        if (run.Options["strictAttributeOptionCombos"] && !Metadata.SetsOf(element.Id).Any(set => set.Combo == Metadata.ComboOf(attributeCombo)))
            return Combo("E7635", "Attribute option combo", "category combo of data sets", row.AttributeCombo, element, "attributeOptionCombo");
        return null;
    }

    private static Conflict Combo(string code, string what, string whose, string? id, ElementFacts element, string property) =>
        new(code, $"{what}: `{id ?? "null"}` must be part of {whose} of data element: `{element.Id}`", id, property)
        {
            Objects = id is null ? [("dataElement", element.Id)] : [("categoryOptionCombo", id), ("dataElement", element.Id)],
        };

    private Conflict? Assignment(ElementFacts element, Period period, OrgUnit orgUnit) =>
        run.Options["strictOrganisationUnits"] && !Metadata.SetsOf(element.Id).Any(set => set.OrgUnits.Contains(orgUnit.Uid))
            ? Say("E7636",
                $"Data element: `{element.Id}` must be assigned through data sets to organisation unit: `{orgUnit.Uid}`",
                orgUnit.Uid, "orgUnit", ("organisationUnit", orgUnit.Uid), ("dataElement", element.Id))
            : null;

    private Conflict? Time(ElementFacts element, Period period)
    {
        if (IsForced || (DataSet ?? Metadata.SetsOf(element.Id).FirstOrDefault()) is not { } set)
            return null;
        if (!run.User.Superuser && run.IsPastExpiry(set, period))
        {
            return Say("E7640",
                $"Current date is past expiry days for period: `{period.Iso}`  and data set: `{set.Id}`",
                period.Iso, "period", ("period", period.Iso), ("dataSet", set.Id));
        }
        var latest = _latest.TryGetValue(set.Id, out var known) ? known : _latest[set.Id] = run.LatestOpenPeriod(set);
        if (period.Start > latest.End)
        {
            return Say("E7641",
                $"Period: `{period.Iso}` is after latest open future period: `{latest.Iso}` for data element: `{element.Id}` and data set: `{set.Id}`",
                period.Iso, "period", ("period", period.Iso), ("dataElement", element.Id), ("dataSet", set.Id));
        }
        return IsInputOpen(set, period)
            ? null
            : Say("E7643",
                $"Period: `{period.Iso}` is not open for this data set at this time: `{set.Id}`", period.Iso, "period", ("period", period.Iso), ("dataSet", set.Id));
    }

    private bool IsInputOpen(DataSetFacts set, Period period)
    {
        if (run.User.Superuser || set.InputPeriods.Count == 0)
            return true;
        if (!set.InputPeriods.Any(input => input.Period == period.Iso && run.IsInputOpen(input)))
            return false;
        _inputPeriods.TryAdd(set.Id, period.Iso);
        return _inputPeriods[set.Id] == period.Iso;
    }

    private OrgUnit? FindOrgUnit(string? id) =>
        id is not null && Metadata.Uid("organisationUnits", run.Options.Schemes.OrgUnit, id) is { } uid ? Metadata.OrgUnit(uid) : null;

    private string? FindCombo(string id) => Metadata.Uid("categoryOptionCombos", run.Options.Schemes.OptionCombo, id);
}
