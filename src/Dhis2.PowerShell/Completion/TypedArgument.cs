using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace Dhis2.PowerShell.Completion;

/// <summary>An argument as it stands on the command line: it may begin with a quote, and need not end with one.</summary>
internal readonly struct TypedArgument
{
    // PowerShell takes the curly ones for quotes, too.
    private const string SingleQuotes = "'\u2018\u2019\u201a\u201b";
    private const string DoubleQuotes = "\"\u201c\u201d\u201e";

    private readonly bool _isDoubleQuoted;
    private readonly bool _isQuoted;
    private readonly WildcardPattern? _pattern;

    private TypedArgument(string text, bool isQuoted, bool isDoubleQuoted)
    {
        Text = text;
        _isQuoted = isQuoted;
        _isDoubleQuoted = isDoubleQuoted;
        // Brackets stand in names, and one that is not closed yet would be no pattern.
        _pattern = text.IndexOfAny(['*', '?']) < 0 ? null : Wildcards.Of(text.Replace("`", "``").Replace("[", "`[").Replace("]", "`]") + "*");
    }

    /// <summary>What was typed, without its quotes.</summary>
    public string Text { get; }

    public static TypedArgument Parse(string? typed)
    {
        var text = typed ?? "";
        if (text.Length == 0)
            return new TypedArgument("", false, false);
        var isSingle = IsIn(SingleQuotes, text[0]);
        var isDouble = IsIn(DoubleQuotes, text[0]);
        if (!isSingle && !isDouble)
            return new TypedArgument(text, false, false);
        var quotes = isSingle ? SingleQuotes : DoubleQuotes;
        return new TypedArgument(Unquoted(text, quotes, hasEscapes: isDouble), true, isDouble);
    }

    public bool IsBeginningOf(string word) => word.StartsWith(Text, StringComparison.OrdinalIgnoreCase) || _pattern?.IsMatch(word) == true;

    public bool IsPartOf(string words) => Text.Length > 0 && words.Contains(Text, StringComparison.OrdinalIgnoreCase);

    /// <summary>A word as it is to stand in place of the argument: in the quotes that were begun, or in those that it needs.</summary>
    public string Quoted(string word)
    {
        if (_isDoubleQuoted)
            return $"\"{Escaped(word)}\"";
        return _isQuoted || !IsPlain(word) ? $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'" : word;
    }

    private static string Unquoted(string text, string quotes, bool hasEscapes)
    {
        var content = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            var isQuote = IsIn(quotes, text[i]);
            // Within quotes a quote is written twice; one alone ends them.
            if (isQuote && (i + 1 == text.Length || !IsIn(quotes, text[i + 1])))
                break;
            if (i + 1 < text.Length && (isQuote || (hasEscapes && text[i] == '`')))
                i++;
            content.Append(text[i]);
        }
        return content.ToString();
    }

    private static string Escaped(string word) => string.Concat(word.Select(c => IsIn(DoubleQuotes, c) || c is '`' or '$' ? $"`{c}" : c.ToString()));

    private static bool IsPlain(string word) =>
        word.Length > 0 && word[0] != '-' && (word == "*" || word.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ':'));

    private static bool IsIn(string quotes, char c) => quotes.AsSpan().IndexOf(c) >= 0;
}
