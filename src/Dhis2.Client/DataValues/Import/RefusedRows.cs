using System.Globalization;
using System.Text.RegularExpressions;
using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Finds the rows a refusal of 2.43 is about. It names one row by its position (<c>#3</c>), or the first thing that failed a check; all rows with that thing share its fault.
/// </summary>
internal static class RefusedRows
{
    private static readonly Regex s_position = new(@"#(\d+)\b", RegexOptions.CultureInvariant);
    private static readonly Regex s_positions = new(@"#\[([\d, ]+)\]", RegexOptions.CultureInvariant);

    // A year, a month, a day, or a year with the letters and the number of a part of it, such as 2024Q1, 2024W7, 2024SunW7, 202401B, 2024AprilS1 and 2024July.
    private static readonly Regex s_period = new(@"^\d{4}(-?(0[1-9]|1[0-2])(-?[0-3]\d|B)?|[A-Za-z]+\d{0,2})?$", RegexOptions.CultureInvariant);
    private static readonly Regex s_args = new(@"^(?<context>.*?)-?\[(?<names>[^\[\]]*)\]$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    public static IReadOnlyDictionary<int, ServerConflict> Find(ImportBatch batch, ServerConflict conflict)
    {
        var positions = conflict.Indexes.Contains(-1) || conflict.Code == "E8128" ? Positions(conflict, batch.Rows.Count) : [];
        if (positions.Count == 0)
            positions = Named(batch, conflict);
        else if (batch.Options.IsAdx && conflict.Code != "E8128")
            positions = WithSame(batch, positions[0], conflict.Code);
        return positions.ToDictionary(i => i, _ => conflict);
    }

    /// <summary>The rows with a period that no server can read.</summary>
    public static IReadOnlyDictionary<int, ServerConflict> WithUnreadablePeriod(ImportBatch batch) => Enumerable.Range(0, batch.Rows.Count)
        .Where(i => !s_period.IsMatch(batch.Rows[i].Value.Period ?? ""))
        .ToDictionary(i => i, i => new ServerConflict(UnreadablePeriod(batch.Rows[i]), null, [], null));

    /// <summary>What is told of a row whose period the server cannot read.</summary>
    public static string UnreadablePeriod(ImportRow row) => $"The server cannot read the period '{row.Value.Period}'.";

    private static List<int> Positions(ServerConflict conflict, int rows)
    {
        var many = s_positions.Match(conflict.Message);
        if (many.Success)
            // All rows of a key but the last, which is the one that counts.
            return RowConflicts.Valid(many.Groups[1].Value.Split(',').Select(Parse), rows) is { Count: > 1 } all ? all.GetRange(0, all.Count - 1) : [];
        var one = s_position.Match(conflict.Message);
        return one.Success ? RowConflicts.Valid([Parse(one.Groups[1].Value)], rows) : [];
    }

    // ADX has no id of what it names by categories, so that preflight does not find what is wrong with them.
    private static List<int> WithSame(ImportBatch batch, int position, string? code)
    {
        var one = batch.Rows[position];
        return code switch
        {
            "E8103" => Where(batch, row => row.Value.DataElement == one.Value.DataElement),
            "E8108" => Where(batch, row => row.Value.DataElement == one.Value.DataElement && row.CategoryKey == one.CategoryKey),
            "E8110" => Where(batch, row => row.AttributeKey == one.AttributeKey),
            _ => [position],
        };
    }

    private static List<int> Where(ImportBatch batch, Func<ImportRow, bool> test) => [.. Enumerable.Range(0, batch.Rows.Count).Where(i => test(batch.Rows[i]))];

    private static List<int> Named(ImportBatch batch, ServerConflict conflict)
    {
        var match = s_args.Match(conflict.Args ?? "");
        if (!match.Success || Test(conflict.Code) is not { } test)
            return [];
        var names = new HashSet<string>(match.Groups["names"].Value.Split(',').Select(n => n.Trim()), StringComparer.Ordinal);
        var context = match.Groups["context"].Value.Split('-');
        return Enumerable.Range(0, batch.Rows.Count).Where(i => test(batch.Rows[i].Value, context, names)).ToList();
    }

    // What stands before the brackets: set (E8020 to E8030), set and element (E8024), org unit (E8031), attribute option combo and org unit (E8033).
    private static Func<DataValue, string[], HashSet<string>, bool>? Test(string? code) => code switch
    {
        "E8003" or "E8012" or "E8020" => (row, _, names) => names.Contains(row.DataElement ?? ""),
        "E8021" or "E8030" => (row, _, names) => names.Contains(row.Period ?? ""),
        "E8011" or "E8022" => (row, _, names) => names.Contains(row.OrgUnit ?? ""),
        "E8023" or "E8025" => (row, _, names) => names.Contains(row.AttributeOptionCombo ?? ""),
        "E8024" => (row, context, names) => context.Contains(row.DataElement) && names.Contains(row.CategoryOptionCombo ?? ""),
        "E8031" => (row, context, names) => context.Contains(row.OrgUnit) && names.Contains(row.Period ?? ""),
        "E8033" => (row, context, names) => context.Contains(row.OrgUnit) && names.Contains(row.Period ?? ""),
        _ => null,
    };

    private static int Parse(string number) => int.TryParse(number.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;
}
