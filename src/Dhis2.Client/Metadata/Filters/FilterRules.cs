using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Filters;

/// <summary>
/// Refuses filters that a server would drop or bend without a word, and so answer with other objects than were asked for.
/// </summary>
internal static class FilterRules
{
    /// <summary>Reads a filter and checks that a server of this version has its operator.</summary>
    /// <exception cref="Dhis2InputException">It is none, or the server would not understand it.</exception>
    public static MetadataFilter Read(string text, Dialect dialect)
    {
        var filter = MetadataFilter.Parse(text);
        var (property, name) = (filter.Property, filter.Operator);
        if (name == "ieq" && !dialect.HasFilterIeq)
            throw MetadataFilter.Wrong(text, "uses 'ieq', which servers have from 2.41 on", $"Use {property}:ilike:{filter.Value}, which also finds longer texts.");
        if (name == "!empty" && !dialect.HasFilterNotEmpty)
            throw MetadataFilter.Wrong(text, "uses '!empty', which servers have from 2.42 on", $"Use {property}:gt:0.");
        var known = FilterOperator.All.FirstOrDefault(one => one.Name == name);
        if (known is { TakesValue: false })
            return filter.Value is null ? filter : throw MetadataFilter.Wrong(text, $"gives a value to '{name}', which takes none", $"Write {property}:{name}.");
        if (known is null)
            throw MetadataFilter.Wrong(text, $"uses '{name}', which is no operator", Advice(name));
        if (filter.Value is not { Length: > 0 } value)
            throw MetadataFilter.Wrong(text, "has no value", $"Give one, or use {property}:null.");
        if (value.Contains('\0'))
            throw MetadataFilter.Wrong(text, "holds a NUL character", "Take it out.");
        if (name is "in" or "!in" && !(value.Length >= 2 && value.StartsWith('[') && value.EndsWith(']')))
            throw MetadataFilter.Wrong(text, "has a list that is not written [a,b,c]", $"Write {property}:{name}:[a,b,c].");
        return filter;
    }

    /// <summary>Whether a filter compares with a pattern whose value holds a character that some servers take for a wildcard.</summary>
    public static bool HoldsWildcard(string filter)
    {
        var parts = filter.Split([':'], 3);
        return parts.Length == 3 && parts[1].Contains("like", StringComparison.Ordinal) && parts[2].IndexOfAny(['*', '?']) >= 0;
    }

    private static string Advice(string name) => name switch
    {
        "^like" or "^ilike" => $"Use ${name.Substring(1)}, which means 'starts with' here.",
        "contains" => "Use like, or ilike for any case of letters.",
        "=" or "==" or "equals" => "Use eq.",
        _ => "Use eq, ieq, ne, gt, ge, lt, le, like, ilike, $like (starts with), like$ (ends with), token, in, null, empty, or one of them with ! in front.",
    };
}
