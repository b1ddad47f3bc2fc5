using System.Globalization;
using Dhis2.Client.Json;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>What the refusals of an OAuth2 server mean, and what to do. An answer may be empty, a page or a code.</summary>
internal static class OAuth2Errors
{
    private const int LongestSaying = 300;

    /// <summary>The error of a token request.</summary>
    public static Dhis2OAuth2Exception OfToken(OAuth2Answer answer, OAuth2Endpoints endpoints, GrantForm grant, OAuth2Options options)
    {
        var code = answer.Json is { } json ? json.Text("error") : null;
        // DHIS2's own OAuth2 server answers a wrong client with an empty 401 (2.42 on) or an HTML page (2.40, 2.41).
        var meant = code ?? (answer.Status == 401 || answer.Page == "Invalid client_id" ? "invalid_client" : null);
        var (reason, action) = Meaning(meant, answer, endpoints.Kind, grant.Kind, options);
        return Make(answer, $"{Subject(grant.Kind, reason, options)}: {Said(answer, code, grant, options)}", reason, code, action);
    }

    /// <summary>The server has no OAuth2 server of its own, or keeps it off.</summary>
    public static Dhis2OAuth2Exception NoServer(OAuth2Answer answer) => Make(
        answer,
        "The server gives out no OAuth2 tokens itself: its own OAuth2 server is off",
        AuthenticationReason.OAuth2Refused,
        null,
        "Have oauth2.server.enabled set to on in dhis.conf (2.42 and later), or use a provider that the server trusts: -Issuer or -TokenEndpoint.");

    public static Dhis2OAuth2Exception NoProvider(Uri issuer, OAuth2Answer answer) => Make(
        answer,
        $"No OpenID provider answers at {issuer}",
        AuthenticationReason.OAuth2Refused,
        null,
        "Check the issuer: its address with /.well-known/openid-configuration behind it must show a document; or give -TokenEndpoint.");

    public static Dhis2OAuth2Exception OtherProvider(Uri issuer, string? name) => new(
        $"The provider at {issuer} calls itself '{name}': tokens of one issuer are not for another.",
        200,
        AuthenticationReason.OAuth2Refused,
        null,
        "Give the issuer exactly as the provider and the server's dhis.conf write it.");

    /// <summary>The user, or the server for them, said no in the browser.</summary>
    public static Dhis2OAuth2Exception OfLogin(string error, string? description, OAuth2Options options)
    {
        var action = error switch
        {
            "access_denied" => "Log in again, and allow all that is asked for.",
            "invalid_scope" => "Ask only for scopes that the client is registered with, and have 'username' among them: -Scope username.",
            "unauthorized_client" => "Have the grant authorization_code allowed for the client.",
            _ => "Check how the client is registered: its grants, its scopes and the redirect http://127.0.0.1/.",
        };
        var what = error == "access_denied" ? "The login was not allowed" : $"The login of client '{options.ClientId}' was refused";
        return new Dhis2OAuth2Exception($"{what}: {Clean(error)}{(description is null ? "" : $" ({Clean(description)})")}.", 401, AuthenticationReason.OAuth2Refused, Clean(error), action);
    }

    /// <summary>Only a user can open this session, and nobody may be asked.</summary>
    /// <param name="server">The server.</param>
    /// <param name="refused">Why the refresh token that was kept is refused, where one was.</param>
    public static Dhis2OAuth2Exception NeedsUser(Uri server, Dhis2OAuth2Exception? refused) => new(
        $"A session with {server} needs a user who logs in with a browser, and nobody may be asked here.{(refused is null ? "" : " " + refused.Message)}",
        401,
        AuthenticationReason.OAuth2Refused,
        refused?.Error,
        "Connect with Connect-Dhis2 at a prompt. A profile that can keep its refresh token (with its client secret in a vault, or with -AllowPlaintextSecret) needs that once.",
        inner: refused);

    /// <summary>Nothing is left to renew the session with.</summary>
    /// <param name="server">The server.</param>
    /// <param name="refused">Why the last refresh token is refused; null where there never was one.</param>
    public static Dhis2OAuth2Exception Ended(Uri server, Dhis2OAuth2Exception? refused) => refused is null
        ? new(
            $"The OAuth2 session with {server} has ended, and there is no refresh token to renew it with: a public client of DHIS2 gets none.",
            401,
            AuthenticationReason.SessionEnded,
            null,
            "Connect again; for longer work register a client with a secret, which gets refresh tokens, or use a personal access token.")
        : new(refused.Message, refused.StatusCode, AuthenticationReason.SessionEnded, refused.Error, refused.RecommendedAction, inner: refused) { Request = refused.Request };

