using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata;

/// <summary>
/// Refuses filters that a server would drop or bend without a word, and so answer with other rows than were asked for.
/// </summary>
internal static class FilterGuard
{
    private static readonly HashSet<string> s_withValue = new(StringComparer.Ordinal)
    {
        "eq", "ieq", "!eq", "ne", "gt", "ge", "lt", "le", "like", "!like", "$like", "!$like", "like$", "!like$", "ilike", "!ilike", "$ilike", "!$ilike", "ilike$", "!ilike$",
        "token", "!token", "in", "!in",
    };

    private static readonly HashSet<string> s_withoutValue = new(StringComparer.Ordinal) { "null", "!null", "empty", "!empty" };

    public static void Check(string filter, Dialect dialect)
    {
        var parts = filter.Split([':'], 3);
        if (parts.Length < 2 || parts[0].Length == 0)
            throw Wrong(filter, "has not the form property:operator:value", "Write it like name:ilike:clinic or closedDate:null.");
        var name = parts[1];
        if (s_withoutValue.Contains(name))
        {
            if (parts.Length == 3)
                throw Wrong(filter, $"gives a value to '{name}', which takes none", $"Write {parts[0]}:{name}.");
            return;
        }
        if (!s_withValue.Contains(name))
            throw Wrong(filter, $"uses '{name}', which is no operator", "Use eq, ieq, ne, gt, ge, lt, le, like, ilike, $like (starts with), like$ (ends with), token, in, null, empty, or one of them with ! in front.");
        if (parts.Length < 3 || parts[2].Length == 0)
            throw Wrong(filter, "has no value", $"Give one, or use {parts[0]}:null.");
        CheckValue(filter, name, parts[2], dialect);
    }

    /// <summary>Whether a filter compares with a pattern whose value holds a character that some servers take for a wildcard.</summary>
    public static bool HoldsWildcard(string filter)
    {
        var parts = filter.Split([':'], 3);
        return parts.Length == 3 && parts[1].Contains("like", StringComparison.Ordinal) && parts[2].IndexOfAny(['*', '?']) >= 0;
    }

    private static void CheckValue(string filter, string name, string value, Dialect dialect)
    {
        if (value.Contains('\0'))
            throw Wrong(filter, "holds a NUL character", "Take it out.");
        if (value.Contains('%') && dialect.DropsFilterWithPercent)
            throw Wrong(filter, "holds a per cent sign: a server of this version drops such a filter and returns everything", "Filter with Where-Object instead.");
        if (name is "in" or "!in")
        {
            if (!value.StartsWith('[') || !value.EndsWith(']') || value.IndexOf(']') != value.Length - 1)
                throw Wrong(filter, "has a list that is not written [a,b,c], or a value with a bracket in it", "Write in:[a,b,c]; values with brackets or commas cannot be in it.");
        }
        else if (value.Contains(',') && dialect.CommaEndsFilterValue)
        {
            throw Wrong(filter, "holds a comma: a server of this version ends the value there", "Filter on the part before the comma and with Where-Object for the rest.");
        }
    }

    private static Dhis2InputException Wrong(string filter, string what, string action) => new($"The filter '{filter}' {what}.", action) { Item = filter };
}
