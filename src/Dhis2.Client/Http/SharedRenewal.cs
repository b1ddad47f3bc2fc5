namespace Dhis2.Client.Http;

/// <summary>
/// Lets the requests of one session that are refused at once make one renewed try together: one of them goes out again, and the others wait for what
/// becomes of it. Servers lock an account after a few wrong passwords, and many requests that try again each by itself reach that number within a second.
/// </summary>
internal sealed class SharedRenewal
{
    private readonly object _lock = new();
    private TaskCompletionSource<Outcome>? _running;
    private int _accepted;
    private int _refused;

    private enum Outcome
    {
        Accepted,
        Refused,

        /// <summary>The try ended otherwise, so that another request has to make one.</summary>
        Unknown,
    }

    /// <summary>The part of one request, from before it is sent for the first time. Disposing it ends a try that it was making.</summary>
    public Part Begin()
    {
        lock (_lock)
            return new Part(this, _accepted, _refused);
    }

    /// <summary>One request's part in it.</summary>
    public sealed class Part(SharedRenewal renewal, int accepted, int refused) : IDisposable
    {
        private TaskCompletionSource<Outcome>? _own;
        private bool _hasTriedAgain;

        /// <summary>The server has accepted the request.</summary>
        public void Accept() => End(Outcome.Accepted);

        /// <inheritdoc/>
        public void Dispose() => End(Outcome.Unknown);

        /// <summary>After a refusal: whether the request may go out once more. True once at most.</summary>
        /// <param name="cancellationToken">Ends the wait for the try of another request.</param>
        public async Task<bool> MayTryAgainAsync(CancellationToken cancellationToken)
        {
            End(Outcome.Refused);
            if (_hasTriedAgain)
                return false;
            _hasTriedAgain = true;
            while (true)
            {
                Task<Outcome> running;
                lock (renewal._lock)
                {
                    // What was found out after the request had been sent holds for it, too.
                    if (renewal._accepted != accepted)
                        return true;
                    if (renewal._refused != refused)
                        return false;
                    if (renewal._running is null)
                    {
                        renewal._running = _own = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
                        return true;
                    }
                    running = renewal._running.Task;
                }
                if (await running.WaitAsync(cancellationToken).ConfigureAwait(false) is not Outcome.Unknown and var outcome)
                    return outcome == Outcome.Accepted;
            }
        }

        private void End(Outcome outcome)
        {
            if (_own is not { } own)
                return;
            lock (renewal._lock)
            {
                renewal._running = null;
                renewal._accepted += outcome == Outcome.Accepted ? 1 : 0;
                renewal._refused += outcome == Outcome.Refused ? 1 : 0;
            }
            _own = null;
            own.SetResult(outcome);
        }
    }
}
