namespace Dhis2.Client.SqlViews;

/// <summary>Which rows of a SQL view to read.</summary>
public sealed record SqlViewQuery
{
    /// <summary>The view's uid.</summary>
    public required string Id { get; init; }

    /// <summary>Columns that must equal a value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Criteria { get; init; } = [];

    /// <summary>Values of the query's variables.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; } = [];

    /// <summary>Filters: <c>column:operator:value</c>. Here <c>^like</c> is "starts with" and <c>$like</c> "ends with".</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Columns to read; all when empty.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];
}
