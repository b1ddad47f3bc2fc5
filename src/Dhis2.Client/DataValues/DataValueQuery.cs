using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues;

/// <summary>Which data values to read (server: <c>DataValueSetQueryParams</c>).</summary>
public sealed record DataValueQuery
{
    /// <summary>Data sets.</summary>
    public IReadOnlyList<string> DataSets { get; init; } = [];

    /// <summary>Data element groups.</summary>
    public IReadOnlyList<string> DataElementGroups { get; init; } = [];

    /// <summary>Data elements.</summary>
    public IReadOnlyList<string> DataElements { get; init; } = [];

    /// <summary>Periods.</summary>
    public IReadOnlyList<string> Periods { get; init; } = [];

    /// <summary>First day, in place of periods.</summary>
    public DateTime? StartDate { get; init; }

    /// <summary>Last day, in place of periods.</summary>
    public DateTime? EndDate { get; init; }

    /// <summary>Org units.</summary>
    public IReadOnlyList<string> OrgUnits { get; init; } = [];

    /// <summary>With all org units below them.</summary>
    public bool Children { get; init; }

    /// <summary>Org unit groups.</summary>
    public IReadOnlyList<string> OrgUnitGroups { get; init; } = [];

    /// <summary>Attribute option combos.</summary>
    public IReadOnlyList<string> AttributeOptionCombos { get; init; } = [];

    /// <summary>Deleted ones, too.</summary>
    public bool IncludeDeleted { get; init; }

    /// <summary>Only those changed since.</summary>
    public DateTime? LastUpdated { get; init; }

    /// <summary>Only those changed within a time such as <c>10d</c> or <c>12h</c>.</summary>
    public string? LastUpdatedDuration { get; init; }

    /// <summary>No more than this many; null reads all.</summary>
    public int? Limit { get; init; }

    /// <summary>Id schemes of the answer.</summary>
    public IdSchemes Schemes { get; init; } = new();

    /// <summary>Whatever has no property here. Names that the other properties or the reader decide are refused.</summary>
    public QueryParameters Extra { get; init; } = [];

    internal void AddTo(QueryParameters query)
    {
        const string Day = "yyyy-MM-dd";
        query.AddEach("dataSet", DataSets).AddEach("dataElementGroup", DataElementGroups).AddEach("dataElement", DataElements)
            .AddEach("period", Periods).Add("startDate", Format(StartDate, Day)).Add("endDate", Format(EndDate, Day))
            .AddEach("orgUnit", OrgUnits).Add("children", Children ? true : (bool?)null).AddEach("orgUnitGroup", OrgUnitGroups)
            .AddEach("attributeOptionCombo", AttributeOptionCombos).Add("includeDeleted", IncludeDeleted ? true : (bool?)null)
            .Add("lastUpdated", Format(LastUpdated, "yyyy-MM-ddTHH:mm:ss.fff")).Add("lastUpdatedDuration", LastUpdatedDuration).Add("limit", Limit);
        Schemes.AddTo(query);
        query.AddRange(Extra);
    }

    private static string? Format(DateTime? time, string format) => time?.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}
