using System.Globalization;

namespace Dhis2.Client.Http;

/// <summary>Turns faults of the wire into errors that say what happened and what to do.</summary>
internal static class WireErrors
{
    public static Dhis2TimeoutException SilentInBody(string request, TimeSpan idle, long read, Exception inner) => new(
        $"{request}: the server fell silent for {Seconds(idle)} s after {Bytes(read)} of its answer.",
        "Try again, or allow more time with -TimeoutSec.",
        inner);

    public static Dhis2ConnectionException BrokenInBody(string request, long read, Exception inner) => new(
        $"{request}: the connection broke after {Bytes(read)} of the answer.",
        "Try again; if it happens at the same place each time, ask for less at once.",
        inner);

    /// <summary>The fault of an answer of which a part has been handed on: of the same kind, and says how much that was.</summary>
    public static Dhis2ClientException Incomplete(Dhis2ClientException e, long read, string items)
    {
        var message = $"{e.Message} {read.ToString(CultureInfo.InvariantCulture)} {items} had been read; more are missing.";
        return e switch
        {
            Dhis2ConnectionException => new Dhis2ConnectionException(message, e.RecommendedAction, e),
            Dhis2TimeoutException => new Dhis2TimeoutException(message, e.RecommendedAction, e),
            _ => new Dhis2ClientException(message, e.RecommendedAction, e),
        };
    }

    public static Dhis2ClientException RepeatedPage(string request, int number) => new(
        $"{request}: page {number.ToString(CultureInfo.InvariantCulture)} came with the objects of a page before it, so the list would be wrong.",
        "A cache between here and the server answers for it: connect around it, or ask its administrator not to cache the API.");

    public static Dhis2TimeoutException Silent(string request, TimeSpan limit, Exception? inner = null) => new(
        $"{request}: no answer from the server within {Seconds(limit)} s.",
        "Try again, or allow more time with -TimeoutSec.",
        inner);

    public static Dhis2ConnectionException Unreachable(string request, Uri server, Exception inner)
    {
        var cause = inner.GetBaseException();
        var never = FailurePhase.IsBeforeSending(inner);
        var tls = Find<System.Security.Authentication.AuthenticationException>(inner);
        if (tls is not null)
        {
            return new Dhis2ConnectionException(
                $"{request}: no trusted connection to {server.GetLeftPart(UriPartial.Authority)}: {tls.Message}",
                "Install the certificate's issuer on this machine, or, for a test server only, use -SkipCertificateCheck.",
                inner)
            { NeverSent = never, Obstacle = ConnectionObstacle.Certificate };
        }
        if (IsProxyRefusal(inner))
            return ProxyRefuses(request, server, inner);
        return new Dhis2ConnectionException(
            never
                ? $"{request}: {server.GetLeftPart(UriPartial.Authority)} cannot be reached: {cause.Message}"
                : $"{request}: the connection to {server.GetLeftPart(UriPartial.Authority)} broke before an answer came: {cause.Message}",
            "Check the address, the network and the proxy, and that the server runs.",
            inner)
        { NeverSent = never };
    }

    /// <summary>A proxy wants to know who asks, and takes nobody's word or not this one.</summary>
    public static Dhis2ConnectionException ProxyRefuses(string request, Uri server, Exception? inner = null) => new(
        $"{request}: a proxy stands between this machine and {server.GetLeftPart(UriPartial.Authority)}, and does not let the request through.",
        "Give the proxy's user name and password with -ProxyCredential (and -Proxy where it is not the system's), or have it let this host through.",
        inner)
    { NeverSent = true, Obstacle = ConnectionObstacle.Proxy };

    // A tunnel that is not made for another reason (502, 503) is the network's trouble, and may be made a little later.
#if NET8_0_OR_GREATER
    private static bool IsProxyRefusal(Exception e) =>
        e is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: System.Net.HttpStatusCode.ProxyAuthenticationRequired or System.Net.HttpStatusCode.Forbidden };
#else
    private static bool IsProxyRefusal(Exception e) => Find<System.Net.WebException>(e) is { Message: var said } && (said.Contains("(407)") || said.Contains("(403)"));
#endif

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found)
                return found;
        }
        return null;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Bytes(long count) => string.Format(CultureInfo.InvariantCulture, "{0:N0} bytes", count);
}
