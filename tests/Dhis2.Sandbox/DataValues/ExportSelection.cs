using Dhis2.Sandbox.Countries;

namespace Dhis2.Sandbox.DataValues;

/// <summary>What an export asks for, once it has been found to be in order.</summary>
internal sealed class ExportSelection
{
    public required IReadOnlySet<string> Elements { get; init; }

    /// <summary>Uids of the org units asked for by themselves, as they were asked for.</summary>
    public required IReadOnlyList<string> OrgUnits { get; init; }

    public bool Children { get; init; }

    public required IReadOnlyList<string> Groups { get; init; }

    public required IReadOnlyList<string> DataSets { get; init; }

    public required IReadOnlyList<Period> Periods { get; init; }

    public DateOnly? StartDate { get; init; }

    public DateOnly? EndDate { get; init; }

    public required IReadOnlyList<string> AttributeCombos { get; init; }

    public DateTime? ChangedSince { get; init; }

    public bool IncludeDeleted { get; init; }

    public int Offset { get; init; }

    public int Limit { get; init; } = int.MaxValue;

    /// <summary>Whether only single elements, or a group of them, were asked for, and no data set as a whole.</summary>
    public bool HasLooseElements { get; init; }

    /// <summary>The org units whose values are wanted, or null for all.</summary>
    public HashSet<string> Members(Country country)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var uid in OrgUnits)
        {
            if (country.OrgUnits.Find(uid) is { } unit)
                members.UnionWith(Children ? unit.Branch().Select(below => below.Uid) : [unit.Uid]);
        }
        foreach (var group in Groups)
        {
            if (country.Find("organisationUnitGroups", group)?["organisationUnits"] is System.Text.Json.Nodes.JsonArray units)
                members.UnionWith(units.Select(unit => (string)unit!["id"]!));
        }
        return members;
    }

    /// <summary>Whether a period is among those asked for; none asked for means all.</summary>
    public bool Takes(Period period) =>
        Periods.Count > 0 ? Periods.Any(wanted => wanted.Iso == period.Iso)
        : (StartDate is null || period.Start >= StartDate) && (EndDate is null || period.End <= EndDate);

    public bool Takes(StoredValue value) =>
        (IncludeDeleted || !value.Deleted) && !(value.LastUpdated < ChangedSince);
}
