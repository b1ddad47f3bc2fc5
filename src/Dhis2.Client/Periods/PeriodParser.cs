using System.Globalization;
using System.Text.RegularExpressions;

namespace Dhis2.Client.Periods;

/// <summary>Reads periods of every type that servers of 2.40 to 2.44 know (server: <c>PeriodType</c> and its subclasses), in the ISO calendar.</summary>
internal static class PeriodParser
{
    private static readonly Regex s_parts = new("^(?<year>[0-9]{4})(?<mark>[A-Za-z]*)(?<number>[0-9]{0,4})(?<end>B?)$", RegexOptions.CultureInvariant);

    private static readonly Dictionary<string, Kind> s_kinds = new(StringComparer.Ordinal)
    {
        ["W"] = Kind.Weeks("Weekly", DayOfWeek.Monday, 1),
        ["WedW"] = Kind.Weeks("WeeklyWednesday", DayOfWeek.Wednesday, 1),
        ["ThuW"] = Kind.Weeks("WeeklyThursday", DayOfWeek.Thursday, 1),
        ["FriW"] = Kind.Weeks("WeeklyFriday", DayOfWeek.Friday, 1),
        ["SatW"] = Kind.Weeks("WeeklySaturday", DayOfWeek.Saturday, 1),
        ["SunW"] = Kind.Weeks("WeeklySunday", DayOfWeek.Sunday, 1),
        ["BiW"] = Kind.Weeks("BiWeekly", DayOfWeek.Monday, 2),
        ["Q"] = Kind.Months("Quarterly", 0, 3),
        ["NovQ"] = Kind.Months("QuarterlyNov", -2, 3),
        ["S"] = Kind.Months("SixMonthly", 0, 6),
        ["AprilS"] = Kind.Months("SixMonthlyApril", 3, 6),
        ["NovS"] = Kind.Months("SixMonthlyNov", -2, 6),
        ["Feb"] = Kind.Year("FinancialFeb", 1),
        ["April"] = Kind.Year("FinancialApril", 3),
        ["July"] = Kind.Year("FinancialJuly", 6),
        ["Aug"] = Kind.Year("FinancialAug", 7),
        ["Sep"] = Kind.Year("FinancialSep", 8),
        ["Oct"] = Kind.Year("FinancialOct", 9),
        ["Nov"] = Kind.Year("FinancialNov", -2),
    };

    /// <summary>The period; null where the text is none.</summary>
    public static Period? Parse(string? text)
    {
        if (text is null || s_parts.Match(text) is not { Success: true } parts)
            return null;
        var year = int.Parse(parts.Groups["year"].Value, CultureInfo.InvariantCulture);
        var (mark, digits) = (parts.Groups["mark"].Value, parts.Groups["number"].Value);
        var number = digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);
        // The first and the last years have periods that begin before or end behind all dates.
        if (year is < 2 or > 9997)
            return null;
        if (parts.Groups["end"].Length > 0)
            return mark.Length == 0 && digits.Length == 2 && number is >= 1 and <= 6 ? OfMonths(text, "BiMonthly", year, 2 * (number - 1), 2) : null;
        if (mark.Length == 0)
            return OfDigits(text, year, digits, number);
        return s_kinds.TryGetValue(mark, out var kind) && digits.Length <= 2 ? kind.IsOfDays ? OfWeeks(text, kind, year, number) : OfNumbered(text, kind, year, number) : null;
    }

    private static Period? OfDigits(string text, int year, string digits, int number) => digits.Length switch
    {
        0 => OfMonths(text, "Yearly", year, 0, 12),
        2 when number is >= 1 and <= 12 => OfMonths(text, "Monthly", year, number - 1, 1),
        4 when DateTime.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => new Period(text, "Daily", day, day),
        _ => null,
    };

    // A financial year has no number, and each of the others has one.
    private static Period? OfNumbered(string text, Kind kind, int year, int number)
    {
        if (kind.Length == 12)
            return number == 0 ? OfMonths(text, kind.Type, year, kind.Offset, 12) : null;
        return number >= 1 && number <= 12 / kind.Length ? OfMonths(text, kind.Type, year, kind.Offset + ((number - 1) * kind.Length), kind.Length) : null;
    }

    private static Period OfMonths(string text, string type, int year, int monthsIn, int length)
    {
        var start = new DateTime(year, 1, 1).AddMonths(monthsIn);
        return new Period(text, type, start, start.AddMonths(length).AddDays(-1));
    }

    // The first week of a year is the one with its fourth of January; the last ends where the first of the next year begins.
    private static Period? OfWeeks(string text, Kind kind, int year, int number)
    {
        var days = 7 * kind.Length;
        var start = FirstWeek(year, kind.FirstDay).AddDays((number - 1) * days);
        return number >= 1 && start < FirstWeek(year + 1, kind.FirstDay) ? new Period(text, kind.Type, start, start.AddDays(days - 1)) : null;
    }

    private static DateTime FirstWeek(int year, DayOfWeek firstDay)
    {
        var fourth = new DateTime(year, 1, 4);
        return fourth.AddDays(-((fourth.DayOfWeek - firstDay + 7) % 7));
    }

    /// <summary>How the periods with a mark follow each other.</summary>
    /// <param name="Type">The name of the type.</param>
    /// <param name="IsOfDays">Whether they are counted in weeks, and not in months.</param>
    /// <param name="Length">Weeks or months of one.</param>
    /// <param name="Offset">Months from January to the first of a year.</param>
    /// <param name="FirstDay">The day weeks begin on.</param>
    private sealed record Kind(string Type, bool IsOfDays, int Length, int Offset, DayOfWeek FirstDay)
    {
        public static Kind Weeks(string type, DayOfWeek firstDay, int weeks) => new(type, true, weeks, 0, firstDay);

        public static Kind Months(string type, int offset, int months) => new(type, false, months, offset, default);

        public static Kind Year(string type, int offset) => Months(type, offset, 12);
    }
}
