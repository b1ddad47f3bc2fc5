using System.Globalization;
using System.Text.RegularExpressions;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Whether a text is a value of a type, and how the server names it when it is not.</summary>
internal static partial class ValueChecks
{
    private const int LongestText = 50_000;

    private static readonly string[] s_dateTimeForms =
        ["yyyy-MM-dd'T'HH", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.fff", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fffK"];

    /// <summary>The key of what is wrong, or null. 2.43 takes other spellings of truth and of whole numbers.</summary>
    public static string? Fault(string value, string type, bool lenient)
    {
        if (value.Length > LongestText)
            return "value_length_greater_than_max_length";
        return type switch
        {
            "NUMBER" => Decimal().IsMatch(value) ? null : "value_not_numeric",
            "UNIT_INTERVAL" => Decimal().IsMatch(value) && Number(value) is >= 0 and <= 1 ? null : "value_not_unit_interval",
            "PERCENTAGE" => Decimal().IsMatch(value) && Number(value) is >= 0 and <= 100 ? null : "value_not_percentage",
            "INTEGER" => IsInteger(value, int.MinValue, lenient) ? null : "value_not_integer",
            "INTEGER_POSITIVE" => IsInteger(value, 1, lenient) ? null : "value_not_positive_integer",
            "INTEGER_NEGATIVE" => IsInteger(value, int.MinValue, lenient) && Number(value) < 0 ? null : "value_not_negative_integer",
            "INTEGER_ZERO_OR_POSITIVE" => IsInteger(value, 0, lenient) ? null : "value_not_zero_or_positive_integer",
            "BOOLEAN" => Truth(value, lenient) is null ? "value_not_bool" : null,
            "TRUE_ONLY" => Truth(value, lenient) == "true" ? null : "value_not_true_only",
            "LETTER" => value.Length == 1 && char.IsLetter(value[0]) ? null : "value_not_valid_letter",
            "PHONE_NUMBER" => Phone().IsMatch(value) ? null : "value_not_phone_number",
            "EMAIL" => Email().IsMatch(value) ? null : "value_not_valid_email",
            "DATE" => IsDate(value) ? null : "value_not_valid_date",
            "AGE" => IsDate(value) ? null : "value_not_valid_age",
            "DATETIME" => DateTime.TryParseExact(value, s_dateTimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "value_not_valid_datetime",
            "TIME" => Time().IsMatch(value) ? null : "value_not_valid_time",
            "COORDINATE" => Coordinate().IsMatch(value) ? null : "value_not_coordinate",
            "URL" => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "ftp" ? null : "value_not_url",
            "FILE_RESOURCE" or "IMAGE" => Uid().IsMatch(value) ? null : "value_not_valid_file_resource_uid",
            _ => null,
        };
    }

    /// <summary>The sentence a fault's key stands for; keys without one are quoted as they are.</summary>
    public static string Sentence(string fault) => fault switch
    {
        "value_not_numeric" => "Data value is not numeric",
        "value_not_percentage" => "Data value is not a percentage",
        "value_not_bool" => "Data value is not a boolean",
        "value_not_true_only" => "Data value is not true",
        "value_not_valid_date" => "Data value is not a valid date",
        "value_not_valid_datetime" => "Data value is not a valid datetime",
        "value_not_integer" => "Data value is not an integer",
        "value_not_positive_integer" => "Data value is not a positive integer",
        "value_not_negative_integer" => "Data value is not a negative integer",
        "value_not_unit_interval" => "Data value is not a unit interval",
        "value_length_greater_than_max_length" => "Data value is greater than max length",
        _ => fault,
    };

    /// <summary>The form in which the server keeps a value: one spelling of truth, and on 2.43 of whole numbers.</summary>
    public static string Normalise(string value, string type, bool lenient) => type switch
    {
        "BOOLEAN" or "TRUE_ONLY" => Truth(value, lenient) ?? value,
        _ when lenient && type.StartsWith("INTEGER", StringComparison.Ordinal) && value.EndsWith(".0", StringComparison.Ordinal) => value[..^2],
        _ => value,
    };

    /// <summary>Whether a value is one of an option set; of several texts with commas between them each has to be, but for empty ones at the end.</summary>
    public static bool IsOption(string value, string type, IReadOnlySet<string> options) =>
        options.Contains(value) || (type == "MULTI_TEXT" && (value.All(c => c == ',') || value.TrimEnd(',').Split(',').All(options.Contains)));

    /// <summary>A zero of a number, however many decimals it has.</summary>
    public static bool IsZero(string value) => Zero().IsMatch(value);

    public static bool IsNumeric(string type) =>
        type is "NUMBER" or "UNIT_INTERVAL" or "PERCENTAGE" || type.StartsWith("INTEGER", StringComparison.Ordinal);

    private static bool IsInteger(string value, int least, bool lenient) =>
        Whole().IsMatch(lenient && value.EndsWith(".0", StringComparison.Ordinal) ? value[..^2] : value) && Number(value) is { } number && number >= least && number <= int.MaxValue;

    // A day, and behind it anything that ends with a letter or digit.
    private static bool IsDate(string value) =>
        Day().IsMatch(value) && DateOnly.TryParseExact(value[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static double? Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Truth(string value, bool lenient) => value switch
    {
        "1" => "true",
        "0" => "false",
        _ when value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("t", StringComparison.OrdinalIgnoreCase) => "true",
        _ when value.Equals("false", StringComparison.OrdinalIgnoreCase) || value.Equals("f", StringComparison.OrdinalIgnoreCase) => "false",
        _ when lenient && value.ToUpperInvariant() is "YES" or "Y" => "true",
        _ when lenient && value.ToUpperInvariant() is "NO" or "N" => "false",
        _ => null,
    };

    [GeneratedRegex(@"^(-?0|-?[1-9][0-9]*)(\.[0-9]+)?$")]
    private static partial Regex Decimal();

    [GeneratedRegex("^(0|-?[1-9][0-9]*)$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}(.*\w)?$")]
    private static partial Regex Day();

    [GeneratedRegex("^([01]?[0-9]|2[0-3]):[0-5][0-9]$")]
    private static partial Regex Time();

    [GeneratedRegex(@"^[0-9+()#.\s/ext-]{6,50}$")]
    private static partial Regex Phone();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$")]
    private static partial Regex Email();

    [GeneratedRegex(@"^-?0(\.0+)?$")]
    private static partial Regex Zero();

    [GeneratedRegex(@"^\[-?[0-9.]+,\s*-?[0-9.]+\]$")]
    private static partial Regex Coordinate();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{10}$")]
    public static partial Regex Uid();
}
