using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>Creates, replaces, patches and deletes SQL views, as far as the tests of their data need it.</summary>
internal static class SqlViewWrites
{
    private const string Klass = "org.hisp.dhis.sqlview.SqlView";

    private static readonly string[] s_types = ["QUERY", "MATERIALIZED_VIEW", "VIEW"];

    public static void Map(IEndpointRouteBuilder app, SandboxState state, SqlRelations relations)
    {
        app.MapPost("/api/sqlViews", (HttpContext context) => CreateAsync(context, state));
        app.MapPut("/api/sqlViews/{uid}", (HttpContext context, string uid) => ReplaceAsync(context, state, relations, uid));
        app.MapPatch("/api/sqlViews/{uid}", (HttpContext context, string uid) => PatchAsync(context, state, relations, uid));
        app.MapDelete("/api/sqlViews/{uid}", (HttpContext context, string uid) => DeleteAsync(context, state, relations, uid));
    }

    private static async Task CreateAsync(HttpContext context, SandboxState state)
    {
        if (!context.CurrentUser().Has("F_SQLVIEW_PUBLIC_ADD"))
            throw new WebMessageException(403, "You don't have the proper permissions to create this object.", "E1006");
        var json = await ReadAsync(context, state).ConfigureAwait(false);
        var uid = (string?)json["id"] ?? NewUid();
        if (state.Country.Find(SqlView.PluralName, uid) is { } there)
        {
            var what = $"{there["name"]} [{uid}] (SqlView)";
            throw Conflict(state.Dialect, uid, what);
        }
        json["id"] = uid;
        Store(json, context, state);
        context.Response.Headers.Location = $"http://{context.Request.Host}/api/sqlViews/{uid}";
        await WebMessage.WriteAsync(context, 201, null, response: Report(uid, [])).ConfigureAwait(false);
    }

    private static async Task ReplaceAsync(HttpContext context, SandboxState state, SqlRelations relations, string uid)
    {
        relations.Find(uid, context.CurrentUser());
        var json = await ReadAsync(context, state).ConfigureAwait(false);
        json["id"] = uid;
        Store(json, context, state);
        await WebMessage.WriteAsync(context, 200, null, response: Report(uid, [])).ConfigureAwait(false);
    }

    private static async Task PatchAsync(HttpContext context, SandboxState state, SqlRelations relations, string uid)
    {
        relations.Find(uid, context.CurrentUser());
        var json = state.Country.Find(SqlView.PluralName, uid)!.DeepClone().AsObject();
        var patch = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        foreach (var step in patch!.AsArray())
        {
            var property = ((string)step!["path"]!).TrimStart('/');
            if ((string?)step["op"] == "remove")
                json.Remove(property);
            else
                json[property] = step["value"]?.DeepClone();
        }
        Store(json, context, state);
        await WebMessage.WriteAsync(context, 200, null, response: Report(uid, [])).ConfigureAwait(false);
    }

    private static Task DeleteAsync(HttpContext context, SandboxState state, SqlRelations relations, string uid)
    {
        relations.Find(uid, context.CurrentUser());
        state.Country.Remove(SqlView.PluralName, uid);
        relations.Drop(uid);
        return WebMessage.WriteAsync(context, 200, null, response: Report(uid, []));
    }

    private static async Task<JsonObject> ReadAsync(HttpContext context, SandboxState state)
    {
        var json = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false) as JsonObject
            ?? throw new JsonException("An object is wanted.");
        var type = (string?)json["type"];
        if (type is null || s_types.Contains(type))
            return json;
        throw new WebMessageException(state.Dialect >= Dialect.V43 ? 409 : 500,
            $"Cannot deserialize value of type `org.hisp.dhis.sqlview.SqlViewType` from String \"{type}\": not one of the values accepted for Enum class: [{string.Join(", ", s_types)}]");
    }

    private static void Store(JsonObject json, HttpContext context, SandboxState state)
    {
        var sharing = json["sharing"] as JsonObject;
        if (sharing is null)
            json["sharing"] = sharing = new JsonObject { ["public"] = "--------", ["users"] = new JsonObject(), ["userGroups"] = new JsonObject() };
        sharing["owner"] ??= context.CurrentUser().Uid;
        // Two of the versions know of no external sharing, and drop it.
        if (state.Dialect is Dialect.V41 or Dialect.V43)
            sharing.Remove("external");
        state.Country.Put(SqlView.PluralName, json);
    }

    private static WebMessageException Conflict(Dialect dialect, string uid, string what)
    {
        var error = new JsonObject { ["message"] = $"Found matching object for reference, but import mode is CREATE. Identifier was UID, and object was {what}." };
        if (dialect >= Dialect.V41)
            error["args"] = new JsonArray("UID", what);
        error["mainKlass"] = Klass;
        error["errorCode"] = "E5000";
        error["mainId"] = uid;
        error["errorProperties"] = new JsonArray("UID", what);
        return new WebMessageException(409, "One or more errors occurred, please see full details in import report.") { Response = Report(uid, [error]) };
    }

    private static JsonObject Report(string uid, JsonArray errors) => new()
    {
        ["uid"] = uid,
        ["klass"] = Klass,
        ["errorReports"] = errors,
        ["responseType"] = "ObjectReport",
    };

    private static string NewUid() => "v" + Guid.NewGuid().ToString("N")[..10];
}
