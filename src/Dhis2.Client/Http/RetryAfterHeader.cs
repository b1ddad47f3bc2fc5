namespace Dhis2.Client.Http;

internal static class RetryAfterHeader
{
    /// <summary>How long the server asks to wait: seconds, or a date (which is over when it lies in the past).</summary>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        var header = response.Headers.RetryAfter;
        if (header?.Delta is { } delta)
            return delta;
        if (header?.Date is not { } date)
            return null;
        return date > now ? date - now : TimeSpan.Zero;
    }
}
