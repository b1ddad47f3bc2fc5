using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Hosting;

/// <summary>What 2.43 does where its protection against forged requests is switched on: writes need a cookie and a header of the same value, whoever sends them.</summary>
internal sealed class CsrfProtection(SandboxState state)
{
    private const string CookieName = "XSRF-TOKEN";

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!state.Options.Csrf)
            return next(context);
        var cookie = context.Request.Cookies[CookieName];
        if (cookie is null)
        {
            // Behind the session's cookie.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.Append("Set-Cookie", $"{CookieName}={Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}; Path=/");
                return Task.CompletedTask;
            });
        }
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method);
        return isRead || (cookie is not null && context.Request.Headers["X-XSRF-TOKEN"] == cookie)
            ? next(context)
            : HtmlPage.WriteAsync(context, 403, "Forbidden");
    }
}
