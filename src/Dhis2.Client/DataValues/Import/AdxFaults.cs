using System.Text.RegularExpressions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Finds the rows that a server of 2.40 to 2.42 means where it cannot read ADX: it says what is wrong, and not where (server: <c>DefaultAdxDataService</c>).</summary>
internal static class AdxFaults
{
    private const string Failed = "The import process failed: ";

    private static readonly Regex s_element = new(@"^No data element matching \S+ '(?<id>.*)'$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    private static readonly Regex s_set = new(@"^No data set matching \S+ '(?<id>.*)'$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    private static readonly Regex s_categories = new(@"^Invalid attributes: \{(?<list>.*)\}$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    private static readonly Regex s_group = new(@"within group number: (?<number>\d+)$", RegexOptions.CultureInvariant);

    // Those that name nothing of the row.
    private static readonly Regex s_others = new(
        @"^Category combo .* must have |^Missing required attribute|^Category .* is missing or invalid|^No category |attribute is required on '|DataElement expects text annotation| not in valid <date>/<duration> format$| is not a supported duration type$|^Value for .* is null$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline);

    /// <summary>The fault that 2.42 ends an import for, without its way of saying so; null where it ended for another reason.</summary>
    public static string? OfFailure(string? message)
    {
        var fault = message?.StartsWith(Failed, StringComparison.Ordinal) == true ? message.Substring(Failed.Length) : null;
        return fault is not null && (s_element.IsMatch(fault) || s_set.IsMatch(fault) || s_categories.IsMatch(fault) || s_others.IsMatch(fault)) ? fault : null;
    }

    /// <summary>All rows that share a fault, by their positions; none where it names nothing of them.</summary>
    public static List<int> Find(IReadOnlyList<ImportRow> rows, string fault)
    {
        if (s_element.Match(fault) is { Success: true } element)
            return Where(rows, row => row.Value.DataElement == element.Groups["id"].Value);
        if (s_set.Match(fault) is { Success: true } set)
            return Where(rows, row => row.Value.DataSet == set.Groups["id"].Value);
        if (s_categories.Match(fault) is not { Success: true } categories)
            return [];
        var list = AdxCategories.Sorted(categories.Groups["list"].Value);
        return Where(rows, row => IsOf(row.CategoryKey, list) || IsOf(row.AttributeKey, list));
    }

    /// <summary>The rows of the group that 2.40 and 2.41 name by its number in the request; none where they name none.</summary>
    public static List<int> InGroup(IReadOnlyList<ImportRow> rows, string? description)
    {
        if (s_group.Match(description ?? "") is not { Success: true } match || !int.TryParse(match.Groups["number"].Value, out var number))
            return [];
        var found = new List<int>();
        var (at, group) = (-1, (long?)null);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].GroupNumber is not { } own)
                return [];
            if (own != group)
                (at, group) = (at + 1, own);
            if (at == number)
                found.Add(i);
        }
        return found;
    }

    private static List<int> Where(IReadOnlyList<ImportRow> rows, Func<ImportRow, bool> test) => [.. Enumerable.Range(0, rows.Count).Where(i => test(rows[i]))];

    private static bool IsOf(string? key, string list) => key is not null && AdxCategories.Sorted(key) == list;
}
