using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Hosting;

/// <summary>The way of a request: log, faults, head and version, credentials, area.</summary>
internal static class Pipeline
{
    // The real server closes a connection after so many requests.
    private const int RequestsPerConnection = 100;

    public static void Build(IApplicationBuilder app, SandboxState state, IEnumerable<ISandboxArea> areas)
    {
        var faults = new FaultMiddleware(state);
        var head = new RequestHead(state);
        var csrf = new CsrfProtection(state);
        var auth = new AuthMiddleware(state);
        app.Use(async (context, next) =>
        {
            if (!await ControlEndpoints.TryAnswerAsync(context, state).ConfigureAwait(false))
                await next(context).ConfigureAwait(false);
        });
        app.Use((context, next) =>
        {
            context.Response.Headers.Date = state.Clock.Now.ToString("R");
            return next(context);
        });
        app.Use((HttpContext context, RequestDelegate next) => state.Log.InvokeAsync(context, next));
        app.Use(CloseInTimeAsync);
        app.Use((HttpContext context, RequestDelegate next) => faults.InvokeAsync(context, next));
        app.Use((HttpContext context, RequestDelegate next) => state.RangeProxy.InvokeAsync(context, next));
        app.Use((HttpContext context, RequestDelegate next) => head.InvokeAsync(context, next));
        app.Use(CatchAsync);
        app.Use((HttpContext context, RequestDelegate next) => csrf.InvokeAsync(context, next));
        app.Use((HttpContext context, RequestDelegate next) => auth.InvokeAsync(context, next));
        app.UseRouting();
        app.Use((HttpContext context, RequestDelegate next) => RouteUse.InvokeAsync(context, next));
        app.Use((HttpContext context, RequestDelegate next) => WrongMethodAsync(context, next, state));
        app.UseEndpoints(endpoints =>
        {
            foreach (var area in areas)
                area.Map(endpoints, state);
        });
        app.Run(context => UnknownAsync(context, state));
    }

    private static Task CloseInTimeAsync(HttpContext context, RequestDelegate next)
    {
        var items = context.Features.Get<IConnectionItemsFeature>()!.Items;
        var served = items.TryGetValue(typeof(Pipeline), out var count) ? (int)count! + 1 : 1;
        items[typeof(Pipeline)] = served;
        if (served >= RequestsPerConnection)
            context.Response.Headers.Connection = "close";
        return next(context);
    }

    private static async Task CatchAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (WebMessageException e) when (!context.Response.HasStarted)
        {
            await WebMessage.WriteAsync(context, e.Status, e.Text, e.ErrorCode, e.Response, e.DevMessage).ConfigureAwait(false);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            // A fault of the sandbox itself: the log tells tests which.
            RequestLog.Of(context).Error = e.ToString();
            await WebMessage.WriteAsync(context, 500, e.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
    }

    // Routing knows the path but not with this method.
    private static Task WrongMethodAsync(HttpContext context, RequestDelegate next, SandboxState state) =>
        context.GetEndpoint()?.DisplayName == "405 HTTP Method Not Supported"
            ? UnknownPath.WrongMethodAsync(context, state.Dialect)
            : next(context);

    private static Task UnknownAsync(HttpContext context, SandboxState state)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path is "/api" or "/api/")
            return Answer.RedirectAsync(context, $"http://{context.Request.Host}/api/resources");
        if (path.StartsWith("/api/", StringComparison.Ordinal))
            return UnknownPath.WriteAsync(context, state.Dialect);
        if (path is "/")
            return Answer.RedirectAsync(context, LoginPage.Address(context, state.Dialect));
        if (LoginPage.Path(state.Dialect).TrimEnd('/') == path.TrimEnd('/'))
            return LoginPage.WriteAsync(context);
        return state.Dialect >= Dialect.V42
            ? Answer.RedirectAsync(context, path + "/", 301)
            : AuthMiddleware.UnauthorizedAsync(context, "Unauthorized");
    }
}
