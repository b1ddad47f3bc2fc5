using System.Globalization;
using Dhis2.Client.Periods;

namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// Reads periods as ADX has them, and as 2.43 exports them in XML: a first day and a duration, <c>2015-01-01/P1M</c> (server: <c>AdxPeriod</c>).
/// Only those are read that begin on the first day of a period of DHIS2.
/// </summary>
internal static class IsoPeriod
{
    private const int DayLength = 10;

    /// <summary>The period as DHIS2 writes it; any other text as it is.</summary>
    public static string? ToServer(string? text)
    {
        if (text is null || text.Length <= DayLength || text[DayLength] != '/'
            || !DateTime.TryParseExact(text.Substring(0, DayLength), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            return text;
        }
        return Candidates(first, text.Substring(DayLength + 1)).FirstOrDefault(id => PeriodParser.Parse(id)?.Start == first) ?? text;
    }

    /// <summary>A period of DHIS2 as ADX has it; null where it has no such form.</summary>
    public static string? FromServer(string? id)
    {
        if (PeriodParser.Parse(id) is not { } period || DurationOf(period) is not { } duration)
            return null;
        var text = string.Format(CultureInfo.InvariantCulture, "{0:yyyy-MM-dd}/{1}", period.Start, duration);
        return ToServer(text) == period.Id ? text : null;
    }

    private static string? DurationOf(Period period)
    {
        var days = (period.End - period.Start).Days + 1;
        if (days is 1 or 7 or 14)
            return string.Format(CultureInfo.InvariantCulture, "P{0}D", days);
        var next = period.End.AddDays(1);
        var months = ((next.Year - period.Start.Year) * 12) + next.Month - period.Start.Month;
        return months == 12 ? "P1Y" : string.Format(CultureInfo.InvariantCulture, "P{0}M", months);
    }

    private static IEnumerable<string> Candidates(DateTime first, string duration) => duration switch
    {
        "P1D" => [first.ToString("yyyyMMdd", CultureInfo.InvariantCulture)],
        "P1M" => [first.ToString("yyyyMM", CultureInfo.InvariantCulture)],
        "P2M" => Numbered(first, "0", (first.Month + 1) / 2, "B"),
        "P3M" => Numbered(first, "Q", (first.Month + 2) / 3),
        "P7D" => WeekMark(first.DayOfWeek) is { } mark ? Weeks(first, mark, 7) : [],
        "P14D" => Weeks(first, "BiW", 14),
        "P6M" => HalfMark(first.Month) is { } mark ? Years(first).SelectMany(year => new[] { $"{year}{mark}1", $"{year}{mark}2" }) : [],
        "P1Y" => YearMark(first.Month) is { } mark ? Years(first).Select(year => $"{year}{mark}") : [],
        _ => [],
    };

    private static IEnumerable<string> Numbered(DateTime first, string mark, int number, string end = "") => [string.Format(CultureInfo.InvariantCulture, "{0:yyyy}{1}{2}{3}", first, mark, number, end)];

    // The first and the last days of a year may be in a week of its neighbour.
    private static IEnumerable<string> Weeks(DateTime first, string mark, int days)
    {
        var number = first.DayOfYear / days;
        return Years(first).SelectMany(year => new[] { 1, number, number + 1, number + 2, 52, 53 }.Select(week => $"{year}{mark}{week}"));
    }

    // A financial year may be called after the calendar year in which it ends.
    private static IEnumerable<string> Years(DateTime first) => new[] { first.Year, first.Year + 1, first.Year - 1 }.Select(year => year.ToString("0000", CultureInfo.InvariantCulture));

    private static string? WeekMark(DayOfWeek day) => day switch
    {
        DayOfWeek.Monday => "W",
        DayOfWeek.Wednesday => "WedW",
        DayOfWeek.Thursday => "ThuW",
        DayOfWeek.Friday => "FriW",
        DayOfWeek.Saturday => "SatW",
        DayOfWeek.Sunday => "SunW",
        _ => null,
    };

    private static string? HalfMark(int month) => month switch
    {
        1 or 7 => "S",
        4 or 10 => "AprilS",
        5 or 11 => "NovS",
        _ => null,
    };

    private static string? YearMark(int month) => month switch
    {
        1 => "",
        2 => "Feb",
        4 => "April",
        7 => "July",
        8 => "Aug",
        9 => "Sep",
        10 => "Oct",
        11 => "Nov",
        _ => null,
    };
}
