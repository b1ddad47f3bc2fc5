using System.Globalization;
using System.Text.RegularExpressions;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>A literal with an optional type and name, as <c>1e-7::double precision as tiny</c>, and what the server sends for it.</summary>
internal sealed partial record SqlLiteral(string Name, SqlKind Kind, string? Text)
{
    public static SqlLiteral? TryParse(string item)
    {
        var match = Form().Match(item);
        if (!match.Success)
            return null;
        var quoted = match.Groups["text"];
        var word = match.Groups["word"].Value;
        var type = match.Groups["type"].Success ? match.Groups["type"].Value : match.Groups["cast"].Value;
        var text = quoted.Success ? Unquote(quoted.Value, match.Groups["escapes"].Success) : word == "null" ? null : word;
        var name = match.Groups["name"].Success ? match.Groups["name"].Value.Trim('"') : "?column?";
        return new SqlLiteral(name, KindOf(word, type), text is null ? null : Render(text, type));
    }

    private static SqlKind KindOf(string word, string type) => type switch
    {
        "bigint" or "int" or "numeric" or "double precision" => SqlKind.Number,
        "date" or "timestamp" or "timestamptz" or "time" => SqlKind.Date,
        _ when word is "true" or "false" => SqlKind.Boolean,
        _ => word.Length > 0 && char.IsAsciiDigit(word[^1]) ? SqlKind.Number : SqlKind.Text,
    };

    private static string Unquote(string text, bool escapes)
    {
        text = text.Replace("''", "'", StringComparison.Ordinal);
        return escapes ? Regex.Unescape(text) : text;
    }

    private static string Render(string text, string type) => type switch
    {
        "double precision" => Double(double.Parse(text, CultureInfo.InvariantCulture)),
        "timestamptz" => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.0", CultureInfo.InvariantCulture),
        "time" => TimeOnly.Parse(text, CultureInfo.InvariantCulture).ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        _ => text,
    };

    private static string Double(double value) => Math.Abs(value) switch
    {
        double.NaN => "NaN",
        0 => "0.0",
        < 1e-3 => value.ToString("0.0###############E0", CultureInfo.InvariantCulture),
        >= 1e17 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0###############", CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^(?:(?<type>date|timestamptz|timestamp|time)\s+)?(?<escapes>E)?(?:'(?<text>(?:[^']|'')*)'|(?<word>null|true|false|-?[0-9.]+(?:e[+-]?\d+)?))(?:::(?<cast>[a-z][a-z0-9 ]*?(?:\(\d+\))?(?:\[\])?))?(?:\s+as\s+(?<name>""[^""]+""|\w+))?$", RegexOptions.Singleline)]
    private static partial Regex Form();
}
