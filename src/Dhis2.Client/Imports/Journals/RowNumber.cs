using System.Globalization;
using System.Text;

namespace Dhis2.Client.Imports.Journals;

/// <summary>
/// The number of a row in a journal: its file, and its place in that file. The rows of each file are counted by themselves, so that a file that one run could
/// read only in part does not shift the numbers of those behind it.
/// </summary>
internal static class RowNumber
{
    private const int RowBits = 40;
    private const long RowMask = (1L << RowBits) - 1;

    /// <summary>The number of the first row of the file behind the one that a number is of.</summary>
    public static long FirstOfNextFile(long number) => ((number >> RowBits) + 1) << RowBits;

    /// <summary>Numbers as ranges that people can read: <c>1:1-500,502 2:7</c> are rows 1 to 500 and 502 of the first file, and row 7 of the second.</summary>
    public static string Format(IEnumerable<long> numbers)
    {
        var text = new StringBuilder();
        var file = -1L;
        foreach (var (first, last) in Ranges(numbers))
        {
            if (first >> RowBits != file)
                text.Append(text.Length == 0 ? "" : " ").Append(file = first >> RowBits).Append(':');
            else
                text.Append(',');
            text.Append((first & RowMask) + 1);
            if (last > first)
                text.Append('-').Append((last & RowMask) + 1);
        }
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Format"/> wrote.</summary>
    /// <exception cref="FormatException">It is nothing of the kind.</exception>
    public static IEnumerable<(long First, long Last)> Parse(string text)
    {
        foreach (var part in text.Split(' '))
        {
            var colon = part.IndexOf(':');
            var file = Number(colon < 0 ? "" : part.Substring(0, colon)) << RowBits;
            foreach (var range in part.Substring(colon + 1).Split(','))
            {
                var dash = range.IndexOf('-');
                var first = Number(dash < 0 ? range : range.Substring(0, dash));
                var last = dash < 0 ? first : Number(range.Substring(dash + 1));
                if (first < 1 || last < first || last > RowMask)
                    throw new FormatException($"'{range}' is no range of rows.");
                yield return (file + first - 1, file + last - 1);
            }
        }
    }

    private static IEnumerable<(long First, long Last)> Ranges(IEnumerable<long> numbers)
    {
        (long First, long Last)? open = null;
        foreach (var number in numbers.OrderBy(n => n))
        {
            if (open is { } range && number != range.Last + 1)
                yield return range;
            open = open is { } before && number == before.Last + 1 ? (before.First, number) : (number, number);
        }
        if (open is { } end)
            yield return end;
    }

    private static long Number(string digits) => long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
