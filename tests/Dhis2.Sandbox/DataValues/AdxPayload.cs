using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>
/// Imports ADX as each version does: 2.40 and 2.41 leave out what they cannot read, and say so without a position; 2.42 ends there; 2.43 imports one data set after
/// the other, and says nothing of all of them where one that is not the last is refused.
/// </summary>
internal sealed class AdxPayload(ImportRun run)
{
    private static readonly XNamespace s_namespace = "urn:ihe:qrph:adx:2015";
    private static readonly string[] s_ofGroup = ["orgUnit", "period", "dataSet"];
    private static readonly string[] s_ofValue = ["dataElement", "value", "comment", "followup"];

    private readonly List<Conflict> _faults = [];

    public ImportOutcome Import(byte[] body)
    {
        var groups = Root(body).Elements(s_namespace + "group").ToList();
        return run.Dialect >= Dialect.V43 ? ImportBySet([.. groups.Select(Set43)]) : ImportRows(groups);
    }

    private XElement Root(byte[] body)
    {
        try
        {
            return XDocument.Parse(new UTF8Encoding(false).GetString(body)).Root!;
        }
        catch (XmlException e)
        {
            throw run.Dialect >= Dialect.V43 ? new UnreadableBodyException(500, e.Message) : new ImportCrashException("Failed to move to start element");
        }
    }

    private static Dictionary<string, string> Attributes(XElement element) => element.Attributes().Where(a => a.Name.Namespace == XNamespace.None).ToDictionary(a => a.Name.LocalName, a => a.Value);

