
namespace Dhis2.Client.Http;

/// <summary>Follows a redirect only where it leads nowhere new: same origin, nothing to send again, and no login page.</summary>
internal static class Redirects
{
    public static bool ShouldFollow(Uri server, Uri from, Dhis2Request request, HttpResponseMessage response, out Uri next)
    {
        next = from;
        if (request.AcceptsRedirect || (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            return false;
        next = location.IsAbsoluteUri ? location : new Uri(from, location);
        var isRead = request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;
        return isRead && IsSameOrigin(server, next) && !IsLogin(next);
    }

    public static bool IsLogin(Uri target) =>
        target.AbsolutePath.Contains("login", StringComparison.OrdinalIgnoreCase) || target.AbsolutePath.Contains("logout", StringComparison.OrdinalIgnoreCase)
        || target.AbsolutePath.Contains("dhis-web-commons-security", StringComparison.OrdinalIgnoreCase);

    private static bool IsSameOrigin(Uri a, Uri b) => a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.Host, b.Host, StringComparison.OrdinalIgnoreCase);
}
