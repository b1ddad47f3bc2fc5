using System.Net.Http.Headers;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>
/// Holds the access token of a session and replaces it in time: half a minute before its end, and when the server refuses it.
/// However many ask at once, the OAuth2 server is asked once.
/// </summary>
internal sealed class OAuth2TokenSource(OAuth2Options options, ITokenGrants grants) : IDisposable
{
    private readonly object _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private OAuth2Token? _held;
    private Task<OAuth2Token>? _renewal;

    /// <summary>A token that is good for the next request.</summary>
    public async Task<OAuth2Token> GetAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        while (true)
        {
            var held = Volatile.Read(ref _held);
            if (held is not null && !held.IsDue(options.Elapsed()))
                return held;
            try
            {
                return await ReplaceAsync(held, caller, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !_stop.IsCancellationRequested)
            {
                // The request that started the renewal was cancelled; this one was not.
            }
            // The time is read again: the renewal may have taken longer than the old token was valid.
            catch (Dhis2Exception e) when (held?.IsGood(options.Elapsed()) == true && MayPass(e))
            {
                held.Postpone(options.Elapsed());
                return held;
            }
        }
    }

    /// <summary>
    /// Gets another token for one that was refused; where there is another by now, that one will do.
    /// False where the provider gives the same text again, as some do while it lives: the refusal stands, and asking once more would change nothing.
    /// </summary>
    public async Task<bool> ReplaceAsync(AuthenticationHeaderValue refused, Dhis2Caller caller, CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref _held) is { } held && ReferenceEquals(held.Header, refused))
        {
            held.IsRefused = true;
            try
            {
                await ReplaceAsync(held, caller, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !_stop.IsCancellationRequested)
            {
                // The request that started the renewal was cancelled; this one was not.
            }
        }
        return Volatile.Read(ref _held)?.Value != refused.Parameter;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    // Errors after which the old token can still be used until it expires.
    private static bool MayPass(Dhis2Exception error) =>
        error is Dhis2ConnectionException or Dhis2TimeoutException or Dhis2OAuth2Exception { Reason: AuthenticationReason.SessionEnded } or Dhis2OAuth2Exception { StatusCode: 429 or >= 500 };

    private Task<OAuth2Token> ReplaceAsync(OAuth2Token? old, Dhis2Caller caller, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_held is { } newer && newer != old)
                return Task.FromResult(newer);
            _renewal ??= Observed(Task.Run(() => RenewAsync(caller, cancellationToken), CancellationToken.None));
            return _renewal.WaitAsync(cancellationToken);
        }
    }

    // All requests that wait share the renewal, so only ending the session cancels it. A login in the browser is cancelled with the request that started it, too.
    private async Task<OAuth2Token> RenewAsync(Dhis2Caller caller, CancellationToken beginner)
    {
        try
        {
            var token = await grants.ObtainAsync(caller.BeginOperation().Caller, beginner, _stop.Token).ConfigureAwait(false);
            Volatile.Write(ref _held, token);
            return token;
        }
        finally
        {
            lock (_lock)
                _renewal = null;
        }
    }

    private static Task<OAuth2Token> Observed(Task<OAuth2Token> task)
    {
        _ = task.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }
}

/// <summary>Gets a token by whatever grant there is.</summary>
internal interface ITokenGrants
{
    /// <param name="caller">Who asks.</param>
    /// <param name="beginner">Ends a login of a user.</param>
    /// <param name="cancellationToken">Ends all.</param>
    Task<OAuth2Token> ObtainAsync(Dhis2Caller caller, CancellationToken beginner, CancellationToken cancellationToken);
}
