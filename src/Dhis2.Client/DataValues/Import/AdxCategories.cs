using System.Text.RegularExpressions;
using System.Xml;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Categories with their options, as ADX names them in place of an option combo.</summary>
internal static class AdxCategories
{
    private const string Separator = ", ";

    // A comma in the name of an option ends nothing.
    private static readonly Regex s_between = new(@", (?=[^\s,=]+=)", RegexOptions.CultureInvariant);

    // What servers have written or read beside categories.
    private static readonly HashSet<string> s_properties = new(StringComparer.Ordinal) { "comment", "dataSetComplete", "created", "lastUpdated", "timestamp", "storedBy", "followup", "followUp", "deleted" };

    /// <summary>Whether an attribute is one of a category.</summary>
    public static bool IsCategory(string name) => !s_properties.Contains(name);

    /// <summary>The categories among attributes, in one form whatever their order; null where there are none but the default one.</summary>
    public static string? Of(IReadOnlyList<(string Name, string Text)> attributes)
    {
        var pairs = Pairs(attributes).Select(a => $"{a.Name}={a.Text}").ToList();
        return pairs.Count == 0 ? null : Joined(pairs);
    }

    /// <summary>The categories among attributes with their options, without the default one.</summary>
    public static IEnumerable<(string Name, string Text)> Pairs(IEnumerable<(string Name, string Text)> attributes) => attributes.Where(a => IsCategory(a.Name) && a is not ("default", "default"));

    /// <summary>The categories with their options of a text of that form; null where it has another, as the id of an option combo has.</summary>
    public static IReadOnlyList<(string Name, string Text)>? Read(string? text)
    {
        var pairs = s_between.Split(text ?? "").Select(pair => pair.Split(['='], 2)).ToList();
        return pairs.TrueForAll(pair => pair.Length == 2 && IsName(pair[0])) && pairs.Select(pair => pair[0]).Distinct().Count() == pairs.Count
            ? pairs.ConvertAll(pair => (pair[0], pair[1]))
            : null;
    }

    /// <summary>The same form of a list that a server writes, such as <c>A=x, B=y</c>.</summary>
    public static string Sorted(string list) => Joined(list.Split([Separator], StringSplitOptions.None));

    // As an attribute of XML, which it was.
    private static bool IsName(string name) => name.Length > 0 && XmlConvert.IsStartNCNameChar(name[0]) && name.All(XmlConvert.IsNCNameChar);

    private static string Joined(IEnumerable<string> pairs) => string.Join(Separator, pairs.OrderBy(pair => pair, StringComparer.Ordinal));
}
