using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.SystemInfo;

/// <summary>Settings of a user: his own, or those of another.</summary>
internal sealed class UserSettingsArea : ISandboxArea
{
    private readonly Dictionary<(string User, string Key), string> _set = [];
    private SandboxState _state = null!;

    public void Map(IEndpointRouteBuilder app, SandboxState state)
    {
        _state = state;
        app.MapGet("/api/userSettings", (HttpContext context) => Answer.JsonAsync(context, List(Owner(context))));
        app.MapGet("/api/userSettings/{key}", (HttpContext context, string key) => Answer.TextAsync(context, 200, "text/plain;charset=UTF-8", Known(Owner(context), key)!.ToString()));
        app.MapPost("/api/userSettings/{key}", SetAsync);
        app.MapDelete("/api/userSettings/{key}", DeleteAsync);
    }

    private JsonObject List(string user)
    {
        var notify = _state.Dialect <= Dialect.V41;
        var settings = new JsonObject
        {
            ["keyMessageSmsNotification"] = notify,
            ["keyStyle"] = "light_blue/light_blue.css",
            ["keyUiLocale"] = "en",
            ["keyAnalysisDisplayProperty"] = "name",
            ["keyMessageEmailNotification"] = notify,
        };
        if (_state.Dialect >= Dialect.V42)
        {
            settings["keyDbLocale"] = "en";
            settings["keyTrackerDashboardLayout"] = "";
        }
        lock (_set)
        {
            foreach (var ((_, key), value) in _set.Where(s => s.Key.User == user))
                settings[key] = value;
        }
        return settings;
    }

    // Who may not look at another's is told 401 before 2.42, and is not kept from it later.
    private string Owner(HttpContext context)
    {
        var me = context.CurrentUser();
        var asked = context.Request.Query["user"].FirstOrDefault() ?? me.Username;
        return asked == me.Username || me.IsSuper || _state.Dialect >= Dialect.V42 ? asked : throw new WebMessageException(401, $"You are not authorized to access user: {asked}");
    }

    private JsonNode? Known(string user, string key) => List(user).TryGetPropertyValue(key, out var value)
        ? value
        : throw (_state.Dialect <= Dialect.V41
            ? new WebMessageException(404, $"No user setting found with key: {key}")
            : new WebMessageException(404, $"Setting does not exist: {key}", "E1005"));

    private Task SetAsync(HttpContext context, string key)
    {
        Known(Owner(context), key);
        lock (_set)
            _set[(Owner(context), key)] = context.Request.Query["value"].FirstOrDefault() ?? "";
        return WebMessage.WriteAsync(context, 200, "User setting saved");
    }

    private Task DeleteAsync(HttpContext context, string key)
    {
        lock (_set)
            _set.Remove((Owner(context), key));
        return Answer.EmptyAsync(context, 200);
    }
}
