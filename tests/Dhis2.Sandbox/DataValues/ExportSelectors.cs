using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Reads the selectors of an export; what is wrong with them is thrown as the server's answer.</summary>
internal sealed partial class ExportSelectors(ILookup<string, string> query, Country country, SandboxUser user, Dialect dialect)
{
    private readonly string _inputScheme = IdSchemes.IsScheme(query["inputIdScheme"].FirstOrDefault()) ? query["inputIdScheme"].First().ToUpperInvariant() : IdSchemes.Uid;
    private readonly ValueMetadata _metadata = new(country);

    private bool IsLatest => dialect >= Dialect.V43;

    public ExportSelection Read()
    {
        var periods = Periods();
        var (start, end) = (Date("startDate"), Date("endDate"));
        var dataSets = Ids("dataSet", "dataSets");
        var loose = Ids("dataElement", "dataElements").Concat(Members("dataElementGroup", "dataElementGroups", "dataElements")).ToList();
        var selection = new ExportSelection
        {
            DataSets = dataSets,
            Elements = dataSets.SelectMany(set => _metadata.DataSet(set)?.Elements.Keys ?? []).Concat(loose).ToHashSet(StringComparer.Ordinal),
            HasLooseElements = loose.Count > 0,
            OrgUnits = Ids("orgUnit", "organisationUnits"),
            Groups = Ids("orgUnitGroup", "organisationUnitGroups"),
            Children = First("children") == "true",
            Periods = periods,
            StartDate = start,
            EndDate = end,
            AttributeCombos = Ids("attributeOptionCombo", "categoryOptionCombos"),
            ChangedSince = ChangedSince(),
            IncludeDeleted = First("includeDeleted") == "true",
            Limit = int.TryParse(First("limit"), out var limit) && limit >= 0 ? limit : int.MaxValue,
            Offset = IsLatest && int.TryParse(First("offset"), out var offset) ? offset : 0,
        };
        Check(selection);
        return selection;
    }

    private string? First(string name) => query[name].FirstOrDefault();

    private void Check(ExportSelection selection)
    {
        if (IsLatest)
        {
            CheckElements(selection);
            CheckTime(selection, hasTime: selection.Periods.Count > 0 || selection.StartDate is not null);
            CheckOrgUnits(selection);
            if (First("order") is { Length: > 0 } order && order.Split(',').FirstOrDefault(key => key is not ("PE" or "OU" or "DE" or "AOC" or "COC" or "CREATED")) is { } unknown)
                throw new WebMessageException(400, $"Value '{unknown}' is not valid for parameter order.  Cannot convert {unknown} to class org.hisp.dhis.datavalue.DataExportParams$Order");
            CheckAccess(selection);
            return;
        }
        CheckOrgUnits(selection);
        CheckElements(selection);
        CheckTime(selection, hasTime: selection.Periods.Count > 0 || selection.StartDate is not null || selection.ChangedSince is not null);
        if (First("lastUpdatedDuration") is { } duration && !Duration().IsMatch(duration))
            throw Conflict("E2005", "Duration is not valid: `{0}`");
    }

    private static void CheckElements(ExportSelection selection)
    {
        if (selection.Elements.Count == 0 && selection.DataSets.Count == 0)
            throw Conflict("E2001", "At least one data element, data set or data element group must be specified");
    }

    private static void CheckOrgUnits(ExportSelection selection)
    {
        if (selection.OrgUnits.Count == 0 && selection.Groups.Count == 0)
            throw Conflict("E2006", "At least one organisation unit or organisation unit group must be specified");
    }

    private void CheckTime(ExportSelection selection, bool hasTime)
    {
        if (!hasTime)
            throw Conflict("E2002", "At least one period, start/end dates, last updated or last updated duration must be specified");
        if (IsLatest && selection.Periods.Count > 0 && selection.StartDate is not null)
            throw Conflict("E2003", "Both periods and start/end date cannot be specified");
        if (selection.StartDate > selection.EndDate)
            throw Conflict("E2004", "Start date must be before end date");
    }

    private void CheckAccess(ExportSelection selection)
    {
        var hidden = Hidden(selection).ToList();
        if (hidden.Count > 0)
            throw Conflict("E2012", $"User is not allowed to view org unit(s): `[{string.Join(", ", hidden)}]`");
    }

    /// <summary>The org units asked for that the user may not see.</summary>
    public IEnumerable<string> Hidden(ExportSelection selection) => user.IsSuper
        ? []
        : selection.OrgUnits.Where(uid => country.OrgUnits.Find(uid) is not null && !_metadata.IsWithin(uid, [.. user.OrgUnits, .. user.DataViewOrgUnits]));

    private static WebMessageException Conflict(string code, string message) => new(409, message, code);

    // 2.43 keeps a uid that is of nothing, and refuses what cannot be one; the others drop both.
    private List<string> Ids(string name, string type)
    {
        var ids = new List<string>();
        foreach (var id in query[name].SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (IsLatest && _inputScheme == IdSchemes.Uid && !ValueChecks.Uid().IsMatch(id))
                throw new WebMessageException(400, $"UID must be an alphanumeric string of 11 characters starting with a letter, but was: {id}");
            if (_metadata.Uid(type, _inputScheme, id) is { } uid)
                ids.Add(uid);
            else if (IsLatest && _inputScheme == IdSchemes.Uid)
                ids.Add(id);
        }
        return ids;
    }

    private IEnumerable<string> Members(string name, string type, string members) =>
        Ids(name, type).SelectMany(id => country.Find(type, id)?[members] as JsonArray ?? []).Select(member => (string)member!["id"]!);

    private List<Period> Periods()
    {
        var periods = new List<Period>();
        foreach (var id in query["period"].SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (_metadata.Period(id) is { } period)
                periods.Add(period);
            else if (IsLatest)
                throw new WebMessageException(400, $"Invalid Period `{id}`, expected a digit at position 0 but found: `{id[0]}`");
        }
        return periods;
    }

    private DateOnly? Date(string name)
    {
        if (First(name) is not { Length: > 0 } text)
            return null;
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var date)
            ? DateOnly.FromDateTime(date)
            : throw new WebMessageException(400, $"Value '{text}' is not valid for parameter {name}. Invalid format: \"{text}\"");
    }

    private DateTime? ChangedSince()
    {
        if (First("lastUpdated") is { Length: > 0 } text)
            return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
        if (First("lastUpdatedDuration") is not { } duration || Duration().Match(duration) is not { Success: true } match)
            return null;
        var count = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return DateTime.UtcNow - match.Groups[2].Value switch
        {
            "d" => TimeSpan.FromDays(count),
            "h" => TimeSpan.FromHours(count),
            "m" => TimeSpan.FromMinutes(count),
            _ => TimeSpan.FromSeconds(count),
        };
    }

    [GeneratedRegex("^([0-9]+)([dhms])$")]
    private static partial Regex Duration();
}
