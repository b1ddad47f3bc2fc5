using System.Globalization;

namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// Reads periods as 2.43 exports them in XML: a first day and a duration, <c>2015-01-01/P1M</c>. No server takes them back in that form.
/// Only those are read that are one period of DHIS2 beyond doubt: a day, a month, a quarter, a year.
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
        return (text.Substring(DayLength + 1), first.Day, first.Month) switch
        {
            ("P1D", _, _) => first.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            ("P1M", 1, _) => first.ToString("yyyyMM", CultureInfo.InvariantCulture),
            ("P3M", 1, 1 or 4 or 7 or 10) => string.Format(CultureInfo.InvariantCulture, "{0:yyyy}Q{1}", first, (first.Month + 2) / 3),
            ("P1Y", 1, 1) => first.ToString("yyyy", CultureInfo.InvariantCulture),
            _ => text,
        };
    }
}
