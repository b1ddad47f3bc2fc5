#if NET8_0_OR_GREATER

namespace Dhis2.Client.Http;

/// <summary>
/// A connection that is read in large pieces: <see cref="HttpClient"/> asks for 4 KB at a time where a server sends its answer in chunks, as Tomcat does,
/// and each question of the operating system costs more than the reading of what it gives. Writing goes straight through.
/// </summary>
internal sealed class ReadAheadStream(Stream inner) : Stream
{
    private const int Size = 256 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_start < _end || buffer.Length is > 0 and < Size)
        {
            if (_start == _end)
                SetBuffered(inner.Read(GetBuffer()));
            return CopyBuffered(buffer);
        }
        return inner.Read(buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start < _end)
            return new(CopyBuffered(buffer.Span));
        // A read of zero bytes waits for data without taking any: the connection handles that itself.
        return buffer.Length is 0 or >= Size ? inner.ReadAsync(buffer, cancellationToken) : FillAsync(buffer, cancellationToken);
    }

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        SetBuffered(await inner.ReadAsync(GetBuffer(), cancellationToken).ConfigureAwait(false));
        return CopyBuffered(buffer.Span);
    }

    private byte[] GetBuffer() => _buffer.Length > 0 ? _buffer : _buffer = new byte[Size];

    private void SetBuffered(int count) => (_start, _end) = (0, count);

    private int CopyBuffered(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
#endif
