using System.Net.Http.Headers;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Http;

/// <summary>Decides, for one request, whether a failure is met with another try, and waits for it.</summary>
internal sealed class RetryLoop(Dhis2Session session, Dhis2Request request, IClientEvents? events)
{
    private readonly RetryPolicy _policy = request.TriesOnce ? session.Options.Retry with { MaximumRetryCount = 0 } : session.Options.Retry;
    private RenewedProof? _proof;

    /// <summary>1 for the first try.</summary>
    public int Attempt { get; private set; } = 1;

    /// <summary>Waits before the next try, or throws the error when there is none.</summary>
    public async Task WaitOrThrowAsync(Dhis2Exception error, Dhis2Response? response, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        var delay = error is Dhis2AuthenticationException refused
            ? await DelayForRefusalAsync(refused, authorization, cancellationToken).ConfigureAwait(false)
            : DelayFor(error, response);
        if (delay is not { } wait)
            throw error;
        events?.OnRetry(new RetryTrace(request.Display, error.Message, wait, Attempt));
        Attempt++;
        await session.Options.Delay(wait, cancellationToken).ConfigureAwait(false);
    }

    private TimeSpan? DelayFor(Dhis2Exception error, Dhis2Response? response)
    {
        if (Attempt > _policy.MaximumRetryCount || error is Dhis2ConnectionException { Obstacle: not ConnectionObstacle.Network })
            return null;
        var repeatable = _policy.Allows(request) || error is Dhis2ConnectionException { NeverSent: true };
        if (!repeatable || (response is not null && !_policy.Covers((System.Net.HttpStatusCode)response.StatusCode)))
            return null;
        if (response?.RetryAfter(DateTimeOffset.UtcNow) is not { } asked)
            return _policy.Backoff(Attempt - 1, Chance());
        return asked <= _policy.MaximumRetryAfter ? asked : null;
    }

    // A session that worked before may have run out, or its server may have lost the database: both look like a wrong
    // password. Nothing was done for a refused request, so it may be sent again whatever its method.
    private async Task<TimeSpan?> DelayForRefusalAsync(Dhis2AuthenticationException refused, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        if (request.Anonymous || refused.StatusCode == 403)
            return null;
        if (_proof is null)
        {
            _proof = session.Options.Identity?.MayRenewAfter(refused) != false
                ? await session.RenewAsync(authorization, events, cancellationToken).ConfigureAwait(false)
                : RenewedProof.None;
            return _proof == RenewedProof.Another || (session.HasSucceeded && (refused.MayPass || MayBeOfCookie(refused))) ? TimeSpan.Zero : null;
        }
        // Where the server takes the identity, a second refusal is about the request.
        return !session.HasSucceeded || !refused.MayPass || _proof == RenewedProof.Confirmed || Attempt > _policy.MaximumRetryCount ? null : _policy.Backoff(Attempt - 1, Chance());
    }

    // Of a session that has ended, and not of the password that stands beside its cookie.
    private bool MayBeOfCookie(Dhis2AuthenticationException refused) =>
        session.Jar is not null && refused.Reason is AuthenticationReason.SessionEnded or AuthenticationReason.Unknown;

    // Only spreads clients out in time: nothing depends on its quality.
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
