using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>The ways in which the database, or the check before it, refuses a statement.</summary>
internal static class SqlFailure
{
    public static WebMessageException Illegal(string code, string message) => new(409, message, code);

    public static WebMessageException UnknownTable(Dialect dialect, string table) => new(
        409, "Query failed because a referenced table does not exist. Please ensure analytics job was run (SqlState: 42P01)", "E7144")
    {
        DevMessage = Words(dialect, "42P01", NoRelation(table)),
    };

    public static WebMessageException UnknownColumn(Dialect dialect, string column) =>
        Syntax(dialect, "42703", $"ERROR: column \"{column}\" does not exist\n  Position: 51");

    public static WebMessageException NoOperator(Dialect dialect, SqlKind kind) => Syntax(dialect, "42883",
        $"ERROR: operator does not exist: {(kind == SqlKind.Number ? "integer" : kind.ToString().ToLowerInvariant())} = character varying\n"
        + "  Hint: No operator matches the given name and argument types. You might need to add explicit type casts.\n  Position: 65");

    public static WebMessageException Unreadable(Dialect dialect) => Syntax(dialect, "42601", "ERROR: syntax error at or near the end of what this sandbox understands");

    public static WebMessageException WhileRunning(Dialect dialect, string query, string error) => new(409,
        $"PreparedStatementCallback; SQL [{query}]; {error}"
        + (dialect < Dialect.V42 ? $"; nested exception is org.postgresql.util.PSQLException: {error}" : ""));

    public static string NoRelation(string table) => $"ERROR: relation \"{table}\" does not exist\n  Position: 15";

    private static WebMessageException Syntax(Dialect dialect, string state, string words) =>
        new(409, $"Query failed because of a syntax error (SqlState: {state})", "E7145") { DevMessage = Words(dialect, state, words) };

    // Only from 2.42 on the database's own words are passed on.
    private static string Words(Dialect dialect, string state, string words) => dialect >= Dialect.V42 ? words : $"SqlState: {state}";
}
