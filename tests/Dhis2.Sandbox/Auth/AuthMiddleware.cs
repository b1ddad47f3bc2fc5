using System.Text;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.OAuth2;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Auth;

/// <summary>Lets a request in, or answers 401 or the way to the login page as the server of this version does.</summary>
internal sealed class AuthMiddleware(SandboxState state)
{
    public const string CookieName = "JSESSIONID";

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.ContainsKey("Access-Control-Request-Method") && state.AllowedOrigins.Contains(context.Request.Headers.Origin.ToString()))
        {
            await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
            return;
        }
        if (IsIgnoredOrigin(context))
        {
            await Answer.EmptyAsync(context, 200).ConfigureAwait(false);
            return;
        }
        if (await LogInAsync(context).ConfigureAwait(false) is { } user)
        {
            context.Items[typeof(SandboxUser)] = user;
            RequestLog.Of(context).User = user.Username;
            await next(context).ConfigureAwait(false);
        }
        else if (!context.Response.HasStarted && context.Items.ContainsKey("open"))
        {
            await next(context).ConfigureAwait(false);
        }
    }

    // From 2.42 on an origin that is not on the list gets an empty 200.
    private bool IsIgnoredOrigin(HttpContext context) =>
        state.Dialect >= Dialect.V42 && context.Request.Headers.Origin is { Count: > 0 } origin
        && !state.AllowedOrigins.Contains(origin.ToString()) && origin != $"http://{context.Request.Host}";

    // Null where an answer was written, or where the path is open to all.
    private async Task<SandboxUser?> LogInAsync(HttpContext context)
    {
        var open = OpenPaths.Contains(state, context.Request);
        if (open)
        {
            context.Items["open"] = true;
            return null;
        }
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || header.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            return await BasicAsync(context, header.Length > 6 ? header[6..] : "").ConfigureAwait(false);
        if (header.StartsWith("ApiToken", StringComparison.OrdinalIgnoreCase))
            return await new TokenLogin(state).LogInAsync(context, header).ConfigureAwait(false);
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && (state.Dialect <= Dialect.V41 || state.Options.OAuth2))
            return await new BearerLogin(state).LogInAsync(context, header[7..]).ConfigureAwait(false);
        if (state.Sessions.Find(context.Request.Cookies[CookieName]) is { } user)
            return user;
        if (state.Sessions.WasEvicted(context.Request.Cookies[CookieName]))
        {
            await Answer.RedirectAsync(context, "/dhis-web-commons-security/logout.action").ConfigureAwait(false);
            return null;
        }
        await RefuseAsync(context).ConfigureAwait(false);
        return null;
    }

    private async Task<SandboxUser?> BasicAsync(HttpContext context, string encoded)
    {
        var (name, password) = Decode(encoded);
        var cookie = context.Request.Cookies[CookieName];
        var current = state.Sessions.Find(cookie);
        // A live session hides a wrong password of the same user.
        if (current is not null && current.Username == name)
            return current;
        var user = state.Users.Find(name);
        var refusal = user is null ? "Unauthorized" : BasicRefusal(user, password);
        if (refusal is not null)
        {
            await UnauthorizedAsync(context, refusal).ConfigureAwait(false);
            return null;
        }
        if (current is not null)
            state.Sessions.Turn(cookie!, user!);
        else
            SetCookie(context, state, state.Sessions.Open(user!));
        return user;
    }

    private static string? BasicRefusal(SandboxUser user, string password)
    {
        if (user.Locked)
            return "Account locked";
        if (user.Disabled)
            return "Account disabled";
        return user.Password == password && !user.AccountExpired && !user.PasswordExpired && !user.TwoFactor ? null : "Unauthorized";
    }

    private static (string Name, string Password) Decode(string encoded)
    {
        try
        {
            var parts = s_strict.GetString(Convert.FromBase64String(encoded.Trim())).Split(':', 2);
            return parts.Length == 2 ? (parts[0], parts[1]) : ("", "");
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return ("", "");
        }
    }

    internal static void SetCookie(HttpContext context, SandboxState state, string session)
    {
        var site = state.Dialect >= Dialect.V42 ? "; SameSite=Lax" : "";
        context.Response.Headers.Append("Set-Cookie", $"{CookieName}={session}; Path=/; HttpOnly{site}");
    }

    // Nothing that could be tried was sent: a script gets 401, everybody else is sent to the login page.
    private Task RefuseAsync(HttpContext context)
    {
        if (context.Request.Headers["X-Requested-With"] == "XMLHttpRequest")
            return UnauthorizedAsync(context, "Unauthorized");
        return Answer.RedirectAsync(context, LoginPage.Address(context, state.Dialect));
    }

    internal static Task UnauthorizedAsync(HttpContext context, string message)
    {
        if (context.Request.Headers.Accept.ToString().Contains("application/xml", StringComparison.Ordinal))
        {
            var xml = "<webMessage xmlns=\"http://dhis2.org/schema/dxf/2.0\" httpStatus=\"Unauthorized\" httpStatusCode=\"401\" status=\"ERROR\">"
                + $"<message>{message}</message></webMessage>";
            return Answer.TextAsync(context, 401, "application/xml;charset=UTF-8", xml);
        }
        return Answer.JsonAsync(context, WebMessage.Create(401, message), 401);
    }
}
