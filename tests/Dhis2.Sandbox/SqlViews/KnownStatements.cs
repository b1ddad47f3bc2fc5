using System.Text.RegularExpressions;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>
/// The few forms of statements the sandbox can answer; there is no database. Org units as rows, a series of any length, and
/// rows of literals.
/// </summary>
internal static partial class KnownStatements
{
    public static SqlGrid Run(string query, SandboxState state)
    {
        var text = Blanks().Replace(query.Trim().TrimEnd(';'), " ");
        var units = state.Country.OrgUnits;
        return OrgUnitStatement.TryRun(text, units, state.Dialect)
            ?? SeriesStatement.TryRun(text, state.Dialect)
            ?? Levels(text, units)
            ?? LiteralStatement.TryRun(query.Trim().TrimEnd(';'))
            ?? (Relation().Match(text) is { Success: true } match
                ? throw SqlFailure.UnknownTable(state.Dialect, match.Groups[1].Value)
                : throw SqlFailure.Unreadable(state.Dialect));
    }

    private static SqlGrid? Levels(string text, OrgUnitTree units)
    {
        if (text != "select hierarchylevel, count(*) as units from organisationunit group by hierarchylevel")
            return null;
        var counts = units.GroupBy(u => u.Level, (level, all) => (Level: level, Units: all.Count())).OrderBy(l => l.Level).ToList();
        return new SqlGrid([new("hierarchylevel", SqlKind.Number), new("units", SqlKind.Number)], counts.Count, (index, row) =>
        {
            row.Append(counts[index].Level).End();
            row.Append(counts[index].Units).End();
        });
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\bfrom (\w+)")]
    private static partial Regex Relation();
}
