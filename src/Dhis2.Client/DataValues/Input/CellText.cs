using System.Globalization;
using System.Text.RegularExpressions;

namespace Dhis2.Client.DataValues.Input;

/// <summary>Reads ids and periods as people's files have them: blanks and invisible marks around them are no part of them, and what a spreadsheet has made of them is refused.</summary>
internal static class CellText
{
    // A spreadsheet writes the sign, and people's codes have none there.
    private static readonly Regex s_scientific = new("^-?[0-9]+([.,][0-9]+)?[eE][+-][0-9]+$", RegexOptions.CultureInvariant);

    /// <summary>An id or code.</summary>
    /// <exception cref="FormatException">A spreadsheet has written it as a rounded number.</exception>
    public static string? Id(string? text) => Read(text, "id or code");

    /// <summary>A period.</summary>
    /// <exception cref="FormatException">A spreadsheet has written it as a rounded number.</exception>
    public static string? Period(string? text) => IsoPeriod.ToServer(Read(text, "period"));

    private static string? Read(string? text, string what)
    {
        if (text is null || text.Length == 0)
            return text;
        var bare = Bare(text);
        if (bare.Length > 4 && bare[0] is '-' or (>= '0' and <= '9') && s_scientific.IsMatch(bare))
            throw new FormatException($"{ShownText.Quoted(bare)} is no {what}: a spreadsheet has written a long number in short and rounded it. Format its column as text there, enter the {what} again, and save the file anew.");
        return bare;
    }

    // Marks of another direction or of no width come along with what is copied from web pages.
    private static string Bare(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsBlank(text[start]))
            start++;
        while (end > start && IsBlank(text[end - 1]))
            end--;
        return end - start == text.Length ? text : text.Substring(start, end - start);
    }

    private static bool IsBlank(char c) => c is not (> ' ' and <= '~') && (char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format);
}
