using System.Globalization;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>Criteria, filters and chosen columns, laid over a grid.</summary>
internal static class GridFilter
{
    public static SqlGrid Apply(SqlGrid grid, SqlView view, SqlViewRequest request, Dialect dialect)
    {
        foreach (var (column, value) in request.Criteria)
            grid = Keep(grid, column, "eq", value, dialect);
        foreach (var filter in request.Filters)
            grid = Keep(grid, view, filter, dialect);
        // A QUERY is wrapped in a statement of the server's own only where there is something to filter by.
        var chooses = request.Fields.Count > 0 && (!view.IsQuery || request.Criteria.Count + request.Filters.Count > 0);
        return chooses ? grid.Select([.. request.Fields.Select(f => Find(grid, f, dialect))]) : grid;
    }

    private static SqlGrid Keep(SqlGrid grid, SqlView view, string filter, Dialect dialect)
    {
        // As the server's language does it: an empty part at the end is none.
        var parts = filter.TrimEnd(':').Split(':');
        if (parts.Length == 2 && parts[1] is "null" or "!null" && !filter.EndsWith(':'))
        {
            var (place, isNull) = (Find(grid, parts[0], dialect), parts[1] == "null");
            return grid.Where(row => row.IsNull(place) == isNull);
        }
        if (parts.Length != 3)
            throw new WebMessageException(409, $"Invalid filter => {filter}");
        if (parts[1] is "null" or "!null")
        {
            var query = $"select  *  from \"{view.Relation}\" where \"{parts[0]}\" is {(parts[1] == "null" ? "null" : "not null")} ";
            throw SqlFailure.WhileRunning(dialect, query, "The column index is out of range: 1, number of columns: 0.");
        }
        return Keep(grid, parts[0], parts[1], parts[2], dialect);
    }

    private static SqlGrid Keep(SqlGrid grid, string column, string name, string value, Dialect dialect)
    {
        var negated = name.StartsWith('!');
        var matches = GridOperator.Find(negated ? name[1..] : name) ?? throw new WebMessageException(409, $"`{name}` is not a valid operator.");
        var values = Values(name, value);
        var place = Find(grid, column, dialect);
        var kind = grid.Columns[place].Kind;
        var numbers = kind == SqlKind.Number && values.All(v => decimal.TryParse(v, CultureInfo.InvariantCulture, out _));
        if (kind != SqlKind.Text && !numbers)
            throw SqlFailure.NoOperator(dialect, kind);
        // Null is neither like a value nor unlike it.
        return grid.Where(row => !row.IsNull(place) && matches(row.Text(place), values, numbers) != negated);
    }

    private static string[] Values(string name, string value)
    {
        if (name is not ("in" or "!in"))
            return [value];
        return value.StartsWith('[') && value.EndsWith(']') ? value[1..^1].Split(',') : throw new WebMessageException(409, "Invalid query value");
    }

    private static int Find(SqlGrid grid, string column, Dialect dialect) =>
        grid.IndexOf(column) is >= 0 and var place ? place : throw SqlFailure.UnknownColumn(dialect, column);
}
