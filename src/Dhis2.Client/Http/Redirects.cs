namespace Dhis2.Client.Http;

/// <summary>Follows a redirect only where it leads nowhere new: same origin, nothing to send again, and no login page.</summary>
internal static class Redirects
{
    // Last path segments of the login pages of 2.40 to 2.44, and of the logout pages to which 2.42 and 2.43 redirect a session that was ended by a newer one.
    private static readonly HashSet<string> s_loginPages = new(StringComparer.OrdinalIgnoreCase)
    {
        "login", "login.action", "login.html", "logout", "logout.action", "dhis-web-login", "dhis-web-commons-security",
    };

    public static bool ShouldFollow(Uri server, Uri from, Dhis2Request request, HttpResponseMessage response, out Uri next)
    {
        next = from;
        if (request.AcceptsRedirect || (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || Target(from, LocationOf(response)) is not { } target)
            return false;
        next = target;
        var isRead = request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;
        return isRead && IsSameOrigin(server, next) && !IsLogin(next);
    }

    /// <summary>Where a redirect leads; null where it names no address of a server.</summary>
    public static Uri? Target(Uri from, string? location) =>
        !string.IsNullOrWhiteSpace(location) && Uri.TryCreate(from, location, out var target) && target.Scheme is "http" or "https" ? target : null;

    /// <summary>Whether an address is that of a login page. Paths of the API are none, whatever they end in: <c>api/loginConfig</c>, <c>api/auth/login</c>.</summary>
    public static bool IsLogin(Uri target)
    {
        var segments = target.AbsolutePath.Split('/');
        return segments.Any(s_loginPages.Contains) && !segments.Contains("api", StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The server's address, where a redirect leads to the same path below another one; null where it leads elsewhere.</summary>
    /// <param name="server">The server's address as it was given.</param>
    /// <param name="asked">What was asked for first.</param>
    /// <param name="target">Where it led.</param>
    public static Uri? ServerOf(Uri server, Uri asked, Uri target)
    {
        var path = asked.AbsolutePath.Substring(server.AbsolutePath.Length);
        return path.Length > 0 && target.AbsolutePath.EndsWith("/" + path, StringComparison.Ordinal)
            ? new Uri(target, target.AbsolutePath.Remove(target.AbsolutePath.Length - path.Length))
            : null;
    }

    private static string? LocationOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Location", out var values) ? values.FirstOrDefault() : null;

    private static bool IsSameOrigin(Uri a, Uri b) => a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.Host, b.Host, StringComparison.OrdinalIgnoreCase);
}
