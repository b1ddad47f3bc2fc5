using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Patches the sharing of many objects in one request.</summary>
internal sealed class BulkSharingEndpoints(SandboxState state, ObjectStore store)
{
    private const string PatchKlass = "org.hisp.dhis.commons.jackson.jsonpatch.JsonPatchException";

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPatch("/api/{type}/sharing", PatchTypeAsync);
        app.MapPatch("/api/metadata/sharing", PatchTypesAsync);
    }

    // One patch for many objects of a type.
    private async Task PatchTypeAsync(HttpContext context, string type)
    {
        if (!await ObjectEndpoints.IsServedAsync(context, type, state.Dialect).ConfigureAwait(false))
            return;
        var body = await ReadAsync(context, type).ConfigureAwait(false);
        var patch = body["patch"] as JsonArray ?? [];
        await PatchAsync(context, [(type, (body[type] as JsonArray ?? []).Select(uid => ((string)uid!, patch)))]).ConfigureAwait(false);
    }

    // A patch for each object, of several types.
    private async Task PatchTypesAsync(HttpContext context)
    {
        var body = await ReadAsync(context, "").ConfigureAwait(false);
        await PatchAsync(context, body.Select(t => (t.Key, (t.Value as JsonObject ?? []).Select(o => (o.Key, o.Value as JsonArray ?? []))))).ConfigureAwait(false);
    }

    private async Task<JsonObject> ReadAsync(HttpContext context, string type)
    {
        if (WriteRequest.ContentType(context) != "application/json-patch+json")
        {
            throw state.Dialect == Dialect.V40
                ? new WebMessageException(404, $"{TypeNames.Klass(type)} with id sharing could not be found.", "E1005")
                : WriteRequest.WrongContentType(context, state.Dialect);
        }
        return WriteRequest.Parse(await WriteRequest.ReadAsync(context).ConfigureAwait(false)) as JsonObject ?? [];
    }

    private async Task PatchAsync(HttpContext context, IEnumerable<(string Type, IEnumerable<(string Uid, JsonArray Patch)> Objects)> types)
    {
        if (!context.CurrentUser().IsSuper)
            throw new WebMessageException(403, "You don't have the proper permissions to update this object.", "E1006");
        var reports = new List<(ReportCounts, JsonObject)>();
        var atomic = context.Request.Query["atomic"] == "true";
        var failed = false;
        lock (store.Gate)
        {
            var changes = new List<Change>();
            foreach (var (type, objects) in types)
                changes.Add(Prepare(type, objects));
            failed = changes.Exists(c => c.Errors.Count > 0);
            foreach (var change in changes)
            {
                var counts = new ReportCounts { Updated = failed && atomic ? 0 : change.Objects.Count };
                if (counts.Updated > 0)
                    store.Put(change.Type, change.Objects);
                reports.Add((counts, Reports.OfType(counts, change.Errors, TypeNames.Find(change.Type)?.Klass ?? PatchKlass)));
            }
        }
        var status = !failed ? "OK" : reports.Exists(r => r.Item1.Updated > 0) ? "WARNING" : "ERROR";
        await Reports.WriteImportAsync(context, Reports.OfImport(status, reports)).ConfigureAwait(false);
    }

    private Change Prepare(string type, IEnumerable<(string Uid, JsonArray Patch)> objects)
    {
        var change = new Change(type, [], []);
        if (TypeNames.Find(type) is not { } name)
        {
            change.Errors.Add(Reports.OfObject(PatchKlass, null, [ErrorReport.Make(state.Dialect, "E6002", $"Class name {type} is not supported", PatchKlass, [type])], 0));
            return change;
        }
        foreach (var (uid, patch) in objects)
        {
            if (store.Find(type, uid) is { } stored)
            {
                var copy = store.Copy(type, stored);
                new JsonPatch(state.Dialect, type).Apply(copy, JsonPatch.Operations(patch, state.Dialect));
                change.Objects.Add(copy);
                continue;
            }
            var error = ErrorReport.Make(state.Dialect, "E4014", $"Invalid UID `{uid}` for property `{name.Singular}`", name.Klass, [uid, name.Singular]);
            change.Errors.Add(Reports.OfObject(name.Klass, uid, [error], 0));
        }
        return change;
    }

    private sealed record Change(string Type, List<JsonObject> Objects, JsonArray Errors);
}
