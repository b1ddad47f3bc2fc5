using System.Collections.Concurrent;

namespace Dhis2.PowerShell.Base;

/// <summary>
/// Carries what the client says, from whatever thread it says it on, to the pipeline thread, the only one that may write.
/// </summary>
internal sealed class CmdletEvents : IClientEvents, IDisposable
{
    private readonly ConcurrentQueue<Action> _queue = new();
    private readonly SemaphoreSlim _bell = new(0);
    private readonly ICmdletStreams _streams;
    private ProgressTrace? _progress;

    public CmdletEvents(ICmdletStreams streams) => _streams = streams;

    public void OnRequest(RequestTrace trace) => Post(() => _streams.WriteRequest(trace));

    public void OnRetry(RetryTrace trace) => Post(() => _streams.WriteRetry(trace));

    public void OnWarning(string message) => Post(() => _streams.Warn(message));

    public void OnNotice(string message) => Post(() => _streams.WriteNotice(message));

    // Only the newest progress is kept: it may be reported for every row.
    public void OnProgress(ProgressTrace progress) => Volatile.Write(ref _progress, progress);

    /// <summary>Has something done on the pipeline thread, in the order of the posts.</summary>
    public void Post(Action action)
    {
        _queue.Enqueue(action);
        Wake();
    }

    /// <summary>Ends a wait early.</summary>
    public void Wake()
    {
        try
        {
            _bell.Release();
        }
        catch (ObjectDisposedException)
        {
            // The cmdlet is disposed already; events of work that ends later are dropped.
        }
    }

    /// <summary>Waits for a post or a wake, no longer than until the next progress is due.</summary>
    public void Wait() => _bell.Wait(ProgressDisplay.Interval);

    /// <summary>Writes what has come; called on the pipeline thread alone.</summary>
    public void Drain()
    {
        while (_queue.TryDequeue(out var action))
            action();
        if (Interlocked.Exchange(ref _progress, null) is { } progress)
            _streams.ShowProgress(progress);
    }

    public void Dispose() => _bell.Dispose();
}