    private static string PeriodOf(string text)
    {
        var parts = text.Split('/');
        if (parts.Length != 2 || !DateOnly.TryParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
            throw new AdxException($"{text} not in valid <date>/<duration> format");
        string[] types = ["Daily", "Weekly", "Monthly", "Quarterly", "Yearly"];
        var type = types.FirstOrDefault(t => PeriodParser.DurationOf(t) == parts[1]) ?? throw new AdxException($"{parts[1]} is not a supported duration type");
        return PeriodCalendar.Containing(type, first).Iso;
    }

    private ImportOutcome ImportRows(List<XElement> groups)
    {
        var set = new DataValueSet();
        for (var number = 0; number < groups.Count; number++)
        {
            try
            {
                ReadGroup(groups[number], set);
            }
            catch (AdxException e) when (run.Dialect < Dialect.V42)
            {
                var failed = new ImportOutcome { Status = "ERROR", Description = $"Data set import failed within group number: {number}", DataSetComplete = null };
                failed.Conflicts.Add(e.ToConflict());
                return failed;
            }
            catch (AdxException e)
            {
                throw new ImportCrashException(e.Message);
            }
        }
        var outcome = new RowWiseImport(run).Import(set);
        outcome.Conflicts.AddRange(_faults);
        outcome.Ignored += _faults.Count;
        return outcome;
    }

    private void ReadGroup(XElement element, DataValueSet set)
    {
        var group = Attributes(element);
        var period = PeriodOf(group["period"]);
        var attributes = group.GetValueOrDefault("attributeOptionCombo");
        if (attributes is null && group.TryGetValue("dataSet", out var name))
        {
            var facts = run.Metadata.Uid("dataSets", run.Options.Schemes.DataSet, name) is { } uid ? run.Metadata.DataSet(uid)! : throw new AdxException($"No data set matching {run.Options.Schemes.DataSet.ToLowerInvariant()} '{name}'");
            attributes = ComboOf(facts.Combo, group);
        }
        foreach (var value in element.Elements(s_namespace + "dataValue"))
        {
            try
            {
                set.Rows.Add(Row(value, group["orgUnit"], period, attributes));
            }
            catch (AdxException e) when (run.Dialect < Dialect.V42)
            {
                _faults.Add(e.ToConflict());
            }
        }
    }

    private DataValueRow Row(XElement element, string orgUnit, string period, string? attributes)
    {
        var value = Attributes(element);
        var id = value["dataElement"];
        if (run.Metadata.Uid("dataElements", run.Options.Schemes.DataElement, id) is not { } uid)
            throw new AdxException($"No data element matching {run.Options.Schemes.DataElement.ToLowerInvariant()} '{id}'");
        var facts = run.Metadata.Element(uid)!;
        var combo = value.GetValueOrDefault("categoryOptionCombo") ?? ComboOf(facts.Combo, value);
        var text = value["value"];
        if (!facts.ValueType.StartsWith("INTEGER", StringComparison.Ordinal) && facts.ValueType is not ("NUMBER" or "PERCENTAGE" or "UNIT_INTERVAL"))
            text = element.Element(s_namespace + "annotation")?.Value ?? throw new AdxException("DataElement expects text annotation", id);
        return new DataValueRow
        {
            Element = id,
            Period = period,
            OrgUnit = orgUnit,
            OptionCombo = combo,
            AttributeCombo = attributes,
            Value = text,
            Comment = value.GetValueOrDefault("comment"),
            StoredBy = value.GetValueOrDefault("storedBy"),
            FollowUp = value.GetValueOrDefault(run.Dialect < Dialect.V42 ? "followUp" : "followup") == "true",
            Deleted = value.GetValueOrDefault("deleted") == "true",
        };
    }

    // The option combo that categories and their options make, by the scheme of option combos; null for the default one.
    private string? ComboOf(string categoryCombo, Dictionary<string, string> attributes)
    {
        if (categoryCombo == Countries.Country.DefaultCategoryCombo)
            return null;
        var combo = run.Metadata.Country.Find("categoryCombos", categoryCombo)!;
        var options = new Dictionary<string, string>();
        foreach (var category in ((JsonArray)combo["categories"]!).Select(c => run.Metadata.Country.Find("categories", (string)c!["id"]!)!))
        {
            var name = IdSchemes.IdOf(category, run.Options.Schemes.All) ?? "";
            options[name] = attributes.GetValueOrDefault(name) ?? throw new AdxException($"Category combo {combo["name"]} must have {category["name"]}");
        }
        var found = run.Metadata.ComboOfOptions(options.Values, run.Options.Schemes.All, categoryCombo)
            ?? throw new AdxException($"Invalid attributes: {{{string.Join(", ", options.Select(pair => $"{pair.Key}={pair.Value}"))}}}");
        return IdSchemes.IdOf(run.Metadata.Country.Find("categoryOptionCombos", found)!, run.Options.Schemes.OptionCombo);
    }

    // It looks an attribute option combo up by its categories, and the uid that it finds by the scheme of the request.
    private DataValueSet Set43(XElement element)
    {
        var group = Attributes(element);
        string period;
        try
        {
            period = PeriodOf(group["period"]);
        }
        catch (AdxException e)
        {
            throw new UnreadableBodyException(400, e.Message);
        }
        var categories = group.Where(pair => !s_ofGroup.Contains(pair.Key)).Select(pair => pair.Value).ToList();
        var attributes = group.GetValueOrDefault("attributeOptionCombo") ?? (categories.Count == 0 ? null : run.Metadata.ComboOfOptions(categories, run.Options.Schemes.All) ?? "none");
        var set = new DataValueSet { DataSet = group.GetValueOrDefault("dataSet") };
        set.Rows.AddRange(element.Elements(s_namespace + "dataValue").Select(value => Row43(value, group["orgUnit"], period, attributes)));
        return set;
    }

    private static DataValueRow Row43(XElement element, string orgUnit, string period, string? attributes)
    {
        var value = Attributes(element);
        var combo = value.GetValueOrDefault("categoryOptionCombo");
        return new DataValueRow
        {
            Element = value["dataElement"],
            Period = period,
            OrgUnit = orgUnit,
            OptionCombo = combo,
            AttributeCombo = attributes,
            Value = element.Element(s_namespace + "annotation")?.Value ?? value["value"],
            Comment = value.GetValueOrDefault("comment"),
            FollowUp = value.GetValueOrDefault("followup") == "true",
            Deleted = value.GetValueOrDefault("deleted") == "true",
            Categories = combo is not null ? null : value.Where(pair => !s_ofValue.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => (string?)pair.Value),
        };
    }

    private ImportOutcome ImportBySet(List<DataValueSet> groups)
    {
        var sets = new List<DataValueSet>();
        foreach (var group in groups)
        {
            if (sets.Count > 0 && sets[^1].DataSet is { } name && name == group.DataSet)
                sets[^1].Rows.AddRange(group.Rows);
            else
                sets.Add(group);
        }
        var (all, isRefused) = (new ImportOutcome(), false);
        for (var i = 0; i < sets.Count; i++)
        {
            var one = new GroupWiseImport(run).Import(sets[i]);
            isRefused = one.Conflicts.Exists(conflict => !IsOfValue(conflict));
            if (isRefused && i + 1 < sets.Count)
                throw new UnreadableBodyException(409, null);
            (all.Updated, all.Ignored, all.Deleted, all.DataSetComplete) = (all.Updated + one.Updated, all.Ignored + one.Ignored, all.Deleted + one.Deleted, one.DataSetComplete);
            all.Conflicts.AddRange(one.Conflicts);
            all.Rejected.UnionWith(one.Rejected);
        }
        if (all.Conflicts.Count > 0)
            all.Status = isRefused || all.Updated + all.Deleted == 0 ? "ERROR" : "WARNING";
        return all;
    }

    // A bad value is refused by itself, and anything else with all rows of its data set.
    private static bool IsOfValue(Conflict conflict) => conflict.Code is "E8120" or "E8121" or "E8122" or "E8123" or "E8124" or "E8125" or "E8126" or "E8127";

    private sealed class AdxException(string message, string about = "ADX Error") : Exception(message)
    {
        public Conflict ToConflict() => new(null, Message, about) { Objects = null };
    }
}
