using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Sharing of one object: the shape of today at the object's own address, and the old one at an address for all types.</summary>
internal sealed partial class SharingEndpoints(SandboxState state, ObjectStore store)
{
    private const string Klass = "org.hisp.dhis.user.sharing.Sharing";

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/api/{type}/{uid}/sharing", PutAsync);
        app.MapGet("/api/sharing", GetOldAsync);
        app.MapPut("/api/sharing", PutOldAsync);
        app.MapPost("/api/sharing", PutOldAsync);
    }

    private bool HasExternal => state.Dialect is Dialect.V40 or Dialect.V42;

    // What is wrong is told, and stored all the same.
    private async Task PutAsync(HttpContext context, string type, string uid)
    {
        if (!await ObjectEndpoints.IsServedAsync(context, type, state.Dialect).ConfigureAwait(false))
            return;
        var body = await WriteRequest.ReadObjectAsync(context, state.Dialect, Klass).ConfigureAwait(false);
        foreach (var name in (string[])["users", "userGroups"])
        {
            if (body[name] is JsonArray)
                throw new WebMessageException(WriteRequest.Unreadable(state.Dialect), "Cannot deserialize value of type `java.util.LinkedHashMap` from Array value (token `JsonToken.START_ARRAY`)");
        }
        lock (store.Gate)
        {
            var json = ObjectEndpoints.Require(state, store, context.CurrentUser(), type, uid);
            if (TypeRules.HasSharing(type))
                Store(type, json, body["owner"], (string?)body["public"], body["users"] as JsonObject ?? [], body["userGroups"] as JsonObject ?? []);
        }
        if (Judge(type, (string?)body["public"]) is { } error)
            await Reports.WriteTypeAsync(context, new ReportCounts(), [Reports.OfObject(Klass, null, [error], 0)]).ConfigureAwait(false);
        else
            await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
    }

    private void Store(string type, JsonObject json, JsonNode? owner, string? access, JsonObject users, JsonObject userGroups)
    {
        var changed = json.DeepClone().AsObject();
        changed["sharing"] = new JsonObject { ["owner"] = owner?.DeepClone(), ["public"] = access, ["users"] = users.DeepClone(), ["userGroups"] = userGroups.DeepClone() };
        store.Put(type, [changed]);
    }

    private JsonObject? Judge(string type, string? access)
    {
        if (!TypeRules.HasSharing(type))
            return Error(type, "E3016", "Data sharing is not enabled for this object", []);
        if (access is null)
            return null;
        if (!AccessText().IsMatch(access))
            return Error(type, "E3015", $"Invalid public access string: `{access}`", [access]);
        return access[2..4] != "--" && !TypeRules.HasDataSharing(type) ? Error(type, "E3016", "Data sharing is not enabled for this object", []) : null;
    }

    private JsonObject Error(string type, string code, string message, JsonArray values) =>
        ErrorReport.Make(state.Dialect, code, message, Klass, values, errorKlass: TypeNames.FullKlass(type));

    private async Task GetOldAsync(HttpContext context)
    {
        if (await FindOldAsync(context).ConfigureAwait(false) is not var (type, json))
            return;
        var sharing = store.Copy(type, json)["sharing"]!.AsObject();
        var meta = new JsonObject { ["allowPublicAccess"] = true };
        var shown = new JsonObject { ["id"] = (string?)json["id"], ["name"] = (string?)json["name"], ["displayName"] = (string?)json["name"] };
        if (sharing["public"] is { } access)
            shown["publicAccess"] = access.DeepClone();
        if (HasExternal)
        {
            meta["allowExternalAccess"] = false;
            shown["externalAccess"] = false;
        }
        if (state.Users.All.FirstOrDefault(u => u.Uid == (string?)sharing["owner"]) is { } owner)
            shown["user"] = new JsonObject { ["id"] = owner.Uid, ["name"] = owner.Name };
        shown["userGroupAccesses"] = Accesses(sharing, "userGroups");
        shown["userAccesses"] = Accesses(sharing, "users");
        await Answer.JsonAsync(context, new JsonObject { ["meta"] = meta, ["object"] = shown }).ConfigureAwait(false);
    }

    private JsonArray Accesses(JsonObject sharing, string type) => new([.. (sharing[type] as JsonObject ?? []).Select(a => new JsonObject
    {
        ["id"] = a.Key,
        ["name"] = (string?)store.Find(type, a.Key)?["name"],
        ["displayName"] = (string?)store.Find(type, a.Key)?["name"],
        ["access"] = (string?)a.Value?["access"],
    })]);

    private async Task PutOldAsync(HttpContext context)
    {
        if (await FindOldAsync(context).ConfigureAwait(false) is not var (type, json))
            return;
        if (!context.CurrentUser().IsSuper)
            throw new WebMessageException(403, "You do not have manage access to this object.", state.Dialect >= Dialect.V42 ? "E1006" : null);
        var body = (await WriteRequest.ReadObjectAsync(context, state.Dialect, "org.hisp.dhis.webapi.webdomain.sharing.Sharing").ConfigureAwait(false))["object"] as JsonObject;
        var access = (string?)body?["publicAccess"];
        if (access is not null && !AccessText().IsMatch(access))
            throw new WebMessageException(409, $"Invalid public access string: {access}");
        // Access to data that a type does not have is taken for none, and unknown users and groups are left out.
        if (access is not null && !TypeRules.HasDataSharing(type))
            access = access[..2] + "------";
        lock (store.Gate)
            Store(type, json, store.Copy(type, json)["sharing"]!["owner"], access, Map(body?["userAccesses"], "users"), Map(body?["userGroupAccesses"], "userGroups"));
        await WebMessage.WriteAsync(context, 200, "Access control set").ConfigureAwait(false);
    }

    private JsonObject Map(JsonNode? accesses, string type) => new((accesses as JsonArray ?? []).Where(a => store.Exists(type, (string)a!["id"]!))
        .Select(a => KeyValuePair.Create((string)a!["id"]!, (JsonNode?)new JsonObject { ["id"] = (string)a["id"]!, ["access"] = (string?)a["access"] })));

    private async Task<(string Type, JsonObject Json)?> FindOldAsync(HttpContext context)
    {
        var (singular, uid) = (context.Request.Query["type"].ToString(), context.Request.Query["id"].ToString());
        if (singular.Length == 0)
        {
            await HtmlPage.WriteAsync(context, 400, "Required parameter 'type' is not present.").ConfigureAwait(false);
            return null;
        }
        if (TypeNames.FindSingular(singular) is not { } type || !TypeRules.HasSharing(type.Plural))
            throw new WebMessageException(409, $"Type {singular} is not supported.");
        return (type.Plural, store.Find(type.Plural, uid) ?? throw new WebMessageException(404, $"Object of type {singular} with ID {uid} was not found."));
    }

    [GeneratedRegex("^(--|r-|rw)(--|r-|rw)----$")]
    private static partial Regex AccessText();
}
