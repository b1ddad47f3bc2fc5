using System.Runtime.ExceptionServices;
using System.Text;

namespace Dhis2.Csv;

/// <summary>
/// Hands the text of a stream to the parser in the parser's own encoding. Bytes that are no text become <see cref="UndecodableMark"/>.
/// Where the source fails, or a field has no end, the text ends early with <see cref="BreakMark"/>: an exception there would
/// lose the records that the parser has taken but not told yet. Behind a field without end another parser can go on.
/// </summary>
internal sealed class StrictUtf8Stream : Stream
{
    /// <summary>A byte that no UTF-8 text holds: behind it no more text comes.</summary>
    public const byte BreakMark = 0xFF;

    /// <summary>Another one, which stands for bytes of the source that are no text.</summary>
    public const byte UndecodableMark = 0xFE;

    private const int ChunkSize = 32 * 1024;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Stream _source;
    private readonly Encoding? _chosen;
    private readonly CharacterSwap? _swap;
    private readonly int _maxFieldLength;
    private readonly MarkingDecoderFallback _fallback = new();
    private readonly Encoder _encoder = s_utf8.GetEncoder();
    private readonly byte[] _bytes = new byte[ChunkSize];
    private FieldScanner _scanner;
    private Decoder? _decoder;
    private char[] _chars = [];
    private byte[] _text = [];
    private int _undecoded;
    private int _start;
    private int _end;
    private bool _ended;
    private ReadOnlyMemory<byte> _again;
    private bool _skipsLine;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="source">The bytes. It stays open.</param>
    /// <param name="chosen">The encoding; null takes what the byte order mark says, or UTF-8.</param>
    /// <param name="swap">Characters that change places, if any.</param>
    /// <param name="scanner">Follows the text for the length of its fields.</param>
    /// <param name="maxFieldLength">The longest field to let pass.</param>
    public StrictUtf8Stream(Stream source, Encoding? chosen, CharacterSwap? swap, FieldScanner scanner, int maxFieldLength)
    {
        _source = source;
        _chosen = chosen;
        _swap = swap;
        _scanner = scanner;
        _maxFieldLength = maxFieldLength;
    }

    /// <summary>Why the text ended early; <see cref="TextBreak.None"/> until it has.</summary>
    public TextBreak Break { get; private set; }

    /// <summary>What the source threw, where that is the reason.</summary>
    public ExceptionDispatchInfo? SourceFailure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return Take(buffer.AsSpan(offset, count));
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return Take(buffer.Span);
    }
