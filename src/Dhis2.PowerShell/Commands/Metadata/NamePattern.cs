using System.Management.Automation;
using System.Text;

namespace Dhis2.PowerShell.Commands;

/// <summary>
/// A <c>-Name</c> with wildcards: the server is asked for the longest piece of it that it cannot misread, and the rest is looked at here.
/// </summary>
internal sealed class NamePattern
{
    // A comma ends a value and a colon a part of the filter; the other characters are wildcards of the server.
    private const string Unsafe = ",:%_\\[]\"\0";

    private readonly WildcardPattern _pattern;

    public NamePattern(string text)
    {
        Text = text;
        IsExact = !WildcardPattern.ContainsWildcardCharacters(text);
        _pattern = Wildcards.Of(text);
        (Piece, var isStart) = LongestPiece(text);
        Filter = Piece is null ? null : $"name:{(isStart ? "$ilike" : "ilike")}:{Piece}";
    }

    /// <summary>As it was given.</summary>
    public string Text { get; }

    /// <summary>It has no wildcard: that nothing has the name is an error.</summary>
    public bool IsExact { get; }

    /// <summary>Whether something had the name.</summary>
    public bool IsFound { get; private set; }

    /// <summary>The longest piece of it that the server cannot misread; null when there is none.</summary>
    public string? Piece { get; }

    /// <summary>The filter for the server; null when no piece is safe.</summary>
    public string? Filter { get; }

    /// <summary>Whether one of the names of an object matches; null is none.</summary>
    public bool IsMatch(IEnumerable<string?> names)
    {
        var isMatch = names.Any(name => name is not null && _pattern.IsMatch(name));
        IsFound |= isMatch;
        return isMatch;
    }

    private static (string? Piece, bool IsStart) LongestPiece(string text)
    {
        var longest = (Text: "", Start: 0);
        foreach (var piece in Pieces(text))
        {
            if (piece.Text.Length > longest.Text.Length)
                longest = piece;
        }
        var trimmed = longest.Text.Trim();
        return trimmed.Length == 0 ? (null, false) : (trimmed, longest.Start == 0 && trimmed[0] == longest.Text[0]);
    }

    private static IEnumerable<(string Text, int Start)> Pieces(string text)
    {
        var piece = new StringBuilder();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is not ('*' or '?' or '`') && IsSafe(c))
            {
                piece.Append(c);
                continue;
            }
            yield return (piece.ToString(), start);
            piece.Clear();
            if (c == '[')
                i = Math.Max(i, text.IndexOf(']', i));
            else if (c == '`')
                i++;
            start = i + 1;
        }
        yield return (piece.ToString(), start);
    }

    // Outside ASCII, the database and .NET may compare letter case differently.
    private static bool IsSafe(char c) => Unsafe.IndexOf(c) < 0 && (c < 128 || char.ToLowerInvariant(c) == char.ToUpperInvariant(c));
}
