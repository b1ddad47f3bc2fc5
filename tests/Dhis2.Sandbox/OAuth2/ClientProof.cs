using System.Text;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>Who a client of 2.42 and later is: by Basic, by form, by a signed assertion, or, with PKCE, by name alone.</summary>
internal sealed class ClientProof(SandboxState state)
{
    private const string Invalid = "invalid_client";
    private const string Assertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly TimeSpan s_skew = TimeSpan.FromSeconds(60);

    /// <summary>The client; else why not, or null where nothing that could prove one was sent.</summary>
    public (OAuth2Client? Client, string? Refusal) Read(HttpContext context, IFormCollection form)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(header[6..])).Split(':', 2).Select(Unescape).ToArray();
            return BySecret(pair[0], pair.ElementAtOrDefault(1) ?? "", "client_secret_basic");
        }
        var id = form["client_id"].ToString();
        if (form["client_assertion_type"] == Assertion)
            return ByAssertion(context, id, form["client_assertion"].ToString());
        if (form["client_secret"].Count > 0)
            return BySecret(id, form["client_secret"].ToString(), "client_secret_post");
        // A public client is known by its verifier, which the grant checks.
        if (form["grant_type"] != "authorization_code" || form["code_verifier"].Count == 0)
            return (null, null);
        return state.OAuth2.Find(id) is { } client && client.Methods.Contains("none") ? (client, null) : (null, Invalid);
    }

    private (OAuth2Client? Client, string? Refusal) BySecret(string id, string secret, string method) =>
        state.OAuth2.Find(id) is { } client && client.Methods.Contains(method) && client.HasSecret(secret) ? (client, null) : (null, Invalid);

    private (OAuth2Client? Client, string? Refusal) ByAssertion(HttpContext context, string id, string assertion)
    {
        var now = DateTimeOffset.UtcNow;
        var isGood = state.OAuth2.Find(id) is { Keys: { } keys } client && Jwt.Read(assertion) is { } jwt && jwt.IsSignedBy(keys)
            && (string?)jwt.Claims["iss"] == id && (string?)jwt.Claims["sub"] == id
            && jwt.Audience.Any(a => a == Discovery.Issuer(context) || a == Discovery.Issuer(context) + "oauth2/token")
            && jwt.Time("exp") is { } end && end + s_skew > now && !(jwt.Time("nbf") - s_skew > now);
        return isGood ? (state.OAuth2.Find(id), null) : (null, Invalid);
    }

    // A form's escapes, as RFC 6749 has them in the header, too.
    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
