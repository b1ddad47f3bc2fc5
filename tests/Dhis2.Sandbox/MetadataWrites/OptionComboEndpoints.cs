using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Makes the category option combinations that imports leave out: of one category combination, or of all.</summary>
internal sealed class OptionComboEndpoints(SandboxState state, ObjectStore store)
{
    private const string Path = "/api/maintenance/categoryOptionComboUpdate";

    private readonly OptionComboMaker _maker = new(store);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(Path, UpdateAllAsync);
        app.MapPost(Path + "/categoryCombo/{uid}", UpdateOneAsync);
    }

    private Task UpdateAllAsync(HttpContext context)
    {
        lock (store.Gate)
            store.Of("categoryCombos").ToList().ForEach(combo => _maker.Make((string)combo["id"]!));
        return state.Dialect >= Dialect.V43 ? WebMessage.WriteAsync(context, 200, null) : Answer.EmptyAsync(context, 204);
    }

    private Task UpdateOneAsync(HttpContext context, string uid)
    {
        IReadOnlyList<string> made;
        string? combo;
        lock (store.Gate)
        {
            combo = (string?)(store.Find("categoryCombos", uid) ?? throw new WebMessageException(409, $"CategoryCombo does not exist: {uid}"))["name"];
            made = _maker.Make(uid);
        }
        var response = new JsonObject { ["responseType"] = "ImportSummaries", ["status"] = "SUCCESS" };
        Count(response, made.Count)["total"] = made.Count;
        response["importSummaries"] = new JsonArray([.. made.Select(name => new JsonObject
        {
            ["responseType"] = "ImportSummary",
            ["status"] = "SUCCESS",
            ["description"] = $"Added missing category option combo: `{name}` for category combo: `{combo}`",
            ["importCount"] = Count([], 1),
            ["conflicts"] = new JsonArray(),
            ["rejectedIndexes"] = new JsonArray(),
        })]);
        return WebMessage.WriteAsync(context, 200, "Import was successful.", response: response);
    }

    private static JsonObject Count(JsonObject counts, int imported)
    {
        counts["imported"] = imported;
        foreach (var other in (string[])["updated", "ignored", "deleted"])
            counts[other] = 0;
        return counts;
    }
}
