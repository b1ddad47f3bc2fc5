using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>The token endpoint of 2.40 and 2.41: tokens that are names, one a client and user.</summary>
internal sealed class LegacyTokens(SandboxState state)
{
    private const int Life = 43_200;

    public async Task AnswerAsync(HttpContext context)
    {
        if (await ReadClientAsync(context).ConfigureAwait(false) is not { } client)
            return;
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await RefuseAsync(context, 405, "method_not_allowed", $"Request method '{context.Request.Method}' not supported").ConfigureAwait(false);
            return;
        }
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false) : FormCollection.Empty;
        var grant = form["grant_type"].ToString();
        if (grant.Length == 0)
            await RefuseAsync(context, 400, "invalid_request", "Missing grant type").ConfigureAwait(false);
        else if (!client.Grants.Contains(grant))
            await UnauthorizedGrantAsync(context).ConfigureAwait(false);
        else
            await GrantAsync(context, client, grant, form).ConfigureAwait(false);
    }

    private static Task UnauthorizedGrantAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_client\", error_description=\"Unauthorized grant type\"";
        return RefuseAsync(context, 401, "invalid_client", "Unauthorized grant type");
    }

    private Task GrantAsync(HttpContext context, OAuth2Client client, string grant, IFormCollection form) => grant switch
    {
        "password" => PasswordAsync(context, client, form),
        "authorization_code" => CodeAsync(context, client, form),
        "refresh_token" => RefreshAsync(context, client, form),
        "client_credentials" => Answer.JsonAsync(context, Tokens(client, null, isNew: false)),
        _ => RefuseAsync(context, 400, "unsupported_grant_type", $"Unsupported grant type: {grant}"),
    };

    private Task PasswordAsync(HttpContext context, OAuth2Client client, IFormCollection form)
    {
        var user = state.Users.Find(form["username"].ToString());
        if (user is null || user.Password != form["password"])
            return RefuseAsync(context, 400, "invalid_grant", "Bad credentials");
        return user.Disabled ? RefuseAsync(context, 400, "invalid_grant", "User is disabled") : Answer.JsonAsync(context, Tokens(client, user.Username, isNew: false));
    }

    private Task CodeAsync(HttpContext context, OAuth2Client client, IFormCollection form)
    {
        if (!state.OAuth2.Codes.TryRemove(form["code"].ToString(), out var code) || code.Grant.ClientId != client.Id)
            return RefuseAsync(context, 400, "invalid_grant", "Invalid authorization code");
        return code.Redirect != form["redirect_uri"]
            ? RefuseAsync(context, 400, "invalid_grant", "Redirect URI mismatch.")
            : Answer.JsonAsync(context, Tokens(client, code.Grant.Username, isNew: false));
    }

    private Task RefreshAsync(HttpContext context, OAuth2Client client, IFormCollection form) =>
        state.OAuth2.RefreshTokens.TryGetValue(form["refresh_token"].ToString(), out var grant) && grant.ClientId == client.Id
            ? Answer.JsonAsync(context, Tokens(client, grant.Username, isNew: true))
            : RefuseAsync(context, 400, "invalid_grant", "Invalid refresh token");

    // The same token as long as it lives, with what is left of its life; a refresh ends it.
    private JsonObject Tokens(OAuth2Client client, string? username, bool isNew)
    {
        var store = state.OAuth2;
        var now = DateTimeOffset.UtcNow;
        var token = store.AccessTokens.FirstOrDefault(t => t.Value.ClientId == client.Id && t.Value.Username == username && t.Value.Ends > now).Key;
        if (token is null || isNew)
        {
            if (token is not null)
                store.AccessTokens.TryRemove(token, out _);
            token = OAuth2Store.NewSecret();
            store.AccessTokens[token] = new Grant(client.Id, username, [], now + (store.AccessLife ?? TimeSpan.FromSeconds(Life)));
        }
        var json = new JsonObject { ["access_token"] = token, ["token_type"] = "bearer" };
        if (username is not null && client.Grants.Contains("refresh_token"))
            json["refresh_token"] = store.RefreshTokens.FirstOrDefault(t => t.Value.ClientId == client.Id && t.Value.Username == username).Key
                ?? store.AddRefreshToken(new Grant(client.Id, username, [], now), TimeSpan.FromDays(30));
        json["expires_in"] = (int)(store.AccessTokens[token].Ends - now).TotalSeconds;
        json["scope"] = "ALL";
        return json;
    }

    // By Basic alone, and as written: nothing is unescaped.
    private async Task<OAuth2Client?> ReadClientAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var pair = header.StartsWith("Basic ", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromBase64String(header[6..])).Split(':', 2) : null;
        if (pair?.Length == 2)
        {
            if (state.OAuth2.Find(pair[0]) is not { } client)
            {
                await HtmlPage.WriteAsync(context, 500, "Invalid client_id", "org.springframework.security.oauth2.provider.ClientRegistrationException: Invalid client_id").ConfigureAwait(false);
                return null;
            }
            if (client.HasSecret(pair[1]))
                return client;
        }
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"oauth2/client\"";
        await HtmlPage.WriteAsync(context, 401, "Unauthorized").ConfigureAwait(false);
        return null;
    }

    private static Task RefuseAsync(HttpContext context, int status, string error, string description) =>
        Answer.JsonAsync(context, new JsonObject { ["error"] = error, ["error_description"] = description }, status);
}
