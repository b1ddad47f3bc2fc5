using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>Logging in with <c>Authorization: Bearer token</c>.</summary>
internal sealed class BearerLogin(SandboxState state)
{
    private static readonly TimeSpan s_skew = TimeSpan.FromSeconds(60);

    public async Task<SandboxUser?> LogInAsync(HttpContext context, string token)
    {
        var user = state.Dialect <= Dialect.V41
            ? await LegacyAsync(context, token).ConfigureAwait(false)
            : await ModernAsync(context, token).ConfigureAwait(false);
        // The cookie of 2.40 and 2.41 logs in by itself; that of later ones does nothing.
        if (user is not null)
            AuthMiddleware.SetCookie(context, state, state.Dialect <= Dialect.V41 ? state.Sessions.Open(user) : OAuth2Store.NewSecret());
        return user;
    }

    private async Task<SandboxUser?> LegacyAsync(HttpContext context, string token)
    {
        if (!state.OAuth2.AccessTokens.TryGetValue(token, out var grant) || grant.Ends < DateTimeOffset.UtcNow)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"oauth\", error=\"invalid_token\", error_description=\"Invalid access token\"";
            await Answer.TextAsync(context, 401, Answer.Json, """{"error":"invalid_token","error_description":"Invalid access token"}""").ConfigureAwait(false);
            return null;
        }
        if (grant.Username is { } username)
            return state.Users.Find(username);
        await (state.Dialect == Dialect.V40
            ? AuthMiddleware.UnauthorizedAsync(context, "User object is null, user is not authenticated.")
            : Answer.JsonAsync(context, WebMessage.Create(500, "Authentication principal is not supported; principal:" + grant.ClientId), 500)).ConfigureAwait(false);
        return null;
    }

    private async Task<SandboxUser?> ModernAsync(HttpContext context, string token)
    {
        if (Jwt.Read(token) is not { } jwt)
        {
            await RefuseAsync(context, token.Contains('.', StringComparison.Ordinal)
                ? "Invalid unsecured/JWS/JWE header: Invalid JSON object" : "Invalid JWT serialization: Missing dot delimiter(s)").ConfigureAwait(false);
            return null;
        }
        if (await FailAsync(context, jwt).ConfigureAwait(false))
            return null;
        if (Fault(context, jwt) is { } fault)
        {
            await RefuseAsync(context, fault).ConfigureAwait(false);
            return null;
        }
        return await FindAsync(context, jwt).ConfigureAwait(false);
    }

    // Two faults of an external token that the server does not survive.
    private static async Task<bool> FailAsync(HttpContext context, Jwt jwt)
    {
        var issuer = (string?)jwt.Claims["iss"];
        var known = Provider.Issuer(context);
        if (issuer == known + "/")
            await HtmlPage.WriteAsync(context, 500, $"The Issuer \"{known}\" provided in the configuration did not match the requested issuer \"{issuer}\"", "java.lang.IllegalStateException").ConfigureAwait(false);
        else if (issuer == known && jwt.Claims["aud"] is null && jwt.Algorithm != "none")
            await HtmlPage.WriteAsync(context, 500, null, "java.lang.NullPointerException").ConfigureAwait(false);
        else
            return false;
        return true;
    }

    private string? Fault(HttpContext context, Jwt jwt)
    {
        const string Decoding = "An error occurred while attempting to decode the Jwt: ";
        var now = DateTimeOffset.UtcNow;
        var issuer = (string?)jwt.Claims["iss"];
        var isOwn = issuer == Discovery.Issuer(context) && state.Options.OAuth2;
        if (jwt.Algorithm == "none")
            return "Unsupported algorithm of none";
        if (issuer is null)
            return "Missing issuer";
        if (!isOwn && (issuer != Provider.Issuer(context) || !state.Options.OAuth2))
            return "Invalid issuer";
        if (!isOwn && !jwt.Audience.Contains(Provider.Audience))
            return "Invalid audience";
        var key = isOwn ? state.OAuth2.ServerKey : state.OAuth2.ProviderKey;
        if (jwt.KeyId != key.Id)
            return Decoding + "Signed JWT rejected: Another algorithm expected, or no matching key(s) found";
        if (!jwt.IsSignedBy(key.Key))
            return Decoding + "Signed JWT rejected: Invalid signature";
        if (jwt.Time("exp") is { } end && end + s_skew < now)
            return $"{Decoding}Jwt expired at {end:yyyy-MM-ddTHH:mm:ssZ}";
        return jwt.Time("nbf") is { } start && start - s_skew > now ? $"{Decoding}Jwt used before {start:yyyy-MM-ddTHH:mm:ssZ}" : null;
    }

    private async Task<SandboxUser?> FindAsync(HttpContext context, Jwt jwt)
    {
        var isOwn = (string?)jwt.Claims["iss"] == Discovery.Issuer(context);
        var name = isOwn ? "username" : "email";
        var value = (string?)jwt.Claims[name];
        var user = value is null ? null : isOwn ? state.Users.Find(value) : state.Users.All.FirstOrDefault(u => u.OpenId == value);
        if (user is { Disabled: false })
            return user;
        await RefuseAsync(context, $"Found no matching DHIS2 user for the mapping claim: '{name}' with the value: '{value ?? "null"}'").ConfigureAwait(false);
        return null;
    }

    private static Task RefuseAsync(HttpContext context, string why)
    {
        context.Response.Headers.WWWAuthenticate = $"Bearer error=\"invalid_token\", error_description=\"{why}\", error_uri=\"https://tools.ietf.org/html/rfc6750#section-3.1\"";
        return Answer.JsonAsync(context, WebMessage.Create(401, "invalid_token", devMessage: why), 401);
    }
}
