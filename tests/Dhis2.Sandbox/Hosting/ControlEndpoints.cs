using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Hosting;

/// <summary>What tests of other processes ask the sandbox itself, and tell it to do.</summary>
internal static class ControlEndpoints
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    public static async Task<bool> TryAnswerAsync(HttpContext context, SandboxState state)
    {
        // The provider beside the server is no control: what it is asked is logged, and can fail.
        if (!context.Request.Path.StartsWithSegments("/_sandbox", out var rest) || rest.StartsWithSegments("/provider"))
            return false;
        switch (context.Request.Method, rest.Value)
        {
            case ("GET", "/requests"):
                await Answer.JsonAsync(context, new JsonArray([.. state.Log.Requests.Select(Describe)])).ConfigureAwait(false);
                break;
            case ("DELETE", "/requests"):
                state.Log.Clear();
                await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
                break;
            case ("POST", "/faults"):
                await AddAsync(context, state).ConfigureAwait(false);
                break;
            case ("DELETE", "/faults"):
                state.Faults.Clear();
                await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
                break;
            case ("POST", "/jobs"):
                await TestJobs.AnswerAsync(context, state).ConfigureAwait(false);
                break;
            case ("POST", "/users"):
                await ChangeUserAsync(context, state).ConfigureAwait(false);
                break;
            case ("POST", "/range-proxy"):
                state.RangeProxy.Serve(context.Request.Query["path"]);
                await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
                break;
            case ("DELETE", "/sessions"):
                state.Sessions.Clear();
                await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
                break;
            case ("DELETE", "/tokens"):
                state.Tokens.Clear();
                await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
                break;
            case ("DELETE", { } path) when path.StartsWith("/tokens/", StringComparison.Ordinal):
                state.Tokens.Revoke(path["/tokens/".Length..]);
                await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
                break;
            case ("POST", "/clock"):
                await SetClockAsync(context, state).ConfigureAwait(false);
                break;
            case ("DELETE", "/access-tokens"):
                state.OAuth2.ForgetAccessTokens();
                await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
                break;
            case ("DELETE", "/refresh-tokens"):
                state.OAuth2.ForgetRefreshTokens();
                await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
                break;
            default:
                await Answer.EmptyAsync(context, 404).ConfigureAwait(false);
                break;
        }
        return true;
    }

    private static async Task AddAsync(HttpContext context, SandboxState state)
    {
        try
        {
            var fault = await JsonSerializer.DeserializeAsync<Fault>(context.Request.Body, s_options, context.RequestAborted).ConfigureAwait(false);
            state.Faults.Add(fault!.Kind == FaultKind.Recorded ? RecordedAnswer.Place(fault, state.Dialect) : fault);
            await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            await Answer.TextAsync(context, 400, "text/plain", e.Message).ConfigureAwait(false);
        }
    }

    // {"username":"reader","twoFactor":true}: what an administrator, or too many wrong passwords, would have done.
    private static async Task ChangeUserAsync(HttpContext context, SandboxState state)
    {
        var change = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        var user = state.Users[(string)change!["username"]!];
        user.Disabled = (bool?)change["disabled"] ?? user.Disabled;
        user.Locked = (bool?)change["locked"] ?? user.Locked;
        user.AccountExpired = (bool?)change["accountExpired"] ?? user.AccountExpired;
        user.PasswordExpired = (bool?)change["passwordExpired"] ?? user.PasswordExpired;
        user.TwoFactor = (bool?)change["twoFactor"] ?? user.TwoFactor;
        await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
    }

    // {"offsetSeconds": 600} sets the server's clock ten minutes ahead.
    private static async Task SetClockAsync(HttpContext context, SandboxState state)
    {
        var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        state.Clock.Offset = TimeSpan.FromSeconds((double?)body?["offsetSeconds"] ?? 0);
        await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
    }

    private static JsonObject Describe(LoggedRequest request) => new()
    {
        ["method"] = request.Method,
        ["path"] = request.Path,
        ["headers"] = new JsonObject(request.Headers.Select(h => KeyValuePair.Create(h.Key, (JsonNode?)h.Value))),
        ["body"] = request.Body,
        ["bodyLength"] = request.BodyLength,
        ["user"] = request.User,
        ["at"] = request.At.ToString("O"),
        ["milliseconds"] = request.Elapsed.TotalMilliseconds,
        ["status"] = request.Status,
        ["fault"] = request.Fault,
        ["error"] = request.Error,
    };
}
