using System.Text;
using System.Text.RegularExpressions;
using Dhis2.Client.Input;

namespace Dhis2.Client.DataValues.Input;

/// <summary>What the first bytes of a text tell: its encoding, its format, and what separates its columns.</summary>
internal sealed class TextHead
{
    /// <summary>How many bytes are looked at: more than any header has.</summary>
    public const int Length = 16 * 1024;

    private static readonly string[] s_pages = ["<!DOCTYPE html", "<html"];
    private static readonly char[] s_delimiters = [',', ';', '\t', '|'];
    private static readonly Regex s_declaration = new("^<\\?xml[^>]*\\bencoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']", RegexOptions.CultureInvariant);

    private readonly string _text;

    private TextHead(Encoding? encoding, string text)
    {
        Encoding = encoding;
        _text = text;
    }

    /// <summary>The encoding, where the user, a byte order mark, the bytes themselves or an XML declaration tell it; null means UTF-8.</summary>
    public Encoding? Encoding { get; }

    /// <summary>Whether there is nothing but blanks.</summary>
    public bool IsBlank => _text.Length == 0;

    /// <summary>Whether it begins with a list of JSON.</summary>
    public bool IsList => _text.StartsWith('[');

    /// <summary>Whether it is a web page: what a server answers with to whom it wants to log in.</summary>
    public bool IsWebPage => s_pages.Any(page => _text.StartsWith(page, StringComparison.OrdinalIgnoreCase));

    /// <summary>The format, by the first character.</summary>
    public DataValueFormat Format => _text.StartsWith('<') ? DataValueFormat.Xml : _text.StartsWith('{') || _text.StartsWith('[') ? DataValueFormat.Json : DataValueFormat.Csv;

    /// <summary>Looks at the first bytes.</summary>
    /// <param name="head">They.</param>
    /// <param name="chosen">The encoding that the user says; it counts before all others.</param>
    /// <param name="name">What the input is called in errors.</param>
    /// <exception cref="Dhis2InputException">An XML declaration names an encoding that is not known.</exception>
    public static TextHead Of(ArraySegment<byte> head, Encoding? chosen, string name)
    {
        var encoding = chosen ?? TextEncoding.Of(head);
        var text = (encoding ?? Encoding.UTF8).GetString(head.Array!, head.Offset, head.Count).TrimStart('\uFEFF').TrimStart();
        if (encoding is null && s_declaration.Match(text) is { Success: true } declared)
            encoding = Named(declared.Groups[1].Value, name);
        return new TextHead(encoding, text);
    }

    /// <summary>What separates the columns: the character by which the first line falls into the most columns that data values have, or into the most at all.</summary>
    public char FindDelimiter()
    {
        var line = FirstLine();
        if (CsvColumns.IsSeparatorLine(line))
            return line[line.Length - 1];
        return s_delimiters.OrderByDescending(d => Split(line, d).Count(cell => DataValueColumns.Find(cell) is not null)).ThenByDescending(d => Split(line, d).Count).First();
    }

    private static Encoding? Named(string encoding, string name)
    {
        try
        {
            // The bytes were read as ASCII until here: a declaration of UTF-16 is not true.
            return encoding.StartsWith("utf", StringComparison.OrdinalIgnoreCase) ? null
#if NET8_0_OR_GREATER
                : CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
#else
                : Encoding.GetEncoding(encoding);
#endif
        }
        catch (ArgumentException e)
        {
            throw new Dhis2InputException($"{name} says that its encoding is {encoding}, which this system does not know.", "Say the encoding with -Encoding.", e) { Item = name };
        }
    }

    private string FirstLine()
    {
        var end = _text.IndexOfAny(['\r', '\n']);
        return end < 0 ? _text : _text.Substring(0, end);
    }

    // Well enough for a header: a cell with a line break in it is none.
    private static List<string> Split(string line, char delimiter)
    {
        var cells = new List<string>();
        var (start, isQuoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"')
                isQuoted = !isQuoted;
            if (i < line.Length && (isQuoted || line[i] != delimiter))
                continue;
            cells.Add(line.Substring(start, i - start).Trim('"'));
            start = i + 1;
        }
        return cells;
    }
}
