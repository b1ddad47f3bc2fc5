using System.Globalization;
using System.Text;

namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// A text of a user's input as errors show it: in quotes, and cut where it is long. Characters that cannot be seen stand as their codes, because a screen would
/// pass over them, and a terminal obeys some of them.
/// </summary>
internal static class ShownText
{
    private const int Most = 100;

    /// <summary>The text in quotes.</summary>
    public static string Quoted(string text)
    {
        var shown = new StringBuilder("'");
        Add(shown, text, Most);
        shown.Append('\'');
        return text.Length <= Most ? shown.ToString() : shown.AppendFormat(CultureInfo.InvariantCulture, "... ({0:N0} characters)", text.Length).ToString();
    }

    /// <summary>The beginning of a text, without quotes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many of its characters.</param>
    public static string Beginning(string text, int most)
    {
        var shown = new StringBuilder();
        Add(shown, text, most);
        return text.Length <= most ? shown.ToString() : shown.Append("...").ToString();
    }

    private static void Add(StringBuilder shown, string text, int most)
    {
        for (var i = 0; i < text.Length && i < most; i++)
        {
            if (i + 1 < most && char.IsSurrogatePair(text, i))
                shown.Append(text, i++, 2);
            else if (IsSeen(text[i]))
                shown.Append(text[i]);
            else
                shown.AppendFormat(CultureInfo.InvariantCulture, "\\u{0:X4}", (int)text[i]);
        }
    }

    private static bool IsSeen(char c) => c == ' ' || char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