#endif

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>
    /// After a break for a field without end: hands out the text behind the line that it begins on, as a text of its own. It begins with the end of that line,
    /// so that whoever reads it counts lines from that one on.
    /// </summary>
    /// <param name="record">What was handed out of the record that the field is in.</param>
    /// <param name="scanner">Follows the text from there.</param>
    public void GoOn(ReadOnlySpan<byte> record, FieldScanner scanner)
    {
        var lineEnd = record.IndexOfAny((byte)'\r', (byte)'\n');
        _skipsLine = lineEnd < 0;
        byte[] again = [.. record.Slice(lineEnd < 0 ? record.Length : lineEnd), .. _again.Span];
        (_again, _scanner, _ended, Break) = (again, scanner, false, TextBreak.None);
        WriteByteOrderMark();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Makes text to hand out, unless there is some or none will come.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        while (_start == _end && !_ended)
        {
            if (!_again.IsEmpty)
            {
                Repeat();
                continue;
            }

            // The first bytes tell the encoding.
            await FillAsync(_decoder is null ? ByteOrderMark.MaxLength : 1, cancellationToken).ConfigureAwait(false);
            if (_decoder is null)
            {
                Begin();
            }
            else
            {
                Decode(_decoder);
            }
        }
    }

    private int Take(Span<byte> target)
    {
        var length = Math.Min(target.Length, _end - _start);
        _text.AsSpan(_start, length).CopyTo(target);
        _start += length;
        return length;
    }

    /// <summary>Reads until the buffer holds so many bytes, or the source ends or fails.</summary>
    private async Task FillAsync(int least, CancellationToken cancellationToken)
    {
        try
        {
            for (var read = -1; read != 0 && _undecoded < least && SourceFailure is null; _undecoded += read)
            {
                read = await ReadBytesAsync(_source, _bytes, _undecoded, _bytes.Length - _undecoded, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            SourceFailure = ExceptionDispatchInfo.Capture(exception);
        }
    }

    private void Begin()
    {
        var (encoding, markLength) = ByteOrderMark.Detect(_bytes, _undecoded, _chosen);
        // A copy, because not every encoding can be had by its number: that depends on what the process has registered.
        encoding = (Encoding)encoding.Clone();
        encoding.DecoderFallback = _fallback;
        _decoder = encoding.GetDecoder();
        _chars = new char[encoding.GetMaxCharCount(ChunkSize)];
        _text = new byte[s_utf8.GetMaxByteCount(_chars.Length) + 1];
        _undecoded -= markLength;
        Buffer.BlockCopy(_bytes, markLength, _bytes, 0, _undecoded);
        WriteByteOrderMark();
    }

    // The parser passes over one byte order mark. It always gets one, lest it take the first character of a text for it.
    private void WriteByteOrderMark()
    {
        Encoding.UTF8.GetPreamble().CopyTo(_text, 0);
        (_start, _end) = (0, Encoding.UTF8.GetPreamble().Length);
    }

    /// <summary>Hands out a piece of what was handed out before.</summary>
    private void Repeat()
    {
        var bytes = _again.Span;
        if (_skipsLine)
        {
            var lineEnd = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            _skipsLine = lineEnd < 0;
            bytes = bytes.Slice(lineEnd < 0 ? bytes.Length : lineEnd);
        }

        // Whole characters.
        var count = Math.Min(bytes.Length, _chars.Length);
        while (count > 0 && count < bytes.Length && (bytes[count] & 0xC0) == 0x80)
        {
            count--;
        }

        bytes.Slice(0, count).CopyTo(_text);
        _again = _again.Slice(_again.Length - bytes.Length + count);
        var length = s_utf8.GetChars(_text, 0, count, _chars, 0);
        _scanner.Read(_chars.AsSpan(0, length));
        (_start, _end) = (0, count);
        EndIfBroken(isLast: false, sourceFailed: false);
    }

    private void Decode(Decoder decoder)
    {
        // A character that the failure of the source cut in two is no fault of the bytes: hence no flush.
        var isLast = _undecoded == 0;
        _fallback.IsUsed = false;
        var length = decoder.GetChars(_bytes, 0, _undecoded, _chars, 0, flush: isLast && SourceFailure is null);
        _undecoded = 0;
        var text = _chars.AsSpan(0, length);
        if (_skipsLine)
        {
            var lineEnd = text.IndexOfAny('\r', '\n');
            _skipsLine = lineEnd < 0;
            text = text.Slice(lineEnd < 0 ? length : lineEnd);
        }

        _swap?.Apply(text);
        _scanner.Read(text);
        Encode(length - text.Length, length);
        EndIfBroken(isLast, SourceFailure is not null);
    }

    private void Encode(int from, int to)
    {
        (_start, _end) = (0, 0);
        while (_fallback.IsUsed && _chars.AsSpan(from, to - from).IndexOf(MarkingDecoderFallback.Mark.AsSpan()) is >= 0 and var mark)
        {
            _end += _encoder.GetBytes(_chars, from, mark, _text, _end, flush: false);
            _text[_end++] = UndecodableMark;
            from += mark + MarkingDecoderFallback.Mark.Length;
        }

        _end += _encoder.GetBytes(_chars, from, to - from, _text, _end, flush: true);
    }

    private void EndIfBroken(bool isLast, bool sourceFailed)
    {
        Break = _scanner.FieldLength > _maxFieldLength ? TextBreak.FieldTooLong
            : sourceFailed ? TextBreak.SourceFailure
            : TextBreak.None;
        _ended = isLast || Break != TextBreak.None;
        if (Break != TextBreak.None)
        {
            _text[_end++] = BreakMark;
        }
    }

    private static Task<int> ReadBytesAsync(Stream source, byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
#if NET
        source.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
#else
        source.ReadAsync(buffer, offset, count, cancellationToken);
#endif
}
