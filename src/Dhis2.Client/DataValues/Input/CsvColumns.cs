namespace Dhis2.Client.DataValues.Input;

/// <summary>The columns of a CSV, by the names in its first line, or in the order of DHIS2's own CSV where that line is a row.</summary>
internal sealed class CsvColumns
{
    // Whatever else a row leaves out at its end has a default.
    private static readonly string[] s_needed = ["dataElement", "period", "orgUnit", "value"];

    // Up to the value: a row without a header that has fewer could be anything.
    private const int FewestWithoutHeader = 6;

    private const string SeparatorMark = "sep=";

    private readonly IReadOnlyList<DataValueColumn?> _columns;

    private CsvColumns(IReadOnlyList<DataValueColumn?> columns, bool areNamed)
    {
        _columns = columns;
        AreNamed = areNamed;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i] is { } column && Array.IndexOf(s_needed, column.Name) >= 0)
                LastNeeded = i;
        }
    }

    /// <summary>Whether the first line names them, and is no row.</summary>
    public bool AreNamed { get; }

    /// <summary>How many there are.</summary>
    public int Count => _columns.Count;

    /// <summary>The last column that every row must have.</summary>
    public int LastNeeded { get; }

    /// <summary>A column; null for one without a name: spreadsheets leave some behind, and no cell below may hold anything.</summary>
    public DataValueColumn? this[int column] => _columns[column];

    /// <summary>Whether a line tells spreadsheets what separates the columns (<c>sep=;</c>), as some programs write it before the header.</summary>
    public static bool IsSeparatorLine(string line) => line.Length == SeparatorMark.Length + 1 && line.StartsWith(SeparatorMark, StringComparison.OrdinalIgnoreCase);

    /// <summary>The columns of a first line.</summary>
    /// <exception cref="Dhis2InputException">It lacks a column, or has one that is none or two that are one.</exception>
    public static CsvColumns Of(IReadOnlyList<string> first, string path, DataValueFileOptions options)
    {
        if (IsRow(first))
            return new CsvColumns(DataValueColumns.InOrder, areNamed: false);
        // Missing columns are reported before unknown ones: with a wrong delimiter the whole header is one unknown column.
        foreach (var needed in options.NeededColumns)
        {
            if (!Has(first, needed) && !(needed == "value" && Has(first, "deleted")))
                throw Missing(needed, first, path);
        }
        var columns = first.Select(name => Column(name, path)).ToArray();
        for (var i = 0; i < columns.Length; i++)
        {
            var earlier = columns[i] is null ? i : Array.IndexOf(columns, columns[i]);
            if (earlier < i)
            {
                throw new Dhis2InputException(
                    $"{path} has two columns for {columns[i]!.Name}: {ShownText.Quoted(first[earlier].Trim())} (column {earlier + 1}) and {ShownText.Quoted(first[i].Trim())} (column {i + 1}).", "Remove one of them.")
                { Item = path };
            }
        }
        return new CsvColumns(columns, areNamed: true);
    }

    // Rows that are marked as deleted need no value; those that are not are rejected one by one.
    private static bool Has(IReadOnlyList<string> first, string column) => first.Any(name => DataValueColumns.Find(name)?.Name == column);

    // As DHIS2 writes it without a header: a period in its place, and none of the names that every header has. A comment may read "comment".
    private static bool IsRow(IReadOnlyList<string> first) =>
        first.Count >= FewestWithoutHeader && first.Count <= DataValueColumns.InOrder.Count && first[1].Length >= 4 && first[1].Take(4).All(c => c is >= '0' and <= '9')
        && !first.Any(name => DataValueColumns.Find(name) is { Name: "dataElement" or "period" or "orgUnit" });

    private static Dhis2InputException Missing(string needed, IReadOnlyList<string> first, string path)
    {
        var advice = "The first line must name the columns." + (first.Count == 1 ? " If something else than a comma, a semicolon or a tab separates them, say so with -Delimiter." : "");
        var parameter = needed switch
        {
            "period" => " Where it is the same for all rows, give it with -Period.",
            "orgUnit" => " Where it is the same for all rows, give it with -OrgUnit.",
            _ => "",
        };
        return new Dhis2InputException($"{path} has no column '{needed}'; its first line reads: {Shown(first)}.", advice + parameter) { Item = path };
    }

    // A first line that is no header may be a whole file.
    private static string Shown(IReadOnlyList<string> first) => ShownText.Beginning(string.Join(", ", first.Take(20)), 200);

    private static DataValueColumn? Column(string name, string path) => string.IsNullOrWhiteSpace(name) ? null
        : DataValueColumns.Find(name) ?? throw new Dhis2InputException(
            $"{path} has a column {ShownText.Quoted(name.Trim())}, which data values do not have.",
            $"Rename or remove it. The columns are: {DataValueColumns.Known}; their order and case do not matter.")
        { Item = name };
}
