using System.Globalization;
using System.Text.RegularExpressions;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>Columns of organisationunit, with a level, the beginning of a name and an order.</summary>
internal static partial class OrgUnitStatement
{
    private static readonly Dictionary<string, (SqlKind Kind, Func<OrgUnit, string?> Read)> s_columns = new(StringComparer.Ordinal)
    {
        ["uid"] = (SqlKind.Text, u => u.Uid),
        ["code"] = (SqlKind.Text, u => u.Code),
        ["name"] = (SqlKind.Text, u => u.Name),
        ["shortname"] = (SqlKind.Text, u => u.ShortName),
        ["path"] = (SqlKind.Text, u => u.Path),
        ["hierarchylevel"] = (SqlKind.Number, u => u.Level.ToString(CultureInfo.InvariantCulture)),
        ["openingdate"] = (SqlKind.Date, u => Date(u.OpeningDate)),
        ["closeddate"] = (SqlKind.Date, u => u.ClosedDate is { } closed ? Date(closed) : null),
    };

    public static SqlGrid? TryRun(string text, OrgUnitTree tree, Dialect dialect)
    {
        if (Form().Match(text) is not { Success: true } match)
            return null;
        var fields = SelectList.Split(match.Groups["items"].Value).Select(TryField).ToList();
        if (fields.Contains(null))
            return null;
        IEnumerable<OrgUnit> found = tree;
        foreach (var condition in match.Groups["where"].Value.Split(" and ", StringSplitOptions.RemoveEmptyEntries))
        {
            if (TryCondition(condition, dialect) is not { } holds)
                return null;
            found = found.Where(holds);
        }
        if (match.Groups["order"].Success && s_columns.TryGetValue(match.Groups["order"].Value, out var order))
            found = found.OrderBy(order.Read, StringComparer.Ordinal);
        var units = found.ToArray();
        return new SqlGrid([.. fields.Select(f => f!.Value.Column)], units.Length, (index, row) =>
        {
            foreach (var field in fields)
                row.Add(field!.Value.Read(units[index]));
        });
    }

    private static (SqlColumn Column, Func<OrgUnit, string?> Read)? TryField(string item)
    {
        if (s_columns.TryGetValue(item, out var column))
            return (new SqlColumn(item, column.Kind), column.Read);
        return SqlLiteral.TryParse(item) is { } literal ? (new SqlColumn(literal.Name, literal.Kind), _ => literal.Text) : null;
    }

    private static Func<OrgUnit, bool>? TryCondition(string condition, Dialect dialect)
    {
        if (Level().Match(condition) is { Success: true } level)
        {
            return int.TryParse(level.Groups[1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? unit => unit.Level == number
                : throw SqlFailure.UnknownColumn(dialect, level.Groups[1].Value);
        }
        return Prefix().Match(condition) is { Success: true } prefix
            ? unit => unit.Name.StartsWith(prefix.Groups[1].Value, StringComparison.Ordinal)
            : null;
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^select (?<items>.+?) from organisationunit(?: where (?<where>.+?))?(?: order by (?<order>\w+))?$")]
    private static partial Regex Form();

    [GeneratedRegex(@"^hierarchylevel = (\S+)$")]
    private static partial Regex Level();

    [GeneratedRegex(@"^name like '([^'%]*)%'$")]
    private static partial Regex Prefix();
}
