using System.Net;

namespace Dhis2.Client.Http;

/// <summary>When a request is sent again, and after how long.</summary>
public sealed record RetryPolicy
{
    /// <summary>How many times a request is sent again; 0 never.</summary>
    public int MaximumRetryCount { get; init; } = 4;

    /// <summary>Wait before the first retry; doubles each time, up to <see cref="MaximumInterval"/>.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of our own choosing.</summary>
    public TimeSpan MaximumInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait a server may ask for; a longer one is an error that says so.</summary>
    public TimeSpan MaximumRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Statuses that a later try may change.</summary>
    public IReadOnlyCollection<int> Statuses { get; init; } = [429, 502, 503, 504];

    /// <summary>Also sends again what may then be done twice (POST, PATCH).</summary>
    public bool RetryNonIdempotent { get; init; }

    internal bool Allows(Dhis2Request request) => request.IsIdempotent || (RetryNonIdempotent && !request.SendsOnce);

    internal bool Covers(HttpStatusCode status) => Statuses.Contains((int)status);

    /// <summary>The wait before retry number <paramref name="retry"/> (from 0): exponential, with up to half of it left to chance so that clients do not come back together.</summary>
    internal TimeSpan Backoff(int retry, double chance)
    {
        var full = Math.Min(Interval.TotalMilliseconds * Math.Pow(2, retry), MaximumInterval.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (1 - (chance / 2)));
    }
}
