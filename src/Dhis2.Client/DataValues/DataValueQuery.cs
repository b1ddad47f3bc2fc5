using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues;

/// <summary>Which data values to read (server: <c>DataValueSetQueryParams</c>).</summary>
public sealed record DataValueQuery
{
    // Further parameters of the endpoint that servers before 2.43 pass over without a word.
    private static readonly string[] s_since43 = ["level", "order", "offset", "unfoldOptionCombos", "inputUseCodeFallback", "inputDataElementIdScheme", "attributeCombo", "attributeOptions"];

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

    /// <summary>Only org units of this level of the tree (2.43 on).</summary>
    public int? Level { get; init; }

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

    /// <summary>What the values are ordered by, the most significant first (2.43 on).</summary>
    public IReadOnlyList<DataValueOrder> Order { get; init; } = [];

    /// <summary>Id schemes of the answer.</summary>
    public IdSchemes Schemes { get; init; } = new();

    /// <summary>Whatever has no property here. Names that the other properties or the reader decide are refused.</summary>
    public QueryParameters Extra { get; init; } = [];

    /// <summary>Whether it says something of all values together, so that it has to be one request: an order or an offset.</summary>
    public bool IsOfOneAnswer => Order.Count > 0 || Extra.Has("offset");

    /// <summary>The parameters that a server passes over, by their names in the address.</summary>
    public IReadOnlyList<string> IgnoredBy(Session session)
    {
        if (session.Dialect.KnowsOrderOfDataValues)
            return [];
        var query = new QueryParameters();
        AddTo(query);
        return [.. s_since43.Where(query.Has)];
    }

    /// <summary>The data set that all values of this query are of: as it came with a value, or as it was asked for; null where there is no such.</summary>
    internal string? OnlyDataSet(string? read)
    {
        if (DataSets.Count != 1 || DataElements.Count + DataElementGroups.Count > 0)
            return null;
        return read ?? (IdSchemes.IsUid(Schemes.DataSet ?? Schemes.All) && Uid.IsValid(DataSets[0]) ? DataSets[0] : null);
    }

    internal void AddTo(QueryParameters query)
    {
        const string Day = "yyyy-MM-dd";
        query.AddEach("dataSet", DataSets).AddEach("dataElementGroup", DataElementGroups).AddEach("dataElement", DataElements)
            .AddEach("period", Periods).Add("startDate", Format(StartDate, Day)).Add("endDate", Format(EndDate, Day))
            .AddEach("orgUnit", OrgUnits).Add("children", Children ? true : (bool?)null).Add("level", Level).AddEach("orgUnitGroup", OrgUnitGroups)
            .AddEach("attributeOptionCombo", AttributeOptionCombos).Add("includeDeleted", IncludeDeleted ? true : (bool?)null)
            .Add("lastUpdated", Format(LastUpdated, "yyyy-MM-ddTHH:mm:ss.fff")).Add("lastUpdatedDuration", LastUpdatedDuration).Add("limit", Limit)
            .Add("order", Order.Count == 0 ? null : string.Join(",", Order.Select(NameOf)));
        Schemes.AddTo(query);
        query.AddRange(Extra);
    }

    private static string? Format(DateTime? time, string format) => time?.ToString(format, System.Globalization.CultureInfo.InvariantCulture);

    private static string NameOf(DataValueOrder order) => order switch
    {
        DataValueOrder.Period => "PE",
        DataValueOrder.OrgUnit => "OU",
        DataValueOrder.DataElement => "DE",
        DataValueOrder.CategoryOptionCombo => "COC",
        DataValueOrder.AttributeOptionCombo => "AOC",
        _ => "CREATED",
    };
}

/// <summary>What data values can be ordered by (server: <c>DataExportParams.Order</c>).</summary>
public enum DataValueOrder
{
    /// <summary>Period.</summary>
    Period,

    /// <summary>Org unit.</summary>
    OrgUnit,

    /// <summary>Data element.</summary>
    DataElement,

    /// <summary>Category option combo.</summary>
    CategoryOptionCombo,

    /// <summary>Attribute option combo.</summary>
    AttributeOptionCombo,

    /// <summary>When a value was first stored.</summary>
    Created,
}
