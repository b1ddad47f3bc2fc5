using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Adds members to collections and takes them out, one by one or many at once.</summary>
internal sealed class MemberEndpoints(SandboxState state, ObjectStore store)
{
    private const string One = "/api/{type}/{uid}/{property}/{member}";
    private const string Many = "/api/{type}/{uid}/{property}";

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(One, (HttpContext context, string type, string uid, string property, string member) => ChangeAsync(context, type, uid, property, [member], []));
        app.MapDelete(One, (HttpContext context, string type, string uid, string property, string member) => ChangeAsync(context, type, uid, property, [], [member]));
        app.MapPost(Many, async (HttpContext context, string type, string uid, string property) =>
        {
            var body = await ReadAsync(context).ConfigureAwait(false);
            await ChangeAsync(context, type, uid, property, [.. Ids(body, "identifiableObjects"), .. Ids(body, "additions")], Ids(body, "deletions")).ConfigureAwait(false);
        });
        app.MapPut(Many, async (HttpContext context, string type, string uid, string property) =>
        {
            var body = await ReadAsync(context).ConfigureAwait(false);
            await ChangeAsync(context, type, uid, property, Ids(body, "identifiableObjects"), null).ConfigureAwait(false);
        });
        app.MapDelete(Many, async (HttpContext context, string type, string uid, string property) =>
        {
            var body = await ReadAsync(context).ConfigureAwait(false);
            await ChangeAsync(context, type, uid, property, [], Ids(body, "identifiableObjects")).ConfigureAwait(false);
        });
    }

    private Task<JsonObject> ReadAsync(HttpContext context) => WriteRequest.ReadObjectAsync(context, state.Dialect, "org.hisp.dhis.common.IdentifiableObjects");

    // Members by code, or without anything, are nobody.
    private static List<string> Ids(JsonObject body, string key) =>
        [.. (body[key] as JsonArray ?? []).Select(o => (string?)o?["id"]).OfType<string>()];

    /// <param name="context">The request.</param>
    /// <param name="type">The type of the object.</param>
    /// <param name="uid">The object.</param>
    /// <param name="property">The collection.</param>
    /// <param name="add">Who comes in.</param>
    /// <param name="remove">Who goes out; null for all that are in.</param>
    private async Task ChangeAsync(HttpContext context, string type, string uid, string property, List<string> add, List<string>? remove)
    {
        if (!await ObjectEndpoints.IsServedAsync(context, type, state.Dialect).ConfigureAwait(false))
            return;
        var counts = new ReportCounts();
        lock (store.Gate)
        {
            var json = ObjectEndpoints.Require(state, store, context.CurrentUser(), type, uid);
            var source = MetadataIndex.ReverseSource(type, property);
            var members = source is { Whole: false } other ? TypeNames.Find(other.From) : source is null ? TypeRules.ReferredType(property) : null;
            if (members is null || members.Singular == property)
                throw NoCollection(type, json, property);
            if (source is { } reverse)
                ChangeOtherSide(reverse.From, reverse.Through, uid, add, remove ?? MembersOnOtherSide(reverse.From, reverse.Through, uid), counts);
            else
                ChangeOwn(type, json, property, [.. add.Where(id => store.Exists(members.Plural, id))], remove?.Where(id => store.Exists(members.Plural, id)).ToList(), counts);
        }
        await Reports.WriteTypeAsync(context, counts).ConfigureAwait(false);
    }

    private static WebMessageException NoCollection(string type, JsonObject json, string property) =>
        json.ContainsKey(property) || MetadataIndex.ReverseSource(type, property) is not null
            ? new WebMessageException(409, "Only identifiable object collections can be added to.", "E1004")
            : new WebMessageException(404, $"Property {property} does not exist on {TypeNames.FullKlass(type)}", "E1005");

    private void ChangeOwn(string type, JsonObject json, string property, List<string> add, List<string>? remove, ReportCounts counts)
    {
        var copy = json.DeepClone().AsObject();
        var members = (copy[property] as JsonArray ?? []).Select(m => (string)m!["id"]!).ToList();
        foreach (var id in remove ?? [.. members])
            Count(members.Remove(id), () => counts.Deleted++, counts);
        foreach (var id in add)
        {
            var isNew = !members.Contains(id);
            if (isNew)
                members.Add(id);
            Count(isNew, () => counts.Updated++, counts);
        }
        copy[property] = UserJson.References(members);
        store.Put(type, [copy]);
    }

    private List<string> MembersOnOtherSide(string from, string through, string uid) =>
        [.. store.Of(from).Where(o => (o[through] as JsonArray ?? []).Any(m => (string?)m!["id"] == uid)).Select(o => (string)o["id"]!)];

    private void ChangeOtherSide(string from, string through, string uid, List<string> add, List<string> remove, ReportCounts counts)
    {
        foreach (var id in remove)
        {
            if (store.Find(from, id) is { } other)
                ChangeOwn(from, other, through, [], [uid], counts);
        }
        foreach (var id in add)
        {
            if (store.Find(from, id) is { } other)
                ChangeOwn(from, other, through, [uid], [], counts);
        }
    }

    private static void Count(bool done, Action count, ReportCounts counts)
    {
        if (done)
            count();
        else
            counts.Ignored++;
    }
}
