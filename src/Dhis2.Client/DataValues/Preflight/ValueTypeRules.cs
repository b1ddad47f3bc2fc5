using System.Globalization;

namespace Dhis2.Client.DataValues.Preflight;

/// <summary>
/// Which texts 2.43 refuses as values of a type (server: <c>ValidationUtils</c>, <c>MathUtils</c>, <c>DateUtils</c>), and which spellings it puts right before
/// (server: <c>DefaultDataEntryService</c>). Refuses only what is certain: of types with rules of which a part is known (times, mail addresses, URLs) that part is
/// here, and of the others (coordinates, files, org units, user names) nothing.
/// </summary>
internal static class ValueTypeRules
{
    private const int LongestNumber = 249;
    private const int LengthOfDate = 10;

    private static readonly string[] s_schemes = ["http:", "https:", "ftp:"];

    /// <summary>The value as the server goes on with it.</summary>
    public static string Normalise(string value, string type)
    {
        if (type.StartsWith("INTEGER", StringComparison.Ordinal))
            return value.EndsWith(".0", StringComparison.Ordinal) ? value.Substring(0, value.Length - 2) : value;
        return type is "BOOLEAN" or "TRUE_ONLY" ? Truth(value) ?? value : value;
    }

    /// <summary>The server's name for what is wrong with a normalised value; null where nothing is known against it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">Its type.</param>
    /// <param name="isIsoCalendar">Whether the server counts days in the ISO calendar; where it does not, the 30th of February may be one.</param>
    public static string? FaultOf(string value, string type, bool isIsoCalendar)
    {
        if (IsBlank(value))
            return null;
        return type switch
        {
            "NUMBER" => IsDecimal(value) ? null : "value_not_numeric",
            "UNIT_INTERVAL" => IsDecimal(value) && IsUpTo(value, 1) ? null : "value_not_unit_interval",
            "PERCENTAGE" => IsDecimal(value) && IsUpTo(value, 100) ? null : "value_not_percentage",
            "INTEGER" => Integer(value) is not null ? null : "value_not_integer",
            "INTEGER_POSITIVE" => Integer(value) > 0 ? null : "value_not_positive_integer",
            "INTEGER_NEGATIVE" => Integer(value) < 0 ? null : "value_not_negative_integer",
            "INTEGER_ZERO_OR_POSITIVE" => Integer(value) >= 0 ? null : "value_not_zero_or_positive_integer",
            "BOOLEAN" => Truth(value) is not null ? null : "value_not_bool",
            "TRUE_ONLY" => Truth(value) == "true" ? null : "value_not_true_only",
            "LETTER" => value.Length == 1 && (value[0] > '~' || char.IsLetter(value[0])) ? null : "value_not_valid_letter",
            "DATE" => MayBeDate(value, isIsoCalendar) ? null : "value_not_valid_date",
            "AGE" => MayBeDate(value, isIsoCalendar) ? null : "value_not_valid_age",
            "DATETIME" => value.IndexOfAny(['T', 't', ' ']) >= 0 ? null : "value_not_valid_datetime",
            "TIME" => IsTime(value) ? null : "value_not_valid_time",
            "PHONE_NUMBER" => value.Length is >= 6 and <= 50 && value.All(IsOfPhone) ? null : "value_not_phone_number",
            "EMAIL" => value.Contains('@') ? null : "value_not_valid_email",
            "URL" => s_schemes.Any(scheme => value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) ? null : "value_not_url",
            _ => null,
        };
    }

    // As the server sees it: whatever comes before the first printed character is blank to it.
    private static bool IsBlank(string value) => value.Length == 0 || (value[0] <= ' ' && value.All(c => c <= ' '));

    private static string? Truth(string value) => value.Length > 5 ? null : value.ToLowerInvariant() switch
    {
        "true" or "yes" or "t" or "y" or "1" => "true",
        "false" or "no" or "f" or "n" or "0" => "false",
        _ => null,
    };

    private static bool IsDecimal(string value)
    {
        var point = value.IndexOf('.');
        return value.Length <= LongestNumber
            && (point < 0 ? IsWhole(value, value.Length) : IsWhole(value, point) && point + 1 < value.Length && AreDigits(value, point + 1, value.Length));
    }

    private static int? Integer(string value) =>
        IsWhole(value, value.Length) && value != "-0" && int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsUpTo(string value, double most) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= most;

    // A whole number up to a position, without zeros before its other digits.
    private static bool IsWhole(string value, int end)
    {
        var start = value[0] == '-' ? 1 : 0;
        return start < end && AreDigits(value, start, end) && (value[start] != '0' || end == start + 1);
    }

    private static bool AreDigits(string value, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!IsDigit(value[i]))
                return false;
        }
        return true;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    // Behind the day anything may stand that ends with a letter or digit.
    private static bool MayBeDate(string value, bool isIsoCalendar)
    {
        if (value.Length < LengthOfDate || !AreDigits(value, 0, 4) || value[4] != '-' || !AreDigits(value, 5, 7) || value[7] != '-' || !AreDigits(value, 8, 10))
            return false;
        var (year, month, day) = (Digits(value, 0, 4), Digits(value, 5, 2), Digits(value, 8, 2));
        if (month is < 1 or > 12 || day is < 1 or > 32 || (isIsoCalendar && year > 0 && day > DateTime.DaysInMonth(year, month)))
            return false;
        var last = value[value.Length - 1];
        return last > '~' || last == '_' || char.IsLetterOrDigit(last);
    }

    private static int Digits(string value, int start, int length)
    {
        var number = 0;
        for (var i = start; i < start + length; i++)
            number = (number * 10) + (value[i] - '0');
        return number;
    }

    private static bool IsTime(string value)
    {
        var colon = value.IndexOf(':');
        return colon is 1 or 2 && value.Length == colon + 3 && AreDigits(value, 0, colon) && AreDigits(value, colon + 1, value.Length)
            && Digits(value, 0, colon) <= 23 && value[colon + 1] <= '5';
    }

    private static bool IsOfPhone(char c) => IsDigit(c) || "+()#./ext-".Contains(c) || c is ' ' or (>= '\t' and <= '\r');
}
