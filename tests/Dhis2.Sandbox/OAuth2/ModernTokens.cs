using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>The token endpoint of 2.42 and later. What is wrong with the client is a 401, often without a word.</summary>
internal sealed class ModernTokens(SandboxState state)
{
    private readonly ClientProof _proof = new(state);

    public async Task AnswerAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false) : FormCollection.Empty;
        var (client, refusal) = _proof.Read(context, form);
        if (client is null)
        {
            await (refusal is null ? Answer.EmptyAsync(context, 401) : RefuseAsync(context, 401, refusal)).ConfigureAwait(false);
            return;
        }
        await (form["grant_type"].ToString() switch
        {
            "authorization_code" => CodeAsync(context, client, form),
            "refresh_token" => RefreshAsync(context, client, form),
            "client_credentials" => CredentialsAsync(context, client, form),
            _ => UnsupportedAsync(context),
        }).ConfigureAwait(false);
    }

    private Task CodeAsync(HttpContext context, OAuth2Client client, IFormCollection form)
    {
        var name = form["code"].ToString();
        if (!state.OAuth2.Codes.TryGetValue(name, out var code) || code.Grant.ClientId != client.Id || code.Grant.Ends < DateTimeOffset.UtcNow
            || code.Redirect != form["redirect_uri"] || !IsProved(code, form["code_verifier"]))
            return RefuseAsync(context, 400, "invalid_grant");
        if (!state.OAuth2.Codes.TryRemove(name, out _))
            return RefuseAsync(context, 400, "invalid_grant");
        if (code.Grant.Scopes.Contains("email"))
            return HtmlPage.WriteAsync(context, 500, "User has no email address, cannot include 'email' claim", "java.lang.IllegalStateException");
        var refresh = client.Methods.Contains("none") || !client.Grants.Contains("refresh_token")
            ? null
            : state.OAuth2.AddRefreshToken(code.Grant, client.Life("refresh-token", 3600));
        return Answer.JsonAsync(context, Tokens(context, client, code.Grant, refresh));
    }

    private static bool IsProved(AuthorizationCode code, string? verifier) =>
        code.Challenge is null || (verifier is not null && Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == code.Challenge);

    private Task RefreshAsync(HttpContext context, OAuth2Client client, IFormCollection form)
    {
        var token = form["refresh_token"].ToString();
        if (!state.OAuth2.RefreshTokens.TryGetValue(token, out var grant) || grant.ClientId != client.Id || grant.Ends < DateTimeOffset.UtcNow)
            return RefuseAsync(context, 400, "invalid_grant");
        var scopes = form["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (scopes.Except(grant.Scopes).Any())
            return RefuseAsync(context, 400, "invalid_scope");
        if (!client.ReusesRefreshTokens)
        {
            state.OAuth2.RefreshTokens.TryRemove(token, out _);
            token = state.OAuth2.AddRefreshToken(grant, client.Life("refresh-token", 3600));
        }
        return Answer.JsonAsync(context, Tokens(context, client, scopes.Length == 0 ? grant : grant with { Scopes = scopes }, token));
    }

    private Task CredentialsAsync(HttpContext context, OAuth2Client client, IFormCollection form)
    {
        if (!client.Grants.Contains("client_credentials"))
            return RefuseAsync(context, 400, "unauthorized_client");
        var scopes = form["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return scopes.Except(client.Scopes).Any()
            ? RefuseAsync(context, 400, "invalid_scope")
            : Answer.JsonAsync(context, Tokens(context, client, new Grant(client.Id, client.Owner, scopes, default), null, isOfUser: false));
    }

    private static Task UnsupportedAsync(HttpContext context) => Answer.JsonAsync(context, new JsonObject
    {
        ["error_description"] = "OAuth 2.0 Parameter: grant_type",
        ["error"] = "unsupported_grant_type",
        ["error_uri"] = "https://datatracker.ietf.org/doc/html/rfc6749#section-5.2",
    }, 400);

    private JsonObject Tokens(HttpContext context, OAuth2Client client, Grant grant, string? refresh, bool isOfUser = true)
    {
        var life = state.OAuth2.AccessLife ?? client.Life("access-token", 300);
        var claims = Claims(context, client, grant, life, isOfUser ? grant.Username : client.Id);
        var json = new JsonObject { ["access_token"] = Jwt.Make(claims, state.OAuth2.ServerKey) };
        if (refresh is not null)
            json["refresh_token"] = refresh;
        if (grant.Scopes.Count > 0)
            json["scope"] = string.Join(' ', grant.Scopes);
        // Asked for anew with less scope, the id token comes along all the same.
        if (isOfUser)
            json["id_token"] = Jwt.Make(Claims(context, client, grant, TimeSpan.FromMinutes(30), grant.Username), state.OAuth2.ServerKey);
        json["token_type"] = "Bearer";
        json["expires_in"] = Math.Max(0, (int)life.TotalSeconds - 1);
        return json;
    }

    private static JsonObject Claims(HttpContext context, OAuth2Client client, Grant grant, TimeSpan life, string? subject)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new JsonObject
        {
            ["sub"] = subject,
            ["aud"] = client.Id,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["scope"] = new JsonArray([.. grant.Scopes.Select(s => (JsonNode)s)]),
            ["iss"] = Discovery.Issuer(context),
            ["exp"] = (now + life).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
        };
        if (grant.Scopes.Contains("username"))
            claims["username"] = grant.Username;
        return claims;
    }

    private static Task RefuseAsync(HttpContext context, int status, string error) => Answer.JsonAsync(context, new JsonObject { ["error"] = error }, status);
}
