using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.Metadata;

/// <summary>The operators of filters, and how each compares.</summary>
internal static class FilterOperator
{
    private static readonly HashSet<string> s_all = new(StringComparer.Ordinal)
    {
        "eq", "!eq", "ne", "neq", "ieq", "gt", "ge", "gte", "lt", "le", "lte", "like", "!like", "$like", "!$like", "like$", "!like$",
        "ilike", "!ilike", "$ilike", "!$ilike", "ilike$", "!ilike$", "startsWith", "!startsWith", "endsWith", "!endsWith",
        "token", "!token", "in", "!in", "null", "!null", "empty", "!empty",
    };

    public static bool Exists(string name, Dialect dialect) =>
        s_all.Contains(name) && (name != "ieq" || dialect >= Dialect.V41) && (name != "!empty" || dialect >= Dialect.V42);

    public static bool IsNegated(string name) => name[0] == '!' || name is "ne" or "neq";

    /// <summary>The test of an operator without its negation.</summary>
    public static Func<string?, bool> Test(string name, string value, bool isDate)
    {
        switch (name.TrimStart('!'))
        {
            case "eq" or "ne" or "neq":
                return text => text == value;
            case "ieq":
                return text => string.Equals(text, value, StringComparison.OrdinalIgnoreCase);
            case "gt" or "ge" or "gte" or "lt" or "le" or "lte":
                return Relation(name, value, isDate);
            case "token":
                var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return text => Array.TrueForAll(words, w => Regex.IsMatch(text!, @"(?<![\p{L}\p{N}])" + Regex.Escape(w), RegexOptions.IgnoreCase));
            default:
                var regex = Like(name.TrimStart('!'), value);
                return text => text is not null && regex.IsMatch(text);
        }
    }

    private static Func<string?, bool> Relation(string name, string value, bool isDate)
    {
        var wanted = isDate ? Moment(value) : value;
        return text =>
        {
            var order = double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.TryParse(wanted, CultureInfo.InvariantCulture, out var limit)
                ? number.CompareTo(limit)
                : string.CompareOrdinal(text, wanted);
            return name switch
            {
                "gt" => order > 0,
                "ge" or "gte" => order >= 0,
                "lt" => order < 0,
                _ => order <= 0,
            };
        };
    }

    // A year, a day or a moment, written as the server writes moments.
    private static string Moment(string value)
    {
        if (Regex.IsMatch(value, @"^\d{4}$"))
            value += "-01-01";
        return DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture)
            : throw new WebMessageException(400, $"Unable to parse `{value}` as `Date`.", "E1003");
    }

    // SQL's like: % and _ stand for anything, and a backslash takes the next sign as it is.
    private static Regex Like(string name, string value)
    {
        var start = name.StartsWith('$') || name == "startsWith";
        var end = name.EndsWith('$') || name == "endsWith";
        var pattern = new StringBuilder(start ? "^" : "");
        for (var i = 0; i < value.Length; i++)
        {
            pattern.Append(value[i] switch
            {
                '%' => ".*",
                '_' => ".",
                '\\' when i + 1 < value.Length => Regex.Escape(value[++i].ToString()),
                _ => Regex.Escape(value[i].ToString()),
            });
        }
        if (end)
            pattern.Append('$');
        var ignoreCase = name.Contains("ilike", StringComparison.Ordinal) || name is "startsWith" or "endsWith";
        return new Regex(pattern.ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
    }
}
