namespace Dhis2.Csv;

/// <summary>
/// Follows quotes and delimiters through a text, piece by piece, and knows of the field at the end of it what the parser tells
/// only when the record is whole: how long it is so far, and whether its quote is open.
/// </summary>
internal sealed class FieldScanner(char delimiter)
{
    private const char Quote = '"';

    private bool _mayOpen = true;

    /// <summary>The characters of the field so far, quotes included.</summary>
    public long FieldLength { get; private set; }

    /// <summary>Whether the text breaks off inside a quoted field.</summary>
    public bool InQuotes { get; private set; }

    /// <summary>Goes on with the next piece of the text.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        // Most texts have few quotes, and without one nothing but the last field counts.
        var quote = text.IndexOf(Quote);
        while (quote >= 0)
        {
            ReadUnquotedOrInner(text.Slice(0, quote));
            ReadQuote();
            text = text.Slice(quote + 1);
            quote = text.IndexOf(Quote);
        }

        ReadUnquotedOrInner(text);
    }

    private void ReadUnquotedOrInner(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        var end = InQuotes ? -1 : text.LastIndexOfAny(delimiter, '\r', '\n');
        FieldLength = end < 0 ? FieldLength + text.Length : text.Length - end - 1;
        _mayOpen = end == text.Length - 1;
    }

    /// <summary>A quote opens a field at its start, closes it, or, right behind the closing one, opens it again: that is a doubled quote.</summary>
    private void ReadQuote()
    {
        FieldLength++;
        var closes = InQuotes;
        InQuotes = !closes && _mayOpen;
        _mayOpen = closes;
    }
}
