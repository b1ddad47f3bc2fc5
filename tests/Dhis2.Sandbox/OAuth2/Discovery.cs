using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>What the OAuth2 server of 2.42 and later tells of itself, more than it grants included.</summary>
internal static class Discovery
{
    public static string Issuer(HttpContext context) => $"http://{context.Request.Host}/";

    public static JsonObject OAuth(HttpContext context, Dialect dialect)
    {
        var root = Issuer(context);
        var json = new JsonObject { ["issuer"] = root, ["authorization_endpoint"] = root + "oauth2/authorize" };
        if (dialect >= Dialect.V43)
            json["pushed_authorization_request_endpoint"] = root + "oauth2/par";
        json["device_authorization_endpoint"] = root + "oauth2/device_authorization";
        json["token_endpoint"] = root + "oauth2/token";
        json["token_endpoint_auth_methods_supported"] = Methods();
        json["jwks_uri"] = root + "oauth2/jwks";
        json["response_types_supported"] = new JsonArray("code");
        json["grant_types_supported"] = new JsonArray(
            "authorization_code", "client_credentials", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange");
        json["revocation_endpoint"] = root + "oauth2/revoke";
        json["revocation_endpoint_auth_methods_supported"] = Methods();
        json["introspection_endpoint"] = root + "oauth2/introspect";
        json["introspection_endpoint_auth_methods_supported"] = Methods();
        json["code_challenge_methods_supported"] = new JsonArray("S256");
        json["tls_client_certificate_bound_access_tokens"] = true;
        json["dpop_signing_alg_values_supported"] = new JsonArray("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
        return json;
    }

    public static JsonObject OpenId(HttpContext context, Dialect dialect)
    {
        var root = Issuer(context);
        var json = OAuth(context, dialect);
        json["userinfo_endpoint"] = root + "userinfo";
        json["end_session_endpoint"] = root + "connect/logout";
        json["subject_types_supported"] = new JsonArray("public");
        json["id_token_signing_alg_values_supported"] = new JsonArray("RS256");
        json["scopes_supported"] = new JsonArray("openid");
        json["registration_endpoint"] = root + "connect/register";
        return json;
    }

    private static JsonArray Methods() => ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"];
}
