using System.Globalization;
using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues.Completion;

/// <summary>Which completions to read (server: <c>CompleteDataSetRegQueryParams</c>).</summary>
public sealed record DataSetCompletionQuery
{
    /// <summary>Data sets, by uid.</summary>
    public IReadOnlyList<string> DataSets { get; init; } = [];

    /// <summary>Periods.</summary>
    public IReadOnlyList<string> Periods { get; init; } = [];

    /// <summary>First day of the periods, in place of these.</summary>
    public DateTime? StartDate { get; init; }

    /// <summary>Last day of the periods, in place of these.</summary>
    public DateTime? EndDate { get; init; }

    /// <summary>Org units, by uid.</summary>
    public IReadOnlyList<string> OrgUnits { get; init; } = [];

    /// <summary>With all org units below them.</summary>
    public bool Children { get; init; }

    /// <summary>Org unit groups, by uid.</summary>
    public IReadOnlyList<string> OrgUnitGroups { get; init; } = [];

    /// <summary>Only those registered since, by the server's clock.</summary>
    public DateTime? Created { get; init; }

    /// <summary>Only those registered within a time such as <c>10d</c> or <c>12h</c>.</summary>
    public string? CreatedDuration { get; init; }

    /// <summary>No more than this many; null reads all.</summary>
    public int? Limit { get; init; }

    /// <summary>What identifies data sets, org units and option combos in the answer: UID, CODE or NAME. The server takes no other for UID.</summary>
    public string? IdScheme { get; init; }

    internal Dhis2Request ToRequest()
    {
        var request = new Dhis2Request(DataSetCompletionJson.List);
        request.Query.AddEach("dataSet", DataSets).AddEach("period", Periods)
            .Add("startDate", Text(StartDate, "yyyy-MM-dd")).Add("endDate", Text(EndDate, "yyyy-MM-dd"))
            .AddEach("orgUnit", OrgUnits).Add("children", Children ? true : (bool?)null).AddEach("orgUnitGroup", OrgUnitGroups)
            .Add("created", Text(Created, "yyyy-MM-ddTHH:mm:ss.fff")).Add("createdDuration", CreatedDuration).Add("limit", Limit)
            .Add("idScheme", IdSchemes.Text(IdScheme));
        return request;
    }

    /// <summary>Refuses what the server would refuse without naming the parameter, or read otherwise than it is meant.</summary>
    internal void Check()
    {
        if (DataSets.Count == 0)
            throw new Dhis2InputException("No data set is given.", "Give at least one: -DataSet.");
        var hasDates = StartDate is not null || EndDate is not null;
        if (hasDates && (StartDate is null || EndDate is null || StartDate > EndDate))
            throw new Dhis2InputException("A start date needs an end date, and must not lie after it.", "Give both -StartDate and -EndDate in order.");
        // The server would take no notice of the dates.
        if (hasDates && Periods.Count > 0)
            throw new Dhis2InputException("Periods and dates cannot be given together.", "Give either -Period, or -StartDate and -EndDate.");
        if (!hasDates && Periods.Count == 0 && Created is null && CreatedDuration is null)
            throw new Dhis2InputException("No period is given.", "Give -Period, or -StartDate and -EndDate, or -Created.");
        if (OrgUnits.Count + OrgUnitGroups.Count == 0)
            throw new Dhis2InputException("No org unit is given.", "Give -OrgUnit (with -Children for all below it) or -OrgUnitGroup.");
        if (Children && OrgUnitGroups.Count > 0)
            throw new Dhis2InputException("-Children is about org units and not about groups of them.", "Leave out -Children, or give -OrgUnit alone.");
    }

    internal (DataSetCompletionQuery First, DataSetCompletionQuery Second)? Halves()
    {
        var half = OrgUnits.Count / 2;
        return half == 0 ? null : (this with { OrgUnits = [.. OrgUnits.Take(half)] }, this with { OrgUnits = [.. OrgUnits.Skip(half)] });
    }

    private static string? Text(DateTime? time, string format) => time?.ToString(format, CultureInfo.InvariantCulture);
}
