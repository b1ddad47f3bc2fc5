using System.Runtime.CompilerServices;

namespace Dhis2.Client.Http;

/// <summary>The body of an answer. A server silent for too long, or a connection that breaks, becomes an error that says so; disposing it frees the answer.</summary>
internal sealed class IdleTimeoutStream(Stream inner, HttpResponseMessage response, TimeSpan idle, string request) : BodyStream
{
    private long _position;
    private CancellationToken _token;
    private CancellationTokenSource? _limit;
    private CancellationTokenRegistration _closing;

    protected override long Passed => _position;

    [MethodImpl(HotPath.Compiled)]
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<int> pending;
        try
        {
            pending = inner.ReadAsync(buffer, LimitFor(cancellationToken).Token);
        }
        catch (Exception e) when (IsFault(e))
        {
            pending = new(Task.FromException<int>(e));
        }
        // Most bytes are there already: the clock runs only for those that are not.
        return pending.IsCompletedSuccessfully ? new(Count(pending.Result)) : WaitAsync(pending, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _closing.Dispose();
            _limit?.Dispose();
            inner.Dispose();
            response.Dispose();
        }
        base.Dispose(disposing);
    }

    private static bool IsFault(Exception e) =>
        e is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException or InvalidDataException;

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
            throw limit.IsCancellationRequested
                ? Faults.SilentInBody(request, idle, _position, e)
                : Faults.BrokenInBody(request, _position, e);
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
        _closing.Dispose();
        _limit?.Dispose();
        _token = cancellationToken;
        _limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Closing the connection is what ends a read that does not heed its token (.NET Framework).
        _closing = _limit.Token.Register(response.Dispose);
        return _limit;
    }
}
