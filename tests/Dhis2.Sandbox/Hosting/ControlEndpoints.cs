using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Hosting;

/// <summary>What tests of other processes ask the sandbox itself: <c>/_sandbox/requests</c>, <c>/_sandbox/faults</c>, <c>/_sandbox/jobs</c> and what is to be forgotten.</summary>
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
            case ("DELETE", "/sessions"):
                state.Sessions.Clear();
                await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
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
            state.Faults.Add(fault!);
            await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            await Answer.TextAsync(context, 400, "text/plain", e.Message).ConfigureAwait(false);
        }
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
