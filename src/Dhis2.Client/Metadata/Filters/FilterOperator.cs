using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Filters;

/// <summary>An operator of filters (server: <c>QueryParser</c>).</summary>
/// <param name="Name">As filters write it: <c>$ilike</c>.</param>
/// <param name="Meaning">What it says of a property.</param>
public sealed record FilterOperator(string Name, string Meaning)
{
    private static readonly FilterOperator[] s_all =
    [
        new("eq", "is the value; of a list, its size"), new("ieq", "is the value, in any case of letters"), new("!eq", "is not the value"), new("ne", "is not the value"),
        new("gt", "is greater"), new("ge", "is greater or equal"), new("lt", "is less"), new("le", "is less or equal"),
        new("like", "holds the text"), new("!like", "does not hold the text"), new("$like", "starts with the text"), new("!$like", "does not start with the text"),
        new("like$", "ends with the text"), new("!like$", "does not end with the text"),
        new("ilike", "holds the text, in any case of letters"), new("!ilike", "does not hold the text, in any case of letters"),
        new("$ilike", "starts with the text, in any case of letters"), new("!$ilike", "does not start with the text, in any case of letters"),
        new("ilike$", "ends with the text, in any case of letters"), new("!ilike$", "does not end with the text, in any case of letters"),
        new("startsWith", "starts with the text, in any case of letters"), new("token", "holds all words"), new("!token", "does not hold all words"),
        new("in", "is one of [a,b,c]"), new("!in", "is none of [a,b,c]"),
        new("null", "is not set") { TakesValue = false }, new("!null", "is set") { TakesValue = false },
        new("empty", "is an empty list") { TakesValue = false }, new("!empty", "is a list with items") { TakesValue = false },
    ];

    /// <summary>All that the supported servers have; the earlier ones lack some.</summary>
    public static IReadOnlyList<FilterOperator> All => s_all;

    /// <summary>Whether a value follows it.</summary>
    public bool TakesValue { get; init; } = true;

    /// <summary>Those that the server of a session has.</summary>
    public static IReadOnlyList<FilterOperator> Of(Dhis2Caller caller) =>
        [.. s_all.Where(one => (one.Name != "ieq" || caller.Session.Dialect.HasFilterIeq) && (one.Name != "!empty" || caller.Session.Dialect.HasFilterNotEmpty))];
}
