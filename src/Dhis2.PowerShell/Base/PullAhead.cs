namespace Dhis2.PowerShell.Base;

/// <summary>
/// Walks a source one batch ahead: <see cref="Ask"/> starts the next batch on the thread pool, <see cref="Take"/> hands over the one that came.
/// </summary>
internal sealed class PullAhead<TBatch>
{
    private readonly CancellationTokenSource _cancel;
    private readonly IAsyncEnumerator<TBatch> _batches;

    public PullAhead(Func<CancellationToken, IAsyncEnumerable<TBatch>> open, CancellationToken stop)
    {
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _batches = open(_cancel.Token).GetAsyncEnumerator(_cancel.Token);
    }

    /// <summary>The batch asked for; false at the end.</summary>
    public Task<bool> Asked { get; private set; } = Task.FromResult(false);

    /// <summary>Asks for the next batch; the one before must have been taken.</summary>
    public void Ask() => Asked = Task.Run(async () => await _batches.MoveNextAsync().ConfigureAwait(false));

    /// <summary>The batch that came.</summary>
    public TBatch Take() => _batches.Current;

    /// <summary>Cancels what is in flight and lets it end by itself: whoever stops reading should not have to wait for it.</summary>
    public void Close()
    {
        _cancel.Cancel();
        _ = CloseAsync();
    }

    private async Task CloseAsync()
    {
        // An error that matters was thrown by Await. It is read here so that it is not reported as unobserved.
        await Task.WhenAny(Asked).ConfigureAwait(false);
        _ = Asked.Exception;
        await _batches.DisposeAsync().ConfigureAwait(false);
        _cancel.Dispose();
    }
}
