using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Auth;

/// <summary>What needs no credentials.</summary>
internal static class OpenPaths
{
    public static bool Contains(Dialect dialect, HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (path is "/api/ping" || IsLoginPage(path))
            return true;
        return dialect >= Dialect.V41 && (path is "/api/auth/login" or "/api/loginConfig");
    }

    private static bool IsLoginPage(string path) =>
        path.StartsWith("/dhis-web-login", StringComparison.Ordinal)
        || path.StartsWith("/dhis-web-commons", StringComparison.Ordinal)
        || path is "/login" or "/login/";
}
