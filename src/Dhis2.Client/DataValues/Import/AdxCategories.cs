namespace Dhis2.Client.DataValues.Import;

/// <summary>Categories with their options, as ADX names them in place of an option combo.</summary>
internal static class AdxCategories
{
    private const string Separator = ", ";

    // What servers have written or read beside categories.
    private static readonly HashSet<string> s_properties = new(StringComparer.Ordinal) { "comment", "dataSetComplete", "created", "lastUpdated", "timestamp", "storedBy", "followup", "followUp", "deleted" };

    /// <summary>Whether an attribute is one of a category.</summary>
    public static bool IsCategory(string name) => !s_properties.Contains(name);

    /// <summary>The categories among attributes, in one form whatever their order; null where there are none but the default one.</summary>
    public static string? Of(IReadOnlyList<(string Name, string Text)> attributes)
    {
        var pairs = attributes.Where(a => IsCategory(a.Name) && a is not ("default", "default")).Select(a => $"{a.Name}={a.Text}").ToList();
        return pairs.Count == 0 ? null : Joined(pairs);
    }

    /// <summary>The same form of a list that a server writes, such as <c>A=x, B=y</c>.</summary>
    public static string Sorted(string list) => Joined(list.Split([Separator], StringSplitOptions.None));

    private static string Joined(IEnumerable<string> pairs) => string.Join(Separator, pairs.OrderBy(pair => pair, StringComparer.Ordinal));
}
