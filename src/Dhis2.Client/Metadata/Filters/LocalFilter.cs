using System.Text.Json;
using Dhis2.Client.Json;
using Dhis2.Client.Metadata.Fields;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Filters;

/// <summary>
/// A filter whose value the server would cut, drop or take for a pattern. The server is asked for more with a part of the value that it cannot misread, and what it
/// answers is compared here.
/// </summary>
internal sealed class LocalFilter
{
    private static readonly char[] s_wildcards = ['%', '_', '\\'];

    private readonly PropertyPath _path;
    private readonly Func<string, bool> _test;
    private readonly bool _isNegated;

    private LocalFilter(MetadataFilter filter, Func<string, bool> test, bool isNegated, string? serverFilter)
    {
        _path = new PropertyPath(filter.Property);
        _test = test;
        _isNegated = isNegated;
        ServerFilter = serverFilter;
    }

    /// <summary>The filter that the server is asked with; null where no part of the value is safe.</summary>
    public string? ServerFilter { get; }

    /// <summary>The fields that have to be read to compare: <c>parent[name]</c>.</summary>
    public string Fields => MayBeAttribute ? $"{_path.Fields},attributeValues[attribute[id],value]" : _path.Fields;

    // Objects have values of attributes in a list; filters name the attribute alone. Names of properties may look like ids, too.
    private bool MayBeAttribute => _path.IsOwn && Uid.IsValid(_path.ToString());

    /// <summary>The filter in this form; null where the server understands it as it is.</summary>
    /// <exception cref="Dhis2InputException">Neither the server nor this module can tell which objects are meant.</exception>
    public static LocalFilter? Of(MetadataFilter filter, Dialect dialect)
    {
        if (filter.Value is not { } value || !IsMisread(filter, value, dialect))
            return null;
        var name = filter.Operator.TrimStart('!');
        var isNegated = filter.Operator[0] == '!' || name == "ne";
        if (name is "gt" or "ge" or "lt" or "le" or "token")
            throw MetadataFilter.Wrong(filter.ToString(), "holds a character that a server of this version misreads", "Leave that part of the value out, and use Where-Object for the rest.");
        if (isNegated && filter.Property.Contains('.'))
            throw MetadataFilter.Wrong(filter.ToString(), "holds a character that a server of this version misreads, in a property of another object", "Use Where-Object in its place.");
        var ignoresCase = name is "ieq" or "startsWith" || name.Contains("ilike", StringComparison.Ordinal);
        var test = Test(name, value, ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        var piece = isNegated || name == "in" ? "" : LongestPiece(value, dialect, ignoresCase);
        return new LocalFilter(filter, test, isNegated, piece.Length == 0 ? null : $"{filter.Property}:{(ignoresCase ? "ilike" : "like")}:{piece}");
    }

    /// <summary>Whether an object that was read with <see cref="Fields"/> is wanted. One without the property is not, as in the server's own comparisons.</summary>
    public bool Wants(JsonElement item)
    {
        var values = _path.Values(item);
        if (MayBeAttribute)
            values = values.Concat(item.Items("attributeValues").Where(value => value.Child("attribute")?.Text("id") == _path.ToString()).Select(value => value.Text("value")));
        // What a property of several objects holds is compared one by one.
        return values.OfType<string>().Any(value => _test(value) != _isNegated);
    }

    private static bool IsMisread(MetadataFilter filter, string value, Dialect dialect) => filter.Operator switch
    {
        "in" or "!in" => dialect.CommaEndsFilterValue && value.IndexOfAny(['[', ']'], 1, value.Length - 2) >= 0,
        _ when value.Contains(',') && dialect.CommaEndsFilterValue => true,
        _ when value.Contains('%') && dialect.DropsFilterWithPercent => true,
        var name => (name.Contains("like", StringComparison.Ordinal) || name == "startsWith") && value.IndexOfAny(s_wildcards) >= 0,
    };

    private static Func<string, bool> Test(string name, string value, StringComparison comparison)
    {
        if (name == "in")
        {
            var values = new HashSet<string>(value.Substring(1, value.Length - 2).Split(',').Select(v => v.Trim()), StringComparer.Ordinal);
            return values.Contains;
        }
        if (name is "eq" or "ne" or "ieq")
            return text => text.Equals(value, comparison);
        if (name[0] == '$' || name == "startsWith")
            return text => text.StartsWith(value, comparison);
        return name[name.Length - 1] == '$' ? text => text.EndsWith(value, comparison) : text => text.Contains(value, comparison);
    }

    // Outside ASCII, the database and .NET may tell upper from lower case differently.
    private static string LongestPiece(string value, Dialect dialect, bool ignoresCase)
    {
        bool IsSafe(char c) => !(c is '%' or '_' or '\\' or '*' or '?' or '[' or ']') && !(c == ',' && dialect.CommaEndsFilterValue) && !(ignoresCase && c >= 128);
        var longest = "";
        for (var (i, begin) = (0, 0); i <= value.Length; i++)
        {
            if (i < value.Length && IsSafe(value[i]))
                continue;
            var piece = value.Substring(begin, i - begin).Trim();
            if (piece.Length > longest.Length)
                longest = piece;
            begin = i + 1;
        }
        return longest;
    }
}
