using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dhis2.Sandbox.Hosting;

/// <summary>Answers what no area serves: a wrong method of a known path, or an unknown path.</summary>
internal static class UnknownPath
{
    public static Task WriteAsync(HttpContext context, Dialect dialect)
    {
        var path = context.Request.Path.Value!;
        var isKnown = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>().Any(e => e.RoutePattern.RawText == path);
        return isKnown
            ? WrongMethodAsync(context, dialect)
            : HtmlPage.WriteAsync(context, 404, $"No static resource {path.TrimStart('/')}.");
    }

    public static Task WrongMethodAsync(HttpContext context, Dialect dialect)
    {
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET,HEAD,OPTIONS";
            return Answer.EmptyAsync(context, 200);
        }
        var negation = dialect >= Dialect.V42 ? "is not supported" : "not supported";
        return WebMessage.WriteAsync(context, 405, $"Request method '{context.Request.Method}' {negation}");
    }
}
