using System.Globalization;
using System.Text;
using Dhis2.Client.Http;

namespace Dhis2.Client.Input;

/// <summary>
/// Hands a text on as UTF-8 without a mark, whatever its encoding. Bytes that are no text in it are an error with the line, and never another letter; so is a text
/// without end, which the reader behind it would gather in memory.
/// </summary>
/// <param name="bytes">The text. It stays open.</param>
/// <param name="encoding">Its encoding; null means UTF-8.</param>
/// <param name="name">What the input is called in errors.</param>
internal sealed class StrictText(Stream bytes, Encoding? encoding, string name) : BodyStream
{
    private const int ChunkSize = 32 * 1024;

    // A text of JSON or XML ends with a quote; what has none for so long is no value.
    private const int MostWithoutQuote = 16 * 1024 * 1024;

    private readonly Encoding _encoding = encoding ?? Encoding.UTF8;
    private readonly Decoder _decoder = Strict(encoding ?? Encoding.UTF8).GetDecoder();
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly byte[] _bytes = new byte[ChunkSize];
    private readonly char[] _chars = new char[(encoding ?? Encoding.UTF8).GetMaxCharCount(ChunkSize)];
    private readonly byte[] _text = new byte[Encoding.UTF8.GetMaxByteCount((encoding ?? Encoding.UTF8).GetMaxCharCount(ChunkSize))];
    private Dhis2InputException? _fault;
    private int _start;
    private int _end;
    private long _line = 1;
    private long _withoutQuote;
    private bool _isBegun;
    private bool _isEnded;
    private long _passed;

    protected override long Passed => _passed;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _end && !_isEnded)
        {
            if (_fault is not null)
                throw _fault;
            Decode(await FillAsync(cancellationToken).ConfigureAwait(false));
        }
        var count = Math.Min(buffer.Length, _end - _start);
        _text.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        _passed += count;
        return count;
    }

    private static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }

    // Never half of a character of UTF-16 or UTF-32, so that the lines before a fault can be counted.
    private async Task<int> FillAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        do
        {
            var read = await bytes.ReadAsync(_bytes.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            count += read;
        }
        while (count % 4 != 0);
        return count;
    }

    private void Decode(int count)
    {
        var length = 0;
        try
        {
            length = _decoder.GetChars(_bytes, 0, count, _chars, 0, flush: count == 0);
        }
        catch (DecoderFallbackException e)
        {
            _fault = NoText(_line + Lines(_encoding.GetChars(_bytes, 0, Math.Max(e.Index, 0), _chars, 0)), e);
        }
        _isEnded = count == 0 && _fault is null;
        var skipped = !_isBegun && length > 0 && _chars[0] == '\uFEFF' ? 1 : 0;
        _isBegun |= length > 0;
        Watch(length);
        _line += Lines(length);
        _start = 0;
        _end = _encoder.GetBytes(_chars, skipped, length - skipped, _text, 0, flush: _isEnded || _fault is not null);
    }

    private void Watch(int length)
    {
        var quote = _chars.AsSpan(0, length).LastIndexOfAny('"', '\'');
        _withoutQuote = quote < 0 ? _withoutQuote + length : length - quote;
        if (_withoutQuote > MostWithoutQuote)
            _fault ??= Endless();
    }

    private long Lines(int length)
    {
        var count = 0L;
        foreach (var c in _chars.AsSpan(0, length))
            count += c == '\n' ? 1 : 0;
        return count;
    }

    private Dhis2InputException NoText(long line, Exception inner) => new(
        string.Format(CultureInfo.InvariantCulture, "{0}, line {1} has bytes that are no text in the encoding it is read with ({2}).", name, line, _encoding.WebName),
        "Say the file's encoding with -Encoding, such as -Encoding windows-1252, or save the file as UTF-8.",
        inner)
    { Item = string.Format(CultureInfo.InvariantCulture, "{0}:{1}", name, line) };

    private Dhis2InputException Endless() => new(
        string.Format(CultureInfo.InvariantCulture, "{0}, line {1}: a text is longer than {2:N0} characters, which no value is.", name, _line, MostWithoutQuote),
        "Check whether the file is what it should be.")
    { Item = string.Format(CultureInfo.InvariantCulture, "{0}:{1}", name, _line) };
}
