using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>Registers clients and deletes them; reading them is the metadata area's.</summary>
internal static class ClientWrites
{
    private const string Report = "One or more errors occurred, please see full details in import report.";
    private static readonly string[] s_grants = ["authorization_code", "refresh_token"];

    public static void Map(IEndpointRouteBuilder app, SandboxState state)
    {
        app.MapPost("/api/oAuth2Clients", (HttpContext context) => CreateAsync(context, state));
        app.MapDelete("/api/oAuth2Clients/{uid}", (HttpContext context, string uid) => DeleteAsync(context, state, uid));
    }

    private static async Task CreateAsync(HttpContext context, SandboxState state)
    {
        await CheckAuthorityAsync(context, state).ConfigureAwait(false);
        if (context.Response.HasStarted)
            return;
        var json = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false))!.AsObject();
        var key = state.Dialect <= Dialect.V41 ? "cid" : "clientId";
        var uid = (string?)json["id"] ?? new UidSource(Random.Shared.Next()).Next();
        if (state.Dialect >= Dialect.V42)
            CheckModern(json);
        if ((string?)json[key] is not { Length: > 0 } id)
            throw Refuse(state.Dialect, uid, Missing(state.Dialect, key));
        if (state.OAuth2.Find(id) is { } other)
            throw Refuse(state.Dialect, uid, Taken(state.Dialect, key, id, uid, other.Uid));
        json["id"] = uid;
        json["name"] ??= id;
        json[state.Dialect <= Dialect.V41 ? "redirectUris" : "scopes"] ??= state.Dialect <= Dialect.V41 ? new JsonArray() : "";
        state.Country.Put(OAuth2Client.Type, json);
        context.Response.Headers.Location = $"http://{context.Request.Host}/api/oAuth2Clients/{uid}";
        await WebMessage.WriteAsync(context, 201, null, response: ObjectReport(state.Dialect, uid)).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(HttpContext context, SandboxState state, string uid)
    {
        if (state.Country.Find(OAuth2Client.Type, uid) is not { } json)
            throw new WebMessageException(404, $"OAuth2Client with id {uid} could not be found.", "E1005");
        state.OAuth2.ForgetClient(new OAuth2Client(json).Id);
        state.Country.Remove(OAuth2Client.Type, uid);
        await WebMessage.WriteAsync(context, 200, null, response: ObjectReport(state.Dialect, uid)).ConfigureAwait(false);
    }

    private static async Task CheckAuthorityAsync(HttpContext context, SandboxState state)
    {
        if (state.Dialect >= Dialect.V42)
            await context.RequireAsync(state.Dialect, "F_OAUTH2_CLIENT_MANAGE").ConfigureAwait(false);
        else if (!context.CurrentUser().Has("F_OAUTH2_CLIENT_MANAGE"))
            throw new WebMessageException(403, "You don't have the proper permissions to create this object.", "E1006");
    }

    private static void CheckModern(JsonObject json)
    {
        foreach (var grant in ((string?)json["authorizationGrantTypes"])?.Split(',') ?? [])
        {
            if (!s_grants.Contains(grant))
                throw new WebMessageException(409, $"Missing required property `Invalid authorization grant type: {grant}. Only authorization_code and refresh_token are allowed.`", "E1004");
        }
        foreach (var redirect in ((string?)json["redirectUris"])?.Split(',') ?? [])
        {
            if (!redirect.StartsWith("http", StringComparison.Ordinal) && redirect != Devices.Redirect)
                throw new WebMessageException(409, $"Missing required property `Redirect URI not in deviceEnrollmentRedirectAllowlist: {redirect}`", "E1004");
        }
    }

    private static WebMessageException Refuse(Dialect dialect, string uid, JsonObject error) =>
        new(409, Report) { Response = ObjectReport(dialect, uid, error) };

    private static JsonObject Missing(Dialect dialect, string key)
    {
        var error = new JsonObject { ["message"] = $"Missing required property `{key}`" };
        if (dialect >= Dialect.V41)
            error["args"] = new JsonArray(key);
        error["mainKlass"] = Klass(dialect);
        error["errorCode"] = "E4000";
        error["errorKlass"] = "java.lang.String";
        error["errorProperty"] = key;
        error["errorProperties"] = new JsonArray(key);
        return error;
    }

    private static JsonObject Taken(Dialect dialect, string key, string value, string uid, string other)
    {
        var what = $"{value} [{uid}] ({Klass(dialect)[(Klass(dialect).LastIndexOf('.') + 1)..]})";
        var error = new JsonObject { ["message"] = $"Property `{key}` with value `{value}` on object {what} already exists on object {other}" };
        if (dialect >= Dialect.V41)
            error["args"] = new JsonArray(key, value, what, other);
        error["mainKlass"] = Klass(dialect);
        error["errorCode"] = "E5003";
        error["mainId"] = other;
        error["errorProperty"] = key;
        error["errorProperties"] = new JsonArray(key, value, what, other);
        return error;
    }

    private static string Klass(Dialect dialect) =>
        dialect <= Dialect.V41 ? "org.hisp.dhis.security.oauth2.OAuth2Client" : "org.hisp.dhis.security.oauth2.client.Dhis2OAuth2Client";

    private static JsonObject ObjectReport(Dialect dialect, string uid, JsonObject? error = null) => new()
    {
        ["uid"] = uid,
        ["klass"] = Klass(dialect),
        ["errorReports"] = error is null ? new JsonArray() : new JsonArray(error),
        ["responseType"] = "ObjectReport",
    };
}
