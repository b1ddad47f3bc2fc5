using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Hosting;

/// <summary>Writes small whole answers.</summary>
internal static class Answer
{
    public const string Json = "application/json;charset=UTF-8";

    public static async Task TextAsync(HttpContext context, int status, string? contentType, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        if (contentType is not null)
            context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    public static Task JsonAsync(HttpContext context, JsonNode? node, int status = 200) =>
        TextAsync(context, status, Json, node?.ToJsonString(SandboxJson.Options) ?? "null");

    /// <summary>A status, and neither a body nor a content type.</summary>
    public static Task EmptyAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = status is 204 or 304 ? null : 0;
        return Task.CompletedTask;
    }

    public static Task RedirectAsync(HttpContext context, string location, int status = 302)
    {
        context.Response.Headers.Location = location;
        return EmptyAsync(context, status);
    }
}
