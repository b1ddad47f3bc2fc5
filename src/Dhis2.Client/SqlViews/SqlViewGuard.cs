using System.Text.RegularExpressions;

namespace Dhis2.Client.SqlViews;

/// <summary>
/// Refuses what a server would drop without a word (and then answer with all rows, or the wrong ones) and what it would refuse less clearly (E4304 to E4313).
/// </summary>
internal static class SqlViewGuard
{
    private static readonly Regex s_name = new("^[-a-zA-Z0-9_]+$", RegexOptions.CultureInvariant);
    private static readonly Regex s_value = new(@"^[\p{L}\w\s\-]+$", RegexOptions.CultureInvariant);
    private static readonly HashSet<string> s_operators = new(StringComparer.Ordinal)
    {
        "eq", "ieq", "ne", "neq", "gt", "ge", "lt", "le", "like", "^like", "$like", "ilike", "^ilike", "$ilike", "in",
        "!eq", "!ieq", "!ne", "!gt", "!ge", "!lt", "!le", "!like", "!^like", "!$like", "!ilike", "!^ilike", "!$ilike", "!in",
    };

    public static void Check(SqlViewQuery query)
    {
        if (!Uid.IsValid(query.Id))
            throw new Dhis2InputException($"'{query.Id}' is no uid of a SQL view.", "Give the view's uid, 11 letters and digits; Get-Dhis2Metadata -Type sqlViews lists them.") { Item = query.Id };
        foreach (var pair in query.Variables)
            CheckPair("variable", pair);
        foreach (var pair in query.Criteria)
            CheckPair("criterion", pair);
        foreach (var filter in query.Filters)
            CheckFilter(filter);
    }

    private static void CheckPair(string what, KeyValuePair<string, string> pair)
    {
        if (!s_name.IsMatch(pair.Key))
            throw Wrong(pair.Key, $"The {what} name '{pair.Key}' may hold letters of a to z, digits, - and _ only.", "Correct the name.");
        if (!s_value.IsMatch(pair.Value))
        {
            throw Wrong(
                pair,
                $"The {what} '{pair.Key}' has the value '{pair.Value}', which a server would refuse or drop without a word, and then answer with other rows than asked for.",
                "Use letters, digits, blanks, - and _ only; for other values use -Filter, or Where-Object on the rows.");
        }
    }

    private static void CheckFilter(string filter)
    {
        var parts = filter.Split(':');
        if (parts.Length < 2 || parts[0].Length == 0)
            throw Wrong(filter, $"The filter '{filter}' has not the form column:operator:value.", "Write it like name:like:Clinic or code:null.");
        if (parts[1] is "null" or "!null")
        {
            if (parts.Length > 2)
                throw Wrong(filter, $"The filter '{filter}' gives a value to '{parts[1]}', which takes none.", $"Write {parts[0]}:{parts[1]}.");
            return;
        }
        if (!s_operators.Contains(parts[1]))
            throw Wrong(filter, $"The filter '{filter}' uses '{parts[1]}', which is no operator of SQL views.", "Use eq, ieq, ne, gt, ge, lt, le, like, ^like (starts with), $like (ends with), in, null, or one of them with ! in front.");
        if (parts.Length != 3 || parts[2].Length == 0)
            throw Wrong(filter, $"The filter '{filter}' has no value, or one with a colon, which servers refuse.", "Use Where-Object on the rows instead.");
        if (parts[1] is "in" or "!in" && !(parts[2].StartsWith('[') && parts[2].EndsWith(']')))
            throw Wrong(filter, $"The filter '{filter}' has a list that is not written [a,b,c].", "Write in:[a,b,c].");
    }

    private static Dhis2InputException Wrong(object item, string message, string action) => new(message, action) { Item = item };
}
