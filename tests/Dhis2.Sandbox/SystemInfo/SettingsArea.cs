using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.SystemInfo;

/// <summary>Settings of the system: what is asked for, written and put back, one or several at once.</summary>
internal sealed class SettingsArea : ISandboxArea
{
    private const string Authority = "F_SYSTEM_SETTING";

    private SandboxState _state = null!;

    private bool IsOld => _state.Dialect <= Dialect.V41;

    public void Map(IEndpointRouteBuilder app, SandboxState state)
    {
        _state = state;
        app.MapGet("/api/systemSettings", (HttpContext context) => Answer.JsonAsync(context, List(context.Request.Query["key"])));
        app.MapGet("/api/systemSettings/{key}", GetAsync);
        app.MapPost("/api/systemSettings", SetManyAsync);
        app.MapPost("/api/systemSettings/{key}", SetOneAsync);
        app.MapDelete("/api/systemSettings", DeleteManyAsync);
        app.MapDelete("/api/systemSettings/{key}", DeleteOneAsync);
    }

    // Of chosen keys the older versions show those that hold something, and the newer all, even those there are not.
    private JsonObject List(IEnumerable<string?> keys)
    {
        var chosen = keys.OfType<string>().ToList();
        if (chosen.Count == 0)
            return _state.Settings.List();
        return new JsonObject(chosen.Select(k => KeyValuePair.Create(k, _state.Settings.Get(k) ?? (IsOld ? null : JsonValue.Create("")))).Where(p => p.Value is not null));
    }

    private Task GetAsync(HttpContext context, string key)
    {
        if (!_state.Settings.IsKnown(key) && _state.Dialect > Dialect.V40)
            throw _state.Dialect == Dialect.V41 ? new WebMessageException(404, "Setting does not exist or is marked as confidential", "E1005") : Unknown(key);
        var value = _state.Settings.Get(key);
        if (context.Request.Headers.Accept.ToString().StartsWith("text/plain", StringComparison.Ordinal))
            return Answer.TextAsync(context, 200, "text/plain;charset=UTF-8", value?.ToString() ?? "");
        return Answer.JsonAsync(context, new JsonObject { [key] = value ?? "" });
    }

    private async Task SetOneAsync(HttpContext context, string key)
    {
        if (!await context.RequireAsync(_state.Dialect, Authority).ConfigureAwait(false))
            return;
        var text = context.Request.Query["value"].FirstOrDefault() ?? await BodyAsync(context).ConfigureAwait(false);
        if (text.Length == 0)
        {
            if (IsOld)
                throw new WebMessageException(409, "Value must be specified as query param or as payload");
            await HtmlPage.WriteAsync(context, 400, "Invalid request parameters.").ConfigureAwait(false);
            return;
        }
        Check([key], single: true);
        _state.Settings.Set(key, text);
        await WebMessage.WriteAsync(context, 200, $"System setting '{key}' set to value '{text}'.").ConfigureAwait(false);
    }

    // A JSON text loses its quotes from 2.42 on, and keeps them before.
    private async Task<string> BodyAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
        return !IsOld && context.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true && text.StartsWith('"') ? JsonSerializer.Deserialize<string>(text)! : text;
    }

    private async Task SetManyAsync(HttpContext context)
    {
        if (!await context.RequireAsync(_state.Dialect, Authority).ConfigureAwait(false))
            return;
        var settings = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false))!.AsObject();
        Check([.. settings.Select(s => s.Key)], single: false);
        foreach (var (key, value) in settings)
            _state.Settings.Set(key, value?.ToString() ?? "");
        await WebMessage.WriteAsync(context, 200, "System settings imported").ConfigureAwait(false);
    }

    private async Task DeleteOneAsync(HttpContext context, string key)
    {
        if (!await context.RequireAsync(_state.Dialect, Authority).ConfigureAwait(false))
            return;
        Check([key], single: true);
        _state.Settings.Reset(key);
        await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
    }

    private async Task DeleteManyAsync(HttpContext context)
    {
        if (IsOld)
        {
            await UnknownPath.WrongMethodAsync(context, _state.Dialect).ConfigureAwait(false);
            return;
        }
        if (!await context.RequireAsync(_state.Dialect, Authority).ConfigureAwait(false))
            return;
        foreach (var key in context.Request.Query["key"].OfType<string>())
            _state.Settings.Reset(key);
        await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
    }

    private void Check(IReadOnlyList<string> keys, bool single)
    {
        var unknown = keys.Where(k => !_state.Settings.IsKnown(k)).ToList();
        if (unknown.Count == 0)
            return;
        throw IsOld ? new WebMessageException(409, $"{(single ? "Key" : "Key(s)")} is not supported: {string.Join(", ", unknown)}") : Unknown(unknown[0]);
    }

    private static WebMessageException Unknown(string key) => new(404, $"Setting does not exist: {key}", "E1005");
}
