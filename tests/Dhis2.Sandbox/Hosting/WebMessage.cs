using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Dhis2.Sandbox.Hosting;

/// <summary>The server's envelope of errors and of most writes.</summary>
internal static class WebMessage
{
    /// <summary>Answers with an envelope, its keys in the server's order.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="message">The message; null leaves the key out.</param>
    /// <param name="outcome">OK, WARNING or ERROR; by the HTTP status where null.</param>
    public static Task WriteAsync(HttpContext context, int status, string? message, string? errorCode = null,
        JsonObject? response = null, string? devMessage = null, string? outcome = null)
    {
        // From 2.42 on the errors of exceptions are sent without a charset, and reports with one.
        var bare = status >= 400 && response is null && context.RequestServices.GetRequiredService<SandboxState>().Dialect >= Dialect.V42;
        var text = Create(status, message, errorCode, response, devMessage, outcome).ToJsonString(SandboxJson.Options);
        return Answer.TextAsync(context, status, bare ? "application/json" : Answer.Json, text);
    }

    public static JsonObject Create(int status, string? message, string? errorCode = null,
        JsonObject? response = null, string? devMessage = null, string? outcome = null)
    {
        var envelope = new JsonObject
        {
            ["httpStatus"] = ReasonPhrases.GetReasonPhrase(status),
            ["httpStatusCode"] = status,
            ["status"] = outcome ?? (status < 400 ? "OK" : "ERROR"),
        };
        if (message is not null)
            envelope["message"] = message;
        if (devMessage is not null)
            envelope["devMessage"] = devMessage;
        if (response is not null)
            envelope["response"] = response;
        if (errorCode is not null)
            envelope["errorCode"] = errorCode;
        return envelope;
    }
}
