using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.SystemInfo;

/// <summary>What the server tells of itself: information, new uids, schemas.</summary>
internal sealed class SystemArea : ISandboxArea
{
    private const int MostUids = 10_000;

    private readonly UidSource _uids = new(Environment.TickCount);
    private SandboxState _state = null!;

    public void Map(IEndpointRouteBuilder app, SandboxState state)
    {
        _state = state;
        app.MapGet("/api/system/ping", (HttpContext context) => Answer.TextAsync(context, 200, Wanted(context, "text/plain;charset=UTF-8"), "pong"));
        app.MapGet("/api/system/info", (HttpContext context) => Accepts.Json(context.Request)
            ? Answer.JsonAsync(context, SystemInformation.Make(state.Dialect, context.Request.Host.ToString(), context.CurrentUser().IsSuper, state.Clock.Now))
            : HtmlPage.WriteAsync(context, 406, "Acceptable representations: [application/json, application/javascript]."));
        app.MapGet("/api/system/id", UidsAsync);
        app.MapGet("/api/schemas", SchemasAsync);
        app.MapGet("/api/schemas/{name}", SchemaAsync);
    }

    private static string Wanted(HttpContext context, string otherwise) =>
        context.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal) ? Answer.Json : otherwise;

    private Task UidsAsync(HttpContext context)
    {
        var text = context.Request.Query["limit"].FirstOrDefault() ?? "1";
        if (!int.TryParse(text, CultureInfo.InvariantCulture, out var limit))
        {
            var message = $"For input string: \"{text}\"";
            return WebMessage.WriteAsync(context, 400, _state.Dialect == Dialect.V40 ? message : $"Value '{text}' is not valid for parameter limit. {message}");
        }
        var codes = new JsonArray();
        lock (_uids)
        {
            for (var i = 0; i < Math.Min(limit, MostUids); i++)
                codes.Add(_uids.Next());
        }
        return Answer.JsonAsync(context, new JsonObject { ["codes"] = codes });
    }

    private static Task SchemasAsync(HttpContext context)
    {
        var wanted = context.Request.Query["fields"].FirstOrDefault()?.Split(',');
        var schemas = new JsonArray([.. TypeNames.All.Select(t => Schema(t, wanted))]);
        return Answer.JsonAsync(context, new JsonObject { ["schemas"] = schemas });
    }

    private Task SchemaAsync(HttpContext context, string name) => TypeNames.FindSingular(name) is { } type
        ? Answer.JsonAsync(context, Schema(type, context.Request.Query["fields"].FirstOrDefault()?.Split(',')))
        : WebMessage.WriteAsync(context, 404, $"Type {name} does not exist.", _state.Dialect == Dialect.V40 ? null : "E1005");

    private static JsonObject Schema(TypeName type, string[]? wanted)
    {
        var schema = new JsonObject { ["klass"] = type.Klass, ["singular"] = type.Singular, ["plural"] = type.Plural, ["name"] = type.Name };
        if (type.Endpoint.Length > 0)
            schema["relativeApiEndpoint"] = type.Endpoint;
        foreach (var key in schema.Select(p => p.Key).Where(k => wanted is not null && !wanted.Contains(k)).ToList())
            schema.Remove(key);
        return schema;
    }
}
