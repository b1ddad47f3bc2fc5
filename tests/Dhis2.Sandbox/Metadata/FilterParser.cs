using System.Text.RegularExpressions;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.Metadata;

/// <summary>Reads the parameters <c>filter</c> as each version does, quirks included.</summary>
internal sealed partial class FilterParser(Dialect dialect, TypeProperties properties)
{
    public IReadOnlyList<Filter> Parse(IReadOnlyList<string> texts)
    {
        if (dialect <= Dialect.V41)
            return [.. texts.Select(Read)];
        // From 2.42 on all are joined and split again at commas outside of brackets; what is no filter then is dropped.
        var parts = texts.SelectMany(SplitAtCommas).ToList();
        if (parts.Count == 1)
            return parts[0].Length == 0 ? [] : [Read(parts[0])];
        return [.. parts.Where(p => WellFormed().IsMatch(p)).Select(ReadOneOfMany)];
    }

    /// <summary>Reads each by itself, as an export does on all versions.</summary>
    public IReadOnlyList<Filter> ParseEach(IReadOnlyList<string> texts) => [.. texts.Select(Read)];

    private Filter ReadOneOfMany(string text)
    {
        // The sign before the operator is taken for the end of a filter.
        if (text.Contains(":^", StringComparison.Ordinal))
            throw Invalid($"Unknown path property: {text[(text.IndexOf(":^", StringComparison.Ordinal) + 2)..].Split(':')[0]}");
        return Read(text);
    }

    private static List<string> SplitAtCommas(string text)
    {
        var parts = new List<string>();
        var start = 0;
        // A list ends at its first closing bracket.
        var inList = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '[' && !inList)
                inList = text.IndexOf(']', i) >= 0;
            else if (text[i] == ']')
                inList = false;
            else if (text[i] == ',' && !inList)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }
        parts.Add(text[start..]);
        return parts;
    }

    private Filter Read(string text)
    {
        var pieces = text.Split(':', 3);
        if (pieces.Length < 2)
            throw Invalid(text.Contains('^', StringComparison.Ordinal) ? $"Unknown path property: {text}" : $"Invalid filter => {text}");
        var (path, name) = (pieces[0], pieces[1]);
        // With only one colon, what looks like a property is judged first.
        if (!properties.IsKnown(path))
            throw Invalid($"Unknown path property: {path}");
        if (!FilterOperator.Exists(name, dialect))
            throw Invalid($"`{name}` is not a valid operator.");
        return Make(path, name, pieces.Length > 2 ? pieces[2] : null);
    }

    private Filter Make(string path, string name, string? value)
    {
        if (name is "null" or "!null" or "empty" or "!empty")
            return Filter.None(path, name[0] != '!');
        if (string.IsNullOrEmpty(value))
            throw new WebMessageException(500, null);
        if (name is "in" or "!in")
            return MakeIn(path, name, value);
        if (properties.IsCollection(path))
            return MakeSize(path, name, value);
        CheckEnum(path, name, value);
        return Filter.Values(path, FilterOperator.Test(name, value, TypeProperties.IsDate(path)), FilterOperator.IsNegated(name));
    }

    private Filter MakeIn(string path, string name, string value)
    {
        if (!value.StartsWith('[') || !value.Contains(']', StringComparison.Ordinal))
            throw Invalid($"Collection size must be integer `{value}`");
        var close = dialect >= Dialect.V42 ? value.IndexOf(']', StringComparison.Ordinal) : value.LastIndexOf(']');
        var wanted = value[1..close].Split(',').ToHashSet(StringComparer.Ordinal);
        return Filter.Values(path, text => text is not null && wanted.Contains(text), name[0] == '!');
    }

    private static Filter MakeSize(string path, string name, string value)
    {
        var test = FilterOperator.Test(name, value, isDate: false);
        return Filter.Size(path, size => test(size.ToString(System.Globalization.CultureInfo.InvariantCulture)) != FilterOperator.IsNegated(name));
    }

    private static void CheckEnum(string path, string name, string value)
    {
        if (TypeProperties.EnumOf(path) is { } known && (!known.Contains(value) || name is not ("eq" or "!eq" or "ne" or "neq")))
            throw Invalid($"Unable to parse `{value}` as `class {path}`, valid values are: [{string.Join(", ", known)}]");
    }

    private static WebMessageException Invalid(string message) => new(400, message, "E1003");

    [GeneratedRegex(@"^[\w.]+:[^:,]+(:.*)?$", RegexOptions.Singleline)]
    private static partial Regex WellFormed();
}
