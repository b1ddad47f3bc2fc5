using System.Text;

namespace Dhis2.Csv;

/// <summary>
/// Decodes a stream strictly, and tells whether a quote went by: text without any needs no second look at its fields.
/// </summary>
internal sealed class StrictTextReader : TextReader
{
    private const char Quote = '"';

    private readonly Stream _source;
    private readonly MarkingDecoderFallback _fallback = new();
    private readonly Decoder _decoder;
    private readonly byte[] _bytes = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _endOfSource;
    private bool _holdsCarriageReturn;

    private StrictTextReader(Stream source, Encoding encoding)
    {
        _source = source;
        _decoder = Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, _fallback).GetDecoder();
    }

    /// <summary>Whether a quote was read so far.</summary>
    public bool SawQuote { get; private set; }

    /// <summary>Whether all text was handed out.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>The token of the read under way; the base class has no room for one.</summary>
    public CancellationToken CancellationToken { get; set; }

    public static async Task<StrictTextReader> OpenAsync(Stream source, Encoding? chosen, CancellationToken cancellationToken)
    {
        var head = new byte[ByteOrderMark.MaxLength];
        var count = 0;
        int read;
        do
        {
            read = await ReadBytesAsync(source, head, count, head.Length - count, cancellationToken).ConfigureAwait(false);
            count += read;
        }
        while (read > 0 && count < head.Length);

        var (encoding, length) = ByteOrderMark.Detect(head, count, chosen);
        var reader = new StrictTextReader(source, encoding);
        Array.Copy(head, length, reader._bytes, 0, count - length);
        reader._end = count - length;
        return reader;
    }

    public override async Task<int> ReadAsync(char[] buffer, int index, int count)
    {
        while (!AtEnd)
        {
            if (_start == _end && !_endOfSource)
            {
                await FillAsync().ConfigureAwait(false);
            }

            var chars = Decode(buffer, index, count);
            if (chars > 0)
            {
                SawQuote = SawQuote || buffer.AsSpan(index, chars).IndexOf(Quote) >= 0;
                return chars;
            }
        }

        return 0;
    }

    private async Task FillAsync()
    {
        _start = 0;
        _end = await ReadBytesAsync(_source, _bytes, 0, _bytes.Length, CancellationToken).ConfigureAwait(false);
        _endOfSource = _end == 0;
    }

    private int Decode(char[] buffer, int index, int count)
    {
        var held = ReleaseCarriageReturn(buffer, index);
        if (_fallback.IsUsed)
        {
            return held > 0 ? held : throw new DecoderFallbackException();
        }

        if (held == count)
        {
            return held;
        }

        _decoder.Convert(_bytes, _start, _end - _start, buffer, index + held, count - held, _endOfSource, out var bytesUsed, out var charsUsed, out var completed);
        _start += bytesUsed;
        var good = _fallback.IsUsed ? GoodLength(buffer.AsSpan(index + held, charsUsed)) : charsUsed;
        AtEnd = _endOfSource && completed && !_fallback.IsUsed;
        return HoldCarriageReturn(buffer, index, held + good);
    }

    /// <summary>The good text goes out first; the next read throws.</summary>
    private static int GoodLength(ReadOnlySpan<char> text)
    {
        var mark = text.IndexOf(MarkingDecoderFallback.Mark);
        return mark >= 0 ? mark : text.Length;
    }

    private int ReleaseCarriageReturn(char[] buffer, int index)
    {
        if (!_holdsCarriageReturn)
        {
            return 0;
        }

        _holdsCarriageReturn = false;
        buffer[index] = '\r';
        return 1;
    }

    /// <summary>
    /// The parser reads behind its buffer where a blank line's CRLF is torn in two and nothing follows the LF yet. So none is torn.
    /// </summary>
    private int HoldCarriageReturn(char[] buffer, int index, int length)
    {
        _holdsCarriageReturn = length > 0 && buffer[index + length - 1] == '\r' && !_endOfSource && !_fallback.IsUsed;
        return _holdsCarriageReturn ? length - 1 : length;
    }

    private static Task<int> ReadBytesAsync(Stream source, byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
#if NET
        source.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
#else
        source.ReadAsync(buffer, offset, count, cancellationToken);
#endif
}