    private static (AuthenticationReason Reason, string Action) Meaning(string? code, OAuth2Answer answer, EndpointKind kind, GrantKind grant, OAuth2Options options) => code switch
    {
        "invalid_grant" when grant == GrantKind.Refresh => (AuthenticationReason.SessionEnded, "Connect again: the refresh token has expired or was revoked."),
        "invalid_grant" => (AuthenticationReason.OAuth2Refused, "Connect again: the code is good once and for a few minutes only."),
        "unauthorized_client" or "unsupported_grant_type" when grant == GrantKind.ClientCredentials && kind != EndpointKind.Provider => (AuthenticationReason.OAuth2Refused, OwnCredentials),
        "invalid_client" when grant == GrantKind.ClientCredentials && kind == EndpointKind.OldServer && answer.Json is not null => (AuthenticationReason.OAuth2Refused, OwnCredentials),
        "invalid_client" => (AuthenticationReason.OAuth2Refused, ClientAdvice(kind, options)),
        "unauthorized_client" or "unsupported_grant_type" => (AuthenticationReason.OAuth2Refused, "Have this grant allowed for the client where it is registered."),
        "invalid_scope" => (AuthenticationReason.OAuth2Refused, "Ask only for scopes that the client is registered with: -Scope."),
        _ when answer.Status is >= 200 and < 300 => (AuthenticationReason.OAuth2Refused, "Check that the address is that of a token endpoint."),
        _ when answer.Status is >= 300 and < 400 or 404 or 405 => (AuthenticationReason.OAuth2Refused, "Check the address of the token endpoint; the server's own OAuth2 server may be off (oauth2.server.enabled in dhis.conf)."),
        _ when answer.Status >= 500 => (AuthenticationReason.ServerTrouble, "The OAuth2 server failed; its log says why. With the scope 'email' DHIS2 fails for users without an e-mail address: leave it out."),
        _ => (AuthenticationReason.OAuth2Refused, "Check how the client is registered, and what its OAuth2 server logs."),
    };

    private const string OwnCredentials =
        "DHIS2 itself grants client credentials to enrolled devices only (2.42 and later): use their key with -ClientKeyPath, or -TokenEndpoint of an external provider; or log in with -Interactive.";

    private static string ClientAdvice(EndpointKind kind, OAuth2Options options)
    {
        if (options.ClientKey is not null)
            return "Check -ClientId, -ClientKeyId and that the key belongs to the client.";
        var secret = options.ClientSecret is null ? "Check -ClientId; a client registered with a secret needs -ClientSecret." : "Check -ClientId and -ClientSecret.";
        return kind == EndpointKind.Server ? secret + " DHIS2 stores secrets as they are sent to it and compares them as BCrypt hashes: one registered in plain text never matches." : secret;
    }

    private static string Subject(GrantKind grant, AuthenticationReason reason, OAuth2Options options) => grant switch
    {
        GrantKind.Refresh when reason == AuthenticationReason.SessionEnded => "The OAuth2 session has ended and its renewal is refused",
        GrantKind.Refresh => "The OAuth2 session could not be renewed",
        _ => $"No OAuth2 token for the client '{options.ClientId}'",
    };

    // error_description is masked: a provider may repeat the secret that was sent.
    private static string Said(OAuth2Answer answer, string? code, GrantForm grant, OAuth2Options options)
    {
        var description = answer.Json is { } json ? json.Text("error_description") ?? json.Text("message") : answer.Page;
        var text = string.Join(": ", new[] { code, description }.Where(s => !string.IsNullOrWhiteSpace(s)));
        if (text.Length == 0)
            return answer.IsEmpty ? "the answer is empty" : "the answer holds no token";
        foreach (var secret in grant.Fields.Where(f => f.Key is "code" or "refresh_token" or "code_verifier").Select(f => f.Value).Append(options.ClientSecret))
            text = string.IsNullOrEmpty(secret) ? text : text.Replace(secret!, "***");
        return Clean(text);
    }

    private static string Clean(string text)
    {
        text = new string([.. text.Where(c => !char.IsControl(c))]);
        return text.Length > LongestSaying ? text.Remove(LongestSaying) + "..." : text;
    }

    private static Dhis2OAuth2Exception Make(OAuth2Answer answer, string message, AuthenticationReason reason, string? code, string action) => new(
        $"{message} ({answer.Request} answered {answer.Status.ToString(CultureInfo.InvariantCulture)}).", answer.Status, reason, code is null ? null : Clean(code), action)
    { Request = answer.Request };
}
