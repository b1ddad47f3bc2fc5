using System.Runtime.ExceptionServices;
using System.Text;

namespace Dhis2.Csv;

/// <summary>
/// Hands the text of a stream to the parser in the parser's own encoding. Where no more text can come, because the source fails,
/// holds bytes that are no text or a field without end, the text ends early with <see cref="BreakMark"/>: an exception there would
/// lose the records that the parser has taken but not told yet.
/// </summary>
internal sealed class StrictUtf8Stream : Stream
{
    /// <summary>A byte that no UTF-8 text holds.</summary>
    public const byte BreakMark = 0xFF;

    private const int ChunkSize = 32 * 1024;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Stream _source;
    private readonly Encoding? _chosen;
    private readonly CharacterSwap? _swap;
    private readonly FieldScanner _scanner;
    private readonly int _maxFieldLength;
    private readonly MarkingDecoderFallback _fallback = new();
    private readonly Encoder _encoder = s_utf8.GetEncoder();
    private readonly byte[] _bytes = new byte[ChunkSize];
    private Decoder? _decoder;
    private char[] _chars = [];
    private byte[] _text = [];
    private int _undecoded;
    private int _start;
    private int _end;
    private bool _ended;

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
            for (var read = -1; read != 0 && _undecoded < least; _undecoded += read)
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

        // The parser passes over one byte order mark. It always gets one, lest it take the first character of a text for it.
        Encoding.UTF8.GetPreamble().CopyTo(_text, 0);
        _end = Encoding.UTF8.GetPreamble().Length;
    }

    private void Decode(Decoder decoder)
    {
        // A character that the failure of the source cut in two is no fault of the bytes: hence no flush.
        var isLast = _undecoded == 0;
        var length = decoder.GetChars(_bytes, 0, _undecoded, _chars, 0, flush: isLast && SourceFailure is null);
        _undecoded = 0;
        if (_fallback.IsUsed)
        {
            var mark = Array.IndexOf(_chars, MarkingDecoderFallback.Mark, 0, length);
            length = mark >= 0 ? mark : length;
        }

        _swap?.Apply(_chars.AsSpan(0, length));
        _scanner.Read(_chars.AsSpan(0, length));
        Break = _scanner.FieldLength > _maxFieldLength ? TextBreak.FieldTooLong
            : _fallback.IsUsed ? TextBreak.UndecodableBytes
            : SourceFailure is not null ? TextBreak.SourceFailure
            : TextBreak.None;
        _ended = isLast || Break != TextBreak.None;
        _start = 0;
        _end = _encoder.GetBytes(_chars, 0, length, _text, 0, flush: _ended);
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
