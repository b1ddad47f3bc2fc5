using System.Text.RegularExpressions;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>Statements that need no table: one row of literals, a list of values, and a WITH around the like.</summary>
internal static partial class LiteralStatement
{
    public static SqlGrid? TryRun(string text)
    {
        if (With().Match(text) is { Success: true } with)
            return TryRun(with.Groups["inner"].Value);
        if (Values().Match(text) is { Success: true } values)
            return TryValues(values);
        return text.StartsWith("select ", StringComparison.Ordinal) && Read(SelectList.Split(text["select ".Length..])) is { } row
            ? SqlGrid.Of([.. row.Select(l => new SqlColumn(l.Name, l.Kind))], [[.. row.Select(l => l.Text)]])
            : null;
    }

    private static SqlGrid? TryValues(Match match)
    {
        var rows = SelectList.Split(match.Groups["rows"].Value).Select(r => Read(SelectList.Split(r[1..^1]))).ToList();
        if (rows.Contains(null))
            return null;
        var columns = SelectList.Split(match.Groups["names"].Value).Select((name, i) => new SqlColumn(name, rows[0]![i].Kind));
        return SqlGrid.Of([.. columns], [.. rows.Select(r => r!.Select(l => l.Text).ToArray())]);
    }

    private static List<SqlLiteral>? Read(List<string> items)
    {
        var row = items.Select(SqlLiteral.TryParse).OfType<SqlLiteral>().ToList();
        return row.Count == items.Count ? row : null;
    }

    [GeneratedRegex(@"^with (?<name>\w+) as \((?<inner>[^()]*)\) select [\w, *]+ from \k<name>$")]
    private static partial Regex With();

    [GeneratedRegex(@"^select \* from \(values (?<rows>.+)\) as \w+\((?<names>[\w, ]+)\)$", RegexOptions.Singleline)]
    private static partial Regex Values();
}
