using System.Globalization;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>The operators of a filter on a SQL view; here <c>^like</c> is the start and <c>$like</c> the end.</summary>
internal static class GridOperator
{
    public delegate bool Test(string field, string[] values, bool numbers);

    private static readonly Dictionary<string, Test> s_all = new(StringComparer.Ordinal)
    {
        ["eq"] = (f, v, n) => Compare(f, v[0], n) == 0,
        ["ieq"] = (f, v, _) => f.Equals(v[0], StringComparison.OrdinalIgnoreCase),
        ["ne"] = (f, v, n) => Compare(f, v[0], n) != 0,
        ["neq"] = (f, v, n) => Compare(f, v[0], n) != 0,
        ["gt"] = (f, v, n) => Compare(f, v[0], n) > 0,
        ["ge"] = (f, v, n) => Compare(f, v[0], n) >= 0,
        ["lt"] = (f, v, n) => Compare(f, v[0], n) < 0,
        ["le"] = (f, v, n) => Compare(f, v[0], n) <= 0,
        ["like"] = (f, v, _) => f.Contains(v[0], StringComparison.Ordinal),
        ["ilike"] = (f, v, _) => f.Contains(v[0], StringComparison.OrdinalIgnoreCase),
        ["^like"] = (f, v, _) => f.StartsWith(v[0], StringComparison.Ordinal),
        ["^ilike"] = (f, v, _) => f.StartsWith(v[0], StringComparison.OrdinalIgnoreCase),
        ["$like"] = (f, v, _) => f.EndsWith(v[0], StringComparison.Ordinal),
        ["$ilike"] = (f, v, _) => f.EndsWith(v[0], StringComparison.OrdinalIgnoreCase),
        ["in"] = (f, v, n) => Array.Exists(v, one => Compare(f, one, n) == 0),
    };

    public static Test? Find(string name) => s_all.GetValueOrDefault(name);

    private static int Compare(string field, string value, bool numbers) => numbers
        ? decimal.Parse(field, CultureInfo.InvariantCulture).CompareTo(decimal.Parse(value, CultureInfo.InvariantCulture))
        : string.CompareOrdinal(field, value);
}
