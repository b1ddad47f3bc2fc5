using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Dhis2.Sandbox.Faults;

/// <summary>Faults of paging, as when others write while a list is read.</summary>
internal static class SpoiltPage
{
    /// <summary>Serves the page before the one asked for as if it were the one.</summary>
    public static async Task DuplicateAsync(HttpContext context, RequestDelegate next)
    {
        var query = QueryHelpers.ParseQuery(context.Request.QueryString.Value);
        var asked = int.TryParse(query.TryGetValue("page", out var text) ? text.ToString() : "1", CultureInfo.InvariantCulture, out var page) ? page : 1;
        query["page"] = Math.Max(1, asked - 1).ToString(CultureInfo.InvariantCulture);
        context.Request.QueryString = QueryString.Create(query);
        await RewriteAsync(context, next, pager => pager["page"] = asked).ConfigureAwait(false);
    }

    public static Task ChangeTotalAsync(HttpContext context, RequestDelegate next, int by) =>
        RewriteAsync(context, next, pager =>
        {
            var total = (int)pager["total"]! + by;
            var size = Math.Max(1, (int)pager["pageSize"]!);
            pager["total"] = total;
            pager["pageCount"] = (total + size - 1) / size;
        });

    private static async Task RewriteAsync(HttpContext context, RequestDelegate next, Action<JsonObject> change)
    {
        var body = await SpoiltBody.CollectAsync(context, next).ConfigureAwait(false);
        if (context.Response.StatusCode == 200 && JsonNode.Parse(body) is JsonObject root && root["pager"] is JsonObject pager)
        {
            change(pager);
            body = Encoding.UTF8.GetBytes(root.ToJsonString(SandboxJson.Options));
        }
        await SpoiltBody.WriteAsync(context, body).ConfigureAwait(false);
    }
}
