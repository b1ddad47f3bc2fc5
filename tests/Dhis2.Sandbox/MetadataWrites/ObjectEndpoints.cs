using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Jobs;
using Dhis2.Sandbox.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Creates, replaces, patches and deletes single objects of any type.</summary>
internal sealed class ObjectEndpoints(SandboxState state, ObjectStore store)
{
    private readonly ObjectDeletion _deletion = new(store);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/{type}", CreateAsync);
        app.MapPut("/api/{type}/{uid}", ReplaceAsync);
        app.MapPatch("/api/{type}/{uid}", PatchAsync);
        app.MapDelete("/api/{type}/{uid}", DeleteAsync);
    }

    public static bool IsUid(string uid) => uid.Length == 11 && char.IsAsciiLetter(uid[0]) && uid.All(char.IsAsciiLetterOrDigit);

    /// <summary>Answers where the server has no such type; false then.</summary>
    public static async Task<bool> IsServedAsync(HttpContext context, string type, Dialect dialect)
    {
        if (TypeNames.HasEndpoint(type))
            return true;
        await UnknownPath.WriteAsync(context, dialect).ConfigureAwait(false);
        return false;
    }

    /// <summary>The object at an address, for a user who may change it.</summary>
    public static JsonObject Require(SandboxState state, ObjectStore store, SandboxUser user, string type, string uid, string action = "update")
    {
        var json = store.Find(type, uid);
        if (json is null || (state.Dialect >= Dialect.V41 && !Visibility.IsReadable(json["sharing"] as JsonObject, user)))
            throw new WebMessageException(404, $"{TypeNames.Klass(type)} with id {uid} could not be found.", "E1005");
        return user.IsSuper ? json : throw Forbidden(action);
    }

    private static WebMessageException Forbidden(string action) => new(403, $"You don't have the proper permissions to {action} this object.", "E1006");

    private async Task CreateAsync(HttpContext context, string type)
    {
        if (!await IsServedAsync(context, type, state.Dialect).ConfigureAwait(false))
            return;
        var json = await WriteRequest.ReadObjectAsync(context, state.Dialect, TypeNames.FullKlass(type)).ConfigureAwait(false);
        if (!context.CurrentUser().IsSuper)
            throw Forbidden("create");
        ObjectChecks.CheckReadable(type, json, WriteRequest.Unreadable(state.Dialect));
        if (context.Request.Query["importMode"] == "VALIDATE")
            throw new WebMessageException(500, "Cannot invoke \"org.hisp.dhis.feedback.ObjectReport.isEmpty()\" because \"objectReport\" is null");
        // A single object is stored without its translations.
        json.Remove("translations");
        var uid = ObjectStore.Uid(json) ?? JobBoard.NewUid();
        json["id"] = uid;
        var errors = new JsonArray();
        lock (store.Gate)
        {
            if (store.Find(type, uid) is { } taken)
                errors.Add(ErrorReport.Taken(state.Dialect, type, taken));
            else
                errors = Store(type, json, null, new WriteOptions(), context.CurrentUser());
        }
        if (errors.Count == 0)
            context.Response.Headers.Location = $"http://{context.Request.Host}/api/{type}/{uid}";
        await Reports.WriteObjectAsync(context, type, uid, errors, 201).ConfigureAwait(false);
    }

    private async Task ReplaceAsync(HttpContext context, string type, string uid)
    {
        if (!await IsServedAsync(context, type, state.Dialect).ConfigureAwait(false))
            return;
        Require(state, store, context.CurrentUser(), type, uid);
        var json = await WriteRequest.ReadObjectAsync(context, state.Dialect, TypeNames.FullKlass(type)).ConfigureAwait(false);
        ObjectChecks.CheckReadable(type, json, WriteRequest.Unreadable(state.Dialect));
        json["id"] = uid;
        var query = context.Request.Query;
        var options = new WriteOptions(query["skipSharing"] == "true", query["skipTranslation"] == "true");
        var validates = query["importMode"] == "VALIDATE";
        JsonArray errors;
        lock (store.Gate)
            errors = Store(type, json, Require(state, store, context.CurrentUser(), type, uid), options, context.CurrentUser(), validates);
        if (validates && errors.Count == 0)
            await WebMessage.WriteAsync(context, 200, null).ConfigureAwait(false);
        else
            await Reports.WriteObjectAsync(context, type, uid, errors).ConfigureAwait(false);
    }

    private async Task PatchAsync(HttpContext context, string type, string uid)
    {
        if (!await IsServedAsync(context, type, state.Dialect).ConfigureAwait(false))
            return;
        if (WriteRequest.ContentType(context) != "application/json-patch+json")
        {
            throw state.Dialect > Dialect.V40
                ? WriteRequest.WrongContentType(context, state.Dialect)
                : new WebMessageException(400, WriteRequest.ContentType(context) == "application/json" ? "Payload can not contain objects or arrays." : "Unknown payload format.", "E1003");
        }
        Require(state, store, context.CurrentUser(), type, uid);
        var patch = await JsonPatch.ReadAsync(context, state.Dialect).ConfigureAwait(false);
        JsonArray errors;
        lock (store.Gate)
        {
            var stored = Require(state, store, context.CurrentUser(), type, uid);
            var changed = store.Copy(type, stored);
            new JsonPatch(state.Dialect, type).Apply(changed, patch);
            ObjectChecks.CheckReadable(type, changed, 400);
            errors = Store(type, changed, stored, new WriteOptions(), context.CurrentUser());
        }
        await Reports.WriteObjectAsync(context, type, uid, errors).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context, string type, string uid)
    {
        if (!await IsServedAsync(context, type, state.Dialect).ConfigureAwait(false))
            return;
        if (state.Dialect >= Dialect.V43 && !IsUid(uid))
            throw new WebMessageException(400, $"Value '{uid}' is not valid for path parameter uid. UID must be an alphanumeric string of 11 characters starting with a letter, but was: {uid}");
        JsonObject? veto;
        lock (store.Gate)
        {
            var json = Require(state, store, context.CurrentUser(), type, uid, "delete");
            veto = _deletion.Delete(type, json);
            if (veto is null && Defaults.Holds(uid))
                uid = "";
        }
        if (uid.Length == 0)
            await WebMessage.WriteAsync(context, 200, null).ConfigureAwait(false);
        else
            await Reports.WriteObjectAsync(context, type, uid, veto is null ? [] : [veto], errorOutcome: "WARNING").ConfigureAwait(false);
    }

    // Checks an object and stores it where nothing is wrong.
    private JsonArray Store(string type, JsonObject json, JsonObject? old, WriteOptions options, SandboxUser user, bool validates = false)
    {
        var uid = (string?)old?["id"] ?? (string)json["id"]!;
        var errors = new ObjectChecks(store).Check(type, json, uid);
        if (errors.Any)
            return new JsonArray([.. errors.All]);
        if (validates)
            return [];
        store.Put(type, [store.Prepare(type, json, old, options, user)]);
        if (type == "categoryCombos")
            new OptionComboMaker(store).Make(uid);
        return [];
    }
}
