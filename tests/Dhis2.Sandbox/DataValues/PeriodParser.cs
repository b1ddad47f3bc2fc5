using System.Globalization;
using System.Text.RegularExpressions;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Reads period ids of every type the server knows.</summary>
internal static partial class PeriodParser
{
    // Prefix of the week's number, the day it begins on, and the type.
    private static readonly (string Mark, DayOfWeek First, string Type)[] s_weeks =
    [
        ("W", DayOfWeek.Monday, "Weekly"),
        ("WedW", DayOfWeek.Wednesday, "WeeklyWednesday"),
        ("ThuW", DayOfWeek.Thursday, "WeeklyThursday"),
        ("FriW", DayOfWeek.Friday, "WeeklyFriday"),
        ("SatW", DayOfWeek.Saturday, "WeeklySaturday"),
        ("SunW", DayOfWeek.Sunday, "WeeklySunday"),
    ];

    // Mark after the year, how many months one lasts, the month the first begins in, and the type.
    private static readonly (string Mark, int Months, int FirstMonth, string Type)[] s_months =
    [
        ("Q", 3, 1, "Quarterly"),
        ("NovQ", 3, 11, "QuarterlyNov"),
        ("S", 6, 1, "SixMonthly"),
        ("AprilS", 6, 4, "SixMonthlyApril"),
        ("NovS", 6, 11, "SixMonthlyNov"),
    ];

    private static readonly Dictionary<string, int> s_financialYears = new(StringComparer.Ordinal)
    {
        ["Feb"] = 2,
        ["April"] = 4,
        ["July"] = 7,
        ["Aug"] = 8,
        ["Sep"] = 9,
        ["Oct"] = 10,
        ["Nov"] = 11,
    };

    /// <summary>The period, or null where the text is none.</summary>
    public static Period? Parse(string? text)
    {
        if (text is null || Shape().Match(text) is not { Success: true } match)
            return null;
        var year = int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);
        var mark = match.Groups["mark"].Value;
        var digits = match.Groups["digits"].Value;
        if (year == 0)
            return null;
        return mark.Length == 0
            ? OfDigits(text, year, digits)
            : OfMark(text, year, mark, digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture));
    }

    /// <summary>The duration of a type as ISO 8601 writes it.</summary>
    public static string DurationOf(string type) => type switch
    {
        "Daily" => "P1D",
        "BiWeekly" => "P14D",
        "Monthly" => "P1M",
        "BiMonthly" => "P2M",
        _ when type.StartsWith("Weekly", StringComparison.Ordinal) => "P7D",
        _ when type.StartsWith("Quarterly", StringComparison.Ordinal) => "P3M",
        _ when type.StartsWith("SixMonthly", StringComparison.Ordinal) => "P6M",
        _ => "P1Y",
    };

    private static Period? OfDigits(string text, int year, string digits)
    {
        switch (digits.Length)
        {
            case 0:
                return Months(text, "Yearly", year, 1, 12);
            case 2 when int.Parse(digits, CultureInfo.InvariantCulture) is >= 1 and <= 12 and var month:
                return Months(text, "Monthly", year, month, 1);
            case 4 when DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                return new Period(text, "Daily", day, day);
            default:
                return null;
        }
    }

    private static Period? OfMark(string text, int year, string mark, int number)
    {
        if (mark == "B")
            return number is >= 1 and <= 6 ? Months(text, "BiMonthly", year, (2 * number) - 1, 2) : null;
        if (mark == "BiW")
            return number is >= 1 and <= 27 ? Weeks(text, "BiWeekly", year, DayOfWeek.Monday, (2 * number) - 1, 2) : null;
        if (s_financialYears.TryGetValue(mark, out var firstMonth) && number == 0)
            return Months(text, "Financial" + mark, mark == "Nov" ? year - 1 : year, firstMonth, 12);
        foreach (var (weekMark, first, type) in s_weeks)
        {
            if (weekMark == mark)
                return number is >= 1 and <= 53 ? Weeks(text, type, year, first, number, 1) : null;
        }
        foreach (var (monthMark, months, start, type) in s_months)
        {
            if (monthMark == mark && number >= 1 && number <= 12 / months)
                return Months(text, type, start == 11 ? year - 1 : year, start + ((number - 1) * months), months);
        }
        return null;
    }

    private static Period Months(string text, string type, int year, int month, int count)
    {
        var start = new DateOnly(year, 1, 1).AddMonths(month - 1);
        return new Period(text, type, start, start.AddMonths(count).AddDays(-1));
    }

    // The week of a year that holds its fourth of January is its first.
    private static Period Weeks(string text, string type, int year, DayOfWeek first, int number, int count)
    {
        var fourth = new DateOnly(year, 1, 4);
        var start = fourth.AddDays(-(((int)fourth.DayOfWeek - (int)first + 7) % 7) + (7 * (number - 1)));
        return new Period(text, type, start, start.AddDays((7 * count) - 1));
    }

    [GeneratedRegex("^(?<year>[0-9]{4})(?:(?<mark>[A-Za-z]*)(?<digits>[0-9]{1,2})?|(?<digits>[0-9]{4})|(?<digits>[0-9]{2})(?<mark>B))$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
