using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Auth;

/// <summary>Logging in with <c>Authorization: ApiToken key</c>.</summary>
internal sealed class TokenLogin(SandboxState state)
{
    private const string Malformed = "Api token is malformed";

    public async Task<SandboxUser?> LogInAsync(HttpContext context, string header)
    {
        var key = header.Length > 9 ? header[9..] : "";
        if (header.Length < 9 || key.Length == 0 || key.Contains(' ', StringComparison.Ordinal))
        {
            await MalformedAsync(context).ConfigureAwait(false);
            return null;
        }
        if (!ApiToken.IsWellFormed(key))
        {
            await RefuseAsync(context, 400, "Checksum validation failed").ConfigureAwait(false);
            return null;
        }
        var (token, isCached) = state.Tokens.FindKey(key);
        var user = token is null ? null : state.Users.Find(token.Username);
        if (Refusal(context.Request, token, isCached, user) is { } refusal)
        {
            await RefuseAsync(context, 401, refusal).ConfigureAwait(false);
            return null;
        }
        state.Tokens.Remember(token!);
        var current = state.Sessions.Find(context.Request.Cookies[AuthMiddleware.CookieName]);
        if (current != user)
            AuthMiddleware.SetCookie(context, state, state.Sessions.Open(user!));
        return user;
    }

    private string? Refusal(HttpRequest request, ApiToken? token, bool isCached, SandboxUser? user)
    {
        if (token is null)
            return "The API token does not exists";
        // Of a token in use the owner is not looked at again.
        if (user is null || (!isCached && (user.Disabled || user.Locked || user.TwoFactor || user.PasswordExpired)))
            return "The API token is disabled, locked or 2FA is enabled.";
        if (token.Expire < state.Clock.Now.ToUnixTimeMilliseconds())
            return "Failed to authenticate API token, token has expired.";
        var address = request.Headers["X-Forwarded-For"].ToString() is { Length: > 0 } forwarded ? forwarded : "127.0.0.1";
        if (token.Addresses.Count > 0 && !token.Addresses.Contains(address))
            return "Failed to authenticate API token, request ip address is not allowed.";
        if (token.Methods.Count > 0 && !token.Methods.Contains(RequestLog.Of(request.HttpContext).Method))
            return "Failed to authenticate API token, request http method is not allowed.";
        if (token.Referrers.Count > 0 && !token.Referrers.Contains(request.Headers.Referer.ToString()))
            return "Failed to authenticate API token, request http referrer is missing or not allowed.";
        return null;
    }

    private Task MalformedAsync(HttpContext context) => state.Dialect == Dialect.V40
        ? HtmlPage.WriteAsync(context, 500, Malformed, "org.hisp.dhis.webapi.security.apikey.ApiTokenAuthenticationException: " + Malformed)
        : RefuseAsync(context, 400, Malformed);

    private Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.Headers.WWWAuthenticate = "ApiToken";
        // 2.40 says no more than the status, and nobody says more to who wants no JSON.
        return state.Dialect == Dialect.V40 || !Accepts.Json(context.Request)
            ? Answer.EmptyAsync(context, 401)
            : Answer.JsonAsync(context, WebMessage.Create(status, message), status);
    }
}
