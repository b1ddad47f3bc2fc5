using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.Metadata;

/// <summary>The parameter <c>order</c>: name:asc,level:desc.</summary>
internal sealed class ListOrder
{
    private readonly IReadOnlyList<Part> _parts;

    private ListOrder(IReadOnlyList<Part> parts)
    {
        _parts = parts;
        Key = string.Join(',', parts.Select(p => $"{p.Property}:{p.Descending}:{p.IgnoreCase}"));
    }

    /// <summary>By name.</summary>
    public static ListOrder Default { get; } = new([new Part("name", false, false)]);

    public static ListOrder ByLevel { get; } = new([new Part("level", false, false), new Part("name", false, false)]);

    public string Key { get; }

    /// <summary>Unknown properties are ignored up to 2.42 and refused from 2.43 on.</summary>
    public static ListOrder Parse(IEnumerable<string> values, Func<string, bool> isKnown, Dialect dialect)
    {
        var parts = new List<Part>();
        foreach (var text in values.SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            var pieces = text.Split(':');
            var direction = pieces.Length > 1 ? pieces[1] : "asc";
            if (!isKnown(pieces[0]))
            {
                if (dialect >= Dialect.V43)
                    throw new WebMessageException(400, $"No such property: {pieces[0]}");
                continue;
            }
            parts.Add(new Part(pieces[0], direction is "desc" or "idesc", direction is "iasc" or "idesc"));
        }
        return parts.Count == 0 ? Default : new ListOrder(parts);
    }

    public MetadataItem[] Sort(IReadOnlyList<MetadataItem> items, MetadataView view)
    {
        if (_parts is [{ Descending: false, IgnoreCase: false }] && TrySortTexts(items, _parts[0].Property) is { } quick)
            return quick;
        IOrderedEnumerable<MetadataItem>? sorted = null;
        foreach (var part in _parts)
        {
            var comparer = Comparer<object?>.Create((a, b) => Compare(a, b, part.IgnoreCase));
            object? Key(MetadataItem item) => SortKey(item, part.Property, view);
            sorted = (sorted, part.Descending) switch
            {
                (null, false) => items.OrderBy(Key, comparer),
                (null, true) => items.OrderByDescending(Key, comparer),
                (_, false) => sorted.ThenBy(Key, comparer),
                _ => sorted.ThenByDescending(Key, comparer),
            };
        }
        return [.. sorted!.ThenBy(i => i.Uid, StringComparer.Ordinal)];
    }

    // The common case in a big country: one text that every object has.
    private static MetadataItem[]? TrySortTexts(IReadOnlyList<MetadataItem> items, string property)
    {
        var keys = new (string Text, string Uid)[items.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            if (!items[i].TryText(property, out var text) || text is null)
                return null;
            keys[i] = (text, items[i].Uid);
        }
        MetadataItem[] sorted = [.. items];
        Array.Sort(keys, sorted, Comparer<(string Text, string Uid)>.Create((a, b) =>
            string.CompareOrdinal(a.Text, b.Text) is var order and not 0 ? order : string.CompareOrdinal(a.Uid, b.Uid)));
        return sorted;
    }

    private static object? SortKey(MetadataItem item, string property, MetadataView view)
    {
        if (item.TryText(property, out var text))
            return text;
        var node = item.Get(property, view);
        if (node is not JsonValue)
            return null;
        return node.GetValueKind() == JsonValueKind.Number ? double.Parse(node.ToString(), CultureInfo.InvariantCulture) : node.ToString();
    }

    private static int Compare(object? a, object? b, bool ignoreCase) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (double x, double y) => x.CompareTo(y),
        _ => string.Compare(
            Convert.ToString(a, CultureInfo.InvariantCulture), Convert.ToString(b, CultureInfo.InvariantCulture),
            ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal),
    };

    private sealed record Part(string Property, bool Descending, bool IgnoreCase);
}
