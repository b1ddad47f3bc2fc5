
namespace Dhis2.Client.Http;

/// <summary>
/// The body of an answer, unpacked. A server silent for too long, or a connection that breaks, becomes an error that says so.
/// It owns the response, the unpacking and the idle clock, and frees them together. A read under way is cancelled first and has ended
/// by then: unpacking is native code, and freeing its memory while it works ends the process.
/// </summary>
internal sealed class ResponseBody(Stream inner, HttpResponseMessage response, TimeSpan idle, string request) : BodyStream
{
    private const int Idle = 0;
    private const int Reading = 1;
    private const int Closed = 2;

    private readonly CancellationTokenSource _closing = new();
    private Memory<byte> _head;
    private int _state;
    private long _position;
    private CancellationToken _token;
    private CancellationTokenSource? _limit;
#if !NET8_0_OR_GREATER
    private CancellationTokenRegistration _abort;
#endif

    protected override long Passed => _position;

    /// <summary>Looks at the first bytes without taking them: no more than <paramref name="length"/>, and only as many as it takes until no more are wanted.</summary>
    public async Task<Memory<byte>> PeekAsync(int length, Func<Memory<byte>, bool> wantsMore, CancellationToken cancellationToken)
    {
        var bytes = new byte[Math.Min(length, 4096)];
        var end = 0;
        while (end < length && wantsMore(bytes.AsMemory(0, end)))
        {
            if (end == bytes.Length)
                Array.Resize(ref bytes, Math.Min(length, end * 2));
            var count = await ReadAsync(bytes.AsMemory(end), cancellationToken).ConfigureAwait(false);
            if (count == 0)
                break;
            end += count;
        }
        return _head = bytes.AsMemory(0, end);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        BeginRead();
        if (_head.Length > 0)
        {
            var taken = TakeHead(buffer);
            EndRead();
            return new(taken);
        }
        ValueTask<int> pending;
        try
        {
            pending = inner.ReadAsync(buffer, LimitFor(cancellationToken).Token);
        }
        catch (Exception e) when (IsFault(e))
        {
            pending = new(Task.FromException<int>(e));
        }
        catch
        {
            EndRead();
            throw;
        }
        // Most reads complete at once; the idle timeout runs only for those that have to wait.
        if (!pending.IsCompletedSuccessfully)
            return WaitAsync(pending, cancellationToken);
        var count = Count(pending.Result);
        EndRead();
        return new(count);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Volatile.Read(ref _state) != Closed)
        {
            _closing.Cancel();
            // If a read is under way, everything is freed when it ends.
            if (Interlocked.Exchange(ref _state, Closed) == Idle)
                Free();
        }
        base.Dispose(disposing);
    }

    private static bool IsFault(Exception e) =>
        e is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException or InvalidDataException;

    private int TakeHead(Memory<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _head.Length);
        _head.Slice(0, count).CopyTo(buffer);
        _head = _head.Slice(count);
        return count;
    }

    private void BeginRead()
    {
        switch (Interlocked.CompareExchange(ref _state, Reading, Idle))
        {
            case Closed:
                throw new ObjectDisposedException(nameof(ResponseBody));
            case Reading:
                throw new InvalidOperationException("An answer can be read by one reader at a time.");
        }
    }

    private void EndRead()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Reading) == Closed)
            Free();
    }

    private void Free()
    {
#if !NET8_0_OR_GREATER
        _abort.Dispose();
#endif
        inner.Dispose();
        response.Dispose();
        _limit?.Dispose();
        _closing.Dispose();
    }

    private async ValueTask<int> WaitAsync(ValueTask<int> pending, CancellationToken cancellationToken)
    {
        var limit = LimitFor(cancellationToken);
        try
        {
            limit.CancelAfter(idle);
            var count = await pending.ConfigureAwait(false);
            limit.CancelAfter(Timeout.InfiniteTimeSpan);
            return Count(count);
        }
        catch (Exception e) when (IsFault(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_closing.IsCancellationRequested)
                throw new ObjectDisposedException(nameof(ResponseBody), e);
            throw limit.IsCancellationRequested
                ? WireErrors.SilentInBody(request, idle, _position, e)
                : WireErrors.BrokenInBody(request, _position, e);
        }
        finally
        {
            EndRead();
        }
    }

    private int Count(int read)
    {
        _position += read;
        return read;
    }

    // One for all reads with the same token.
    private CancellationTokenSource LimitFor(CancellationToken cancellationToken)
    {
        if (_limit is not null && cancellationToken == _token)
            return _limit;
        _limit?.Dispose();
        _token = cancellationToken;
        _limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
#if !NET8_0_OR_GREATER
        // .NET Framework's streams do not heed a token: closing the connection is what ends their reads.
        _abort.Dispose();
        _abort = _limit.Token.Register(response.Dispose);
#endif
        return _limit;
    }
}
