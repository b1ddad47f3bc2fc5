using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Auth;

/// <summary>What needs no credentials.</summary>
internal static class OpenPaths
{
    public static bool Contains(SandboxState state, HttpRequest request)
    {
        var dialect = state.Dialect;
        var path = request.Path.Value ?? "";
        if (path is "/api/ping" || IsLoginPage(path) || IsOAuth2(path, state))
            return true;
        return dialect >= Dialect.V41 && (path is "/api/auth/login" or "/api/loginConfig");
    }

    // They know clients and sessions by themselves.
    private static bool IsOAuth2(string path, SandboxState state)
    {
        if (state.Dialect <= Dialect.V41)
            return path is "/uaa/oauth/token" or "/uaa/oauth/authorize" or "/oauth2/token";
        return path.StartsWith("/oauth2/", StringComparison.Ordinal) || (state.Options.OAuth2
            && (path.StartsWith("/.well-known/", StringComparison.Ordinal) || path is "/connect/register" || path.StartsWith(OAuth2.Provider.Path, StringComparison.Ordinal)));
    }

    private static bool IsLoginPage(string path) =>
        path.StartsWith("/dhis-web-login", StringComparison.Ordinal)
        || path.StartsWith("/dhis-web-commons", StringComparison.Ordinal)
        || path is "/login" or "/login/";
}
