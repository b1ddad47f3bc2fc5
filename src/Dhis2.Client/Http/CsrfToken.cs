using System.Net;

namespace Dhis2.Client.Http;

/// <summary>
/// The pair that a server with protection against forged requests wants of every write, whoever sends it: the cookie it
/// handed out with an earlier answer, and a header with the same value. A server without it hands out no such cookie.
/// </summary>
internal sealed class CsrfToken(CookieContainer? jar)
{
    private const string CookieName = "XSRF-TOKEN";
    private const string HeaderName = "X-XSRF-TOKEN";

    private string? _seen;

    /// <summary>Remembers the cookie of an answer: for sessions that keep no jar.</summary>
    public void Learn(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var cookies))
            return;
        foreach (var cookie in cookies)
        {
            if (cookie.StartsWith(CookieName + "=", StringComparison.Ordinal))
                Volatile.Write(ref _seen, cookie.Substring(CookieName.Length + 1).Split(';')[0]);
        }
    }

    /// <summary>Puts the pair on a write.</summary>
    public void Stamp(HttpRequestMessage message)
    {
        if (!IsWrite(message.Method) || Current(message.RequestUri!) is not { Length: > 0 } value)
            return;
        message.Headers.TryAddWithoutValidation(HeaderName, value);
        if (jar is null)
            message.Headers.TryAddWithoutValidation("Cookie", $"{CookieName}={value}");
    }

    /// <summary>Whether a write was refused for want of the pair, and the pair is there now. Nothing was done for it, so it may be sent again.</summary>
    public bool WasMissing(Uri uri, HttpMethod method, HttpResponseMessage response) =>
        IsWrite(method) && (int)response.StatusCode == 403 && response.Content?.Headers.ContentType?.MediaType == "text/html" && Current(uri) is { Length: > 0 };

    // With a cookie jar the jar sends the cookie, and the header has to have the same value.
    private string? Current(Uri uri) => jar is not null ? jar.GetCookies(uri)[CookieName]?.Value : Volatile.Read(ref _seen);

    private static bool IsWrite(HttpMethod method) => method != HttpMethod.Get && method != HttpMethod.Head && method != HttpMethod.Options;
}
