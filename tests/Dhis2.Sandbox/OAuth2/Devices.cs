using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>Enrolment: a user gets a token for a device, and the device registers its public key with it.</summary>
internal sealed class Devices(SandboxState state)
{
    /// <summary>The one redirect on the list.</summary>
    public const string Redirect = "dhis2oauth://oauth";

    public Task EnrollAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["redirectUri"] != Redirect)
            return HtmlPage.WriteAsync(context, 400, "invalid_redirect_uri");
        var token = OAuth2Store.NewSecret();
        state.OAuth2.Enrolments[token] = context.CurrentUser().Username;
        return Answer.RedirectAsync(context, $"{Redirect}?iat={token}&state={query["state"]}");
    }

    public async Task RegisterAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false))!.AsObject();
        if (body["jwks"] is not JsonObject)
        {
            await Answer.JsonAsync(context, new JsonObject
            {
                ["error_description"] = "OpenID Connect 1.0 Client Registration Error: 'jwks' must be provided in registration",
                ["error"] = "invalid_request",
                ["error_uri"] = "https://openid.net/specs/openid-connect-registration-1_0.html#RegistrationError",
            }, 400).ConfigureAwait(false);
            return;
        }
        var header = context.Request.Headers.Authorization.ToString();
        if (!state.OAuth2.Enrolments.TryRemove(header.Replace("Bearer ", "", StringComparison.Ordinal), out var username))
        {
            await Answer.JsonAsync(context, new JsonObject { ["error"] = "invalid_token" }, 401).ConfigureAwait(false);
            return;
        }
        var id = OAuth2Store.NewSecret();
        Store(body, id, state.Users[username]);
        await Answer.JsonAsync(context, Registration(context, body, id), 201).ConfigureAwait(false);
    }

    private void Store(JsonObject body, string id, SandboxUser user) => state.Country.Put(OAuth2Client.Type, new JsonObject
    {
        ["id"] = new UidSource(Random.Shared.Next()).Next(),
        ["name"] = (string?)body["client_name"],
        ["clientId"] = id,
        ["clientAuthenticationMethods"] = "private_key_jwt",
        ["authorizationGrantTypes"] = "refresh_token,client_credentials,authorization_code",
        ["redirectUris"] = Redirect,
        ["scopes"] = ((string?)body["scope"] ?? "").Replace(' ', ','),
        ["jwks"] = body["jwks"]!.DeepClone(),
        ["createdBy"] = new JsonObject { ["id"] = user.Uid, ["code"] = null, ["name"] = user.Name, ["displayName"] = user.Name, ["username"] = user.Username },
    });

    private static JsonObject Registration(HttpContext context, JsonObject body, string id) => new()
    {
        ["token_endpoint_auth_signing_alg"] = body["token_endpoint_auth_signing_alg"]?.DeepClone(),
        ["grant_types"] = new JsonArray("refresh_token", "client_credentials", "authorization_code"),
        ["jwks"] = body["jwks"]!.DeepClone(),
        ["registration_client_uri"] = $"{Discovery.Issuer(context)}connect/register?client_id={id}",
        ["redirect_uris"] = new JsonArray(Redirect),
        ["client_id"] = id,
        ["token_endpoint_auth_method"] = "private_key_jwt",
        ["scope"] = body["scope"]?.DeepClone(),
        ["jwks_uri"] = body["jwks_uri"]?.DeepClone(),
        ["client_id_issued_at"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["client_name"] = body["client_name"]?.DeepClone(),
        ["response_types"] = new JsonArray("code"),
        ["id_token_signed_response_alg"] = "RS256",
        ["registration_access_token"] = OAuth2Store.NewSecret(),
    };
}
