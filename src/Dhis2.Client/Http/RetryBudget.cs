using System.Net.Http.Headers;

namespace Dhis2.Client.Http;

/// <summary>
/// The tries of one operation: a request, a whole answer, a page, a download, a batch, the opening of a session. It is made where the operation
/// begins and goes down with the caller, so that tries at several levels add up to as many as the user allows, and never multiply.
/// Requests of an operation that share it go out one after the other.
/// </summary>
internal sealed class RetryBudget(ITransportContext session, IClientEvents? events)
{
    private readonly RetryPolicy _policy = session.Retry;
    private int _retries;
    private RenewedProof? _proof;

    /// <summary>Waits before the request goes out once more, or throws the error where that is of no use or no try is left.</summary>
    /// <param name="request">The request that failed.</param>
    /// <param name="error">How it failed.</param>
    /// <param name="authorization">The proof it went out with.</param>
    /// <param name="part">Its part in a renewed try of several requests; null where the error is not about who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitOrThrowAsync(Dhis2Request request, Dhis2Exception error, AuthenticationHeaderValue? authorization, SharedRenewal.Part? part, CancellationToken cancellationToken)
    {
        var delay = error is Dhis2AuthenticationException refused
            ? await DelayForRefusalAsync(request, refused, authorization, part, cancellationToken).ConfigureAwait(false)
            : DelayFor(request, error);
        if (delay is not { } wait)
            throw error;
        await WaitAsync(request.Display, error.Message, wait, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits before another try of something that does no harm when it is done twice; false where no try is left, or the server asks for too long a wait.</summary>
    public async Task<bool> TryWaitAsync(string request, string reason, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        if (NextDelay(retryAfter) is not { } wait)
            return false;
        await WaitAsync(request, reason, wait, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits before another try of what the caller may do again; false where the user wants none after such a fault, none is left, or the server asks for too long a wait.</summary>
    public async Task<bool> TryWaitAsync(string request, Dhis2Exception fault, CancellationToken cancellationToken) => fault is Dhis2ApiException answered
        ? _policy.Covers((System.Net.HttpStatusCode)answered.StatusCode) && await TryWaitAsync(request, fault.Message, answered.RetryAfter, cancellationToken).ConfigureAwait(false)
        : await TryWaitAsync(request, fault.Message, null, cancellationToken).ConfigureAwait(false);

    /// <summary>Counts retries from zero again, after a try that made progress, such as a download that grew or a batch that was answered.</summary>
    public void Refill()
    {
        _retries = 0;
        _proof = null;
    }

    private async Task WaitAsync(string request, string reason, TimeSpan wait, CancellationToken cancellationToken)
    {
        _retries++;
        events?.OnRetry(new RetryTrace(request, reason, wait, _retries));
        await session.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
    }

    private TimeSpan? DelayFor(Dhis2Request request, Dhis2Exception error)
    {
        var mayHelp = error switch
        {
            Dhis2ConnectionException { Obstacle: not ConnectionObstacle.Network } => false,
            Dhis2ConnectionException { NeverSent: true } => true,
            Dhis2ConnectionException or Dhis2TimeoutException => _policy.Allows(request),
            Dhis2ApiException answered => _policy.Allows(request) && _policy.Covers((System.Net.HttpStatusCode)answered.StatusCode),
            _ => false,
        };
        return mayHelp && !request.TriesOnce ? NextDelay((error as Dhis2ApiException)?.RetryAfter) : null;
    }

    private TimeSpan? NextDelay(TimeSpan? asked)
    {
        if (_retries >= _policy.MaximumRetryCount || asked > _policy.MaximumRetryAfter)
            return null;
        return asked ?? _policy.Backoff(_retries, Chance());
    }

    // A session that worked before may have run out, or its server may have lost the database: both look like a wrong
    // password. Nothing was done for a refused request, so it may be sent again whatever its method.
    private async Task<TimeSpan?> DelayForRefusalAsync(
        Dhis2Request request, Dhis2AuthenticationException refused, AuthenticationHeaderValue? authorization, SharedRenewal.Part? part, CancellationToken cancellationToken)
    {
        if (request.Anonymous || refused.StatusCode == 403)
            return null;
        if (session.RefusalsLockAccount && part is not null)
            return await DelayForPasswordAsync(refused, authorization, part, cancellationToken).ConfigureAwait(false);
        if (_proof is null)
        {
            _proof = session.MayRenewAfter(refused)
                ? await session.RenewAsync(authorization, events, cancellationToken).ConfigureAwait(false)
                : RenewedProof.None;
            return _proof == RenewedProof.Another || (session.HasSucceeded && (refused.MayPass || MayBeOfCookie(refused))) ? TimeSpan.Zero : null;
        }
        // Where the server takes the identity, a second refusal is about the request.
        return !session.HasSucceeded || !refused.MayPass || _proof == RenewedProof.Confirmed || request.TriesOnce ? null : NextDelay(null);
    }

    // The password may have been changed in mid-session: all requests that are refused at once make one more try together. It is made after a moment,
    // in which a server that has lost its database may have it back, or at once where it is only the session that has ended.
    private async Task<TimeSpan?> DelayForPasswordAsync(
        Dhis2AuthenticationException refused, AuthenticationHeaderValue? authorization, SharedRenewal.Part part, CancellationToken cancellationToken)
    {
        var mayHelp = session.HasSucceeded && (refused.MayPass || MayBeOfCookie(refused));
        if (!mayHelp || !await part.MayTryAgainAsync(cancellationToken).ConfigureAwait(false))
        {
            // From now on nothing is tried twice, until the server accepts the password again.
            session.HasSucceeded &= !mayHelp;
            return null;
        }
        await session.RenewAsync(authorization, events, cancellationToken).ConfigureAwait(false);
        return refused.Reason == AuthenticationReason.SessionEnded ? TimeSpan.Zero : _policy.Backoff(0, Chance());
    }

    // Of a session that has ended, and not of the password that stands beside its cookie.
    private bool MayBeOfCookie(Dhis2AuthenticationException refused) =>
        session.Jar is not null && refused.Reason is AuthenticationReason.SessionEnded or AuthenticationReason.Unknown;

    // Random numbers only spread clients out in time; they need not be secure.
#pragma warning disable CA5394
#if NET8_0_OR_GREATER
    private static double Chance() => Random.Shared.NextDouble();
#else
    private static readonly Random s_random = new();

    private static double Chance()
    {
        lock (s_random)
            return s_random.NextDouble();
    }
#endif
#pragma warning restore CA5394
}
