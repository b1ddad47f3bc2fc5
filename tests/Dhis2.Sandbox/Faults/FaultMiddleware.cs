using System.Text.Json;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Faults;

/// <summary>Lets the faults happen that were asked for.</summary>
internal sealed class FaultMiddleware(SandboxState state)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var entry = RequestLog.Of(context);
        if (state.Faults.Take(entry.Method, entry.Path) is not { } fault)
            return next(context);
        entry.Fault = JsonNamingPolicy.KebabCaseLower.ConvertName(fault.Kind.ToString());
        return HappenAsync(fault, context, next);
    }

    private async Task HappenAsync(Fault fault, HttpContext context, RequestDelegate next)
    {
        // The other kinds spoil the answer of the work, or come before it.
        if (fault is { Handled: true, Kind: FaultKind.Status or FaultKind.Reset or FaultKind.LoginPage or FaultKind.Redirect or FaultKind.Empty or FaultKind.Html or FaultKind.Recorded })
            await SpoiltBody.CollectAsync(context, next).ConfigureAwait(false);
        if (fault.RetryAfter is not null)
            context.Response.Headers.RetryAfter = fault.RetryAfter;
        await (fault.Kind switch
        {
            FaultKind.Status => StatusAsync(fault, context),
            FaultKind.Stall => StallAsync(fault, context, next),
            FaultKind.Reset => ResetAsync(context),
            FaultKind.LoginPage => LoginPage.WriteAsync(context),
            FaultKind.Redirect => Answer.RedirectAsync(context, fault.Location ?? LoginPage.Address(context, state.Dialect), fault.Status == 0 ? 302 : fault.Status),
            FaultKind.Empty => Answer.EmptyAsync(context, fault.Status == 0 ? 200 : fault.Status),
            FaultKind.Html => HtmlPage.WriteAsync(context, fault.Status == 0 ? 500 : fault.Status, Text(fault)),
            FaultKind.Recorded => RecordedAnswer.SendAsync(fault, context, state.Dialect),
            FaultKind.ExpireSession => ExpireAsync(context, next),
            FaultKind.DuplicatePage => SpoiltPage.DuplicateAsync(context, next),
            FaultKind.TotalChanges => SpoiltPage.ChangeTotalAsync(context, next, fault.By),
            _ => SpoiltBody.SendAsync(fault, context, next),
        }).ConfigureAwait(false);
    }

    private static string? Text(Fault fault) => fault.Body switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } json => json.GetRawText(),
    };

    private static Task StatusAsync(Fault fault, HttpContext context)
    {
        var status = fault.Status == 0 ? 503 : fault.Status;
        if (Text(fault) is not { } text)
            return WebMessage.WriteAsync(context, status, "Injected fault");
        return Answer.TextAsync(context, status, fault.Body!.Value.ValueKind == JsonValueKind.String ? "text/plain" : Answer.Json, text);
    }

    private static async Task StallAsync(Fault fault, HttpContext context, RequestDelegate next)
    {
        if (await PauseAsync(fault.Milliseconds, context).ConfigureAwait(false))
            await next(context).ConfigureAwait(false);
    }

    private Task ExpireAsync(HttpContext context, RequestDelegate next)
    {
        state.Sessions.Clear();
        return next(context);
    }

    private static Task ResetAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Waits, for ever where milliseconds is 0; false when the client has gone away.</summary>
    internal static async Task<bool> PauseAsync(int milliseconds, HttpContext context)
    {
        try
        {
            await Task.Delay(milliseconds == 0 ? Timeout.Infinite : milliseconds, context.RequestAborted).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
