using Dhis2.Client.Utilities;

namespace Dhis2.Client.Lists;

/// <summary>
/// Asks for the pages behind the first one before they are wanted: two at first, then one more with each page taken, up to a few, so that who wants the
/// first object alone causes no request in vain, and who wants all of them waits for one page while the server makes the next ones.
/// </summary>
internal sealed class RequestsAhead<T>(Func<int, CancellationToken, Task<T>> read, int firstNumber, CancellationToken cancellationToken) : IAsyncDisposable
{
    // More requests at once would load the server and gain no speed.
    private const int Most = 3;

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly Queue<Task<T>> _asked = new();
    private int _next = firstNumber;
    private int _limit = 2;

    /// <summary>The next page. Those after it are asked for, too, as far as it is known that they are there.</summary>
    public async Task<T> TakeAsync(int lastKnown)
    {
        while (_asked.Count == 0 || (_asked.Count < _limit && _next <= lastKnown))
        {
            var number = _next++;
            _asked.Enqueue(Task.Run(() => read(number, _stop.Token), _stop.Token));
        }
        _limit = Math.Min(_limit + 1, Most);
        return await _asked.Dequeue().ConfigureAwait(false);
    }

    /// <summary>Cancels what nobody waits for any more, and lets it end.</summary>
    public async ValueTask DisposeAsync()
    {
#if NET8_0_OR_GREATER
        await _stop.CancelAsync().ConfigureAwait(false);
#else
        _stop.Cancel();
#endif
        await Task.WhenAll(_asked).IgnoreResultAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}
