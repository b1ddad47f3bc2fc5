using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Auth;

/// <summary>Where each version sends those who have not logged in.</summary>
internal static class LoginPage
{
    public const string Html = "<!DOCTYPE html><html><head><title>DHIS 2</title></head><body><div id=\"dhis2-app-root\"></div>"
        + "<form id=\"loginForm\" method=\"post\"><input name=\"j_username\"/><input name=\"j_password\" type=\"password\"/></form></body></html>";

    public static string Path(Dialect dialect) => dialect switch
    {
        Dialect.V40 => "/dhis-web-commons/security/login.action",
        Dialect.V41 => "/dhis-web-login",
        Dialect.V42 => "/dhis-web-login/",
        _ => "/login/",
    };

    public static string Address(HttpContext context, Dialect dialect) => $"http://{context.Request.Host}{Path(dialect)}";

    public static Task WriteAsync(HttpContext context) => Answer.TextAsync(context, 200, "text/html;charset=UTF-8", Html);
}
