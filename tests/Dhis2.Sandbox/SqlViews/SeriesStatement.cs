using System.Globalization;
using System.Text.RegularExpressions;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>A series of numbers with columns reckoned from them: as many rows as a test wants.</summary>
internal static partial class SeriesStatement
{
    private static readonly DateOnly s_start = new(2024, 1, 1);

    private static readonly Dictionary<string, (SqlColumn Column, Action<int, SqlRow> Add)> s_items = new(StringComparer.Ordinal)
    {
        ["n"] = (new("n", SqlKind.Number), (n, row) => row.Append(n).End()),
        ["'row ' || n as label"] = (new("label", SqlKind.Text), (n, row) => row.Append("row "u8).Append(n).End()),
        ["n * 1.5 as amount"] = (new("amount", SqlKind.Number), (n, row) => row.Append(n * 3L / 2).Append(n % 2 == 0 ? ".0"u8 : ".5"u8).End()),
        ["date '2024-01-01' + n % 365 as day"] = (new("day", SqlKind.Date), (n, row) => row.Append(s_start.AddDays(n % 365)).End()),
        ["n % 2 = 0 as even"] = (new("even", SqlKind.Boolean), (n, row) => row.Append(n % 2 == 0 ? "true"u8 : "false"u8).End()),
    };

    /// <summary>The columns there are, as they stand in a statement.</summary>
    public static string AllItems => string.Join(", ", s_items.Keys);

    public static SqlGrid? TryRun(string text, Dialect dialect)
    {
        if (Form().Match(text) is not { Success: true } match)
            return null;
        if (match.Groups["items"].Value == "1 / (n - 1) as x")
            throw SqlFailure.WhileRunning(dialect, text, "ERROR: division by zero");
        var items = SelectList.Split(match.Groups["items"].Value);
        if (!int.TryParse(match.Groups["rows"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) || !items.TrueForAll(s_items.ContainsKey))
            return null;
        var writers = items.Select(i => s_items[i].Add).ToArray();
        return new SqlGrid([.. items.Select(i => s_items[i].Column)], rows, (index, row) =>
        {
            foreach (var add in writers)
                add(index + 1, row);
        });
    }

    [GeneratedRegex(@"^select (?<items>.+) from generate_series\(1, ?(?<rows>\w+)\) n$")]
    private static partial Regex Form();
}
