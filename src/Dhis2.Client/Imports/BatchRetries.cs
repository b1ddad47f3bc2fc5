using System.Net;
using Dhis2.Client.Http;

namespace Dhis2.Client.Imports;

/// <summary>How often a batch may be sent again in a row, by the session's settings and the server's Retry-After. An answer that says something of the rows fills it up again.</summary>
internal sealed class BatchRetries(RetryPolicy policy)
{
    /// <summary>Tries that were taken since the last such answer.</summary>
    public int Used { get; private set; }

    /// <summary>Takes a try: the wait before it, or null when there is none left.</summary>
    public TimeSpan? Take(Dhis2Exception? fault = null)
    {
        var api = fault as Dhis2ApiException;
        if (Used >= policy.MaximumRetryCount || (api is not null && !policy.Covers((HttpStatusCode)api.StatusCode)) || api?.RetryAfter > policy.MaximumRetryAfter)
            return null;
        Used++;
        return api?.RetryAfter ?? policy.Backoff(Used - 1, 0.5);
    }

    /// <summary>The server has answered: the next fault is a new one.</summary>
    public void Restore() => Used = 0;
}
