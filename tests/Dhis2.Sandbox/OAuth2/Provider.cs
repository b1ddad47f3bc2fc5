using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>A provider beside the server, whose tokens the server trusts. The scope asks it for one of the faults that tokens have.</summary>
internal sealed class Provider(SandboxState state)
{
    public const string Path = "/_sandbox/provider";

    /// <summary>What the server knows itself as at the provider: the audience of good tokens.</summary>
    public const string Audience = "fake-client";

    public const string ClientId = "robot";

    public static string Issuer(HttpContext context) => $"http://{context.Request.Host}{Path}";

    public static JsonObject Describe(HttpContext context) => new()
    {
        ["issuer"] = Issuer(context),
        ["token_endpoint"] = Issuer(context) + "/token",
        ["authorization_endpoint"] = Issuer(context) + "/authorize",
        ["jwks_uri"] = Issuer(context) + "/jwks",
    };

    public async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        if (context.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{Uri.EscapeDataString(KnownSecrets.OddSecret).Replace("%20", "+", StringComparison.Ordinal)}")))
            await Answer.JsonAsync(context, new JsonObject { ["error"] = "invalid_client", ["error_description"] = "Unknown client, or another secret." }, 401).ConfigureAwait(false);
        else if (form["grant_type"] != "client_credentials")
            await Answer.JsonAsync(context, new JsonObject { ["error"] = "unsupported_grant_type" }, 400).ConfigureAwait(false);
        else
            await Answer.JsonAsync(context, Tokens(context, form["audience"], form["scope"].ToString())).ConfigureAwait(false);
    }

    /// <summary>The claims of a token with a fault: issuer-slash, no-audience, unknown-user, expired and so on; none is a good one.</summary>
    public static JsonObject Claims(string issuer, string? audience, string fault, TimeSpan life)
    {
        var now = DateTimeOffset.UtcNow;
        var (start, end) = fault switch
        {
            "expired" => (now.AddHours(-2), now.AddHours(-1)),
            "not-yet" => (now.AddHours(1), now.AddHours(2)),
            _ => (now, now + life),
        };
        var claims = new JsonObject { ["sub"] = ClientId, ["email"] = "robot@idp.example.org", ["nbf"] = start.ToUnixTimeSeconds(), ["exp"] = end.ToUnixTimeSeconds(), ["jti"] = Guid.NewGuid().ToString() };
        claims["iss"] = fault switch { "issuer-slash" => issuer + "/", "unknown-issuer" => "http://other.example.org", _ => issuer };
        claims["aud"] = fault switch { "wrong-audience" => "another-client", "audience-list" => new JsonArray("another-client", Audience), _ => audience ?? Audience };
        if (fault == "unknown-user")
            claims["email"] = "nobody@idp.example.org";
        if (fault is "no-audience" or "no-issuer" or "no-claim")
            claims.Remove(fault switch { "no-audience" => "aud", "no-issuer" => "iss", _ => "email" });
        return claims;
    }

    /// <summary>A token with a fault in it, or a good one.</summary>
    public static string Token(OAuth2Store store, JsonObject claims, string fault) =>
        Jwt.Make(claims, fault switch { "alg-none" => null, "other-key" => new SigningKey("other"), _ => store.ProviderKey });

    private JsonObject Tokens(HttpContext context, string? audience, string fault)
    {
        var life = state.OAuth2.AccessLife ?? TimeSpan.FromMinutes(5);
        return new JsonObject
        {
            ["access_token"] = Token(state.OAuth2, Claims(Issuer(context), audience, fault, life), fault),
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)life.TotalSeconds,
        };
    }
}
