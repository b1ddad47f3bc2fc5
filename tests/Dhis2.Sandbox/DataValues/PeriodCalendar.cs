using System.Globalization;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Finds the period of a type that a day is in, and its neighbours.</summary>
internal static class PeriodCalendar
{
    /// <summary>The period of a type that holds a day.</summary>
    public static Period Containing(string type, DateOnly day)
    {
        foreach (var year in (int[])[day.Year, day.Year - 1, day.Year + 1])
        {
            foreach (var id in Ids(type, year, day))
            {
                if (PeriodParser.Parse(id) is { } period && period.Start <= day && day <= period.End)
                    return period;
            }
        }
        throw new ArgumentException($"No period of type {type} holds {day}.", nameof(type));
    }

    /// <summary>The period so many steps after the one that holds a day, or before it.</summary>
    public static Period Shifted(string type, DateOnly day, int steps)
    {
        var period = Containing(type, day);
        for (; steps > 0; steps--)
            period = Containing(type, period.End.AddDays(1));
        for (; steps < 0; steps++)
            period = Containing(type, period.Start.AddDays(-1));
        return period;
    }

    private static IEnumerable<string> Ids(string type, int year, DateOnly day) => type switch
    {
        "Daily" => [day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)],
        "Monthly" => Numbered(1, 12, n => $"{year}{n:00}"),
        "BiMonthly" => Numbered(1, 6, n => $"{year}{n:00}B"),
        "Quarterly" => Numbered(1, 4, n => $"{year}Q{n}"),
        "QuarterlyNov" => Numbered(1, 4, n => $"{year}NovQ{n}"),
        "SixMonthly" => Numbered(1, 2, n => $"{year}S{n}"),
        "SixMonthlyApril" => Numbered(1, 2, n => $"{year}AprilS{n}"),
        "SixMonthlyNov" => Numbered(1, 2, n => $"{year}NovS{n}"),
        "Weekly" => Numbered(1, 53, n => $"{year}W{n}"),
        "BiWeekly" => Numbered(1, 27, n => $"{year}BiW{n}"),
        _ when type.StartsWith("Weekly", StringComparison.Ordinal) => Numbered(1, 53, n => $"{year}{type[6..9]}W{n}"),
        _ when type.StartsWith("Financial", StringComparison.Ordinal) => [year + type["Financial".Length..]],
        _ => [year.ToString(CultureInfo.InvariantCulture)],
    };

    private static IEnumerable<string> Numbered(int first, int last, Func<int, string> id) => Enumerable.Range(first, last - first + 1).Select(id);
}
