namespace Dhis2.Client.Http;

/// <summary>The body of an answer. A server silent for too long, or a connection that breaks, becomes an error that says so; disposing it frees the answer.</summary>
internal sealed class IdleTimeoutStream(Stream inner, HttpResponseMessage response, TimeSpan idle, string request) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        GuardAsync(token => inner.ReadAsync(buffer, offset, count, token), cancellationToken);

#if NET8_0_OR_GREATER
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(GuardAsync(token => inner.ReadAsync(buffer, token).AsTask(), cancellationToken));
#endif

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            response.Dispose();
        }
        base.Dispose(disposing);
    }

    private async Task<int> GuardAsync(Func<CancellationToken, Task<int>> read, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(idle);
        // Closing the connection is what ends a read that does not heed its token (.NET Framework).
        using var close = limit.Token.Register(response.Dispose);
        try
        {
            var count = await read(limit.Token).ConfigureAwait(false);
            _position += count;
            return count;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw limit.IsCancellationRequested
                ? Faults.SilentInBody(request, idle, _position, e)
                : Faults.BrokenInBody(request, _position, e);
        }
    }
}
