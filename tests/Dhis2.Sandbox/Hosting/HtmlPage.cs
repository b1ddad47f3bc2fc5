using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Dhis2.Sandbox.Hosting;

/// <summary>The page in HTML that the web server below DHIS2 answers with.</summary>
internal static class HtmlPage
{
    public const string ContentType = "text/html;charset=utf-8";

    /// <summary>Answers with the page of a status; from 2.42 on with its message, before without.</summary>
    public static Task WriteAsync(HttpContext context, int status, string? message = null, string? exception = null)
    {
        var modern = context.RequestServices.GetRequiredService<SandboxState>().Dialect >= Dialect.V42;
        return Answer.TextAsync(context, status, ContentType, Render(status, modern || exception is not null ? message : null, exception, modern));
    }

    private static string Render(int status, string? message, string? exception, bool modern)
    {
        var title = $"HTTP Status {status} – {ReasonPhrases.GetReasonPhrase(status)}";
        return "<!doctype html><html lang=\"en\"><head><title>" + title + "</title>"
            + "<style type=\"text/css\">body {font-family:Tahoma,Arial,sans-serif;}</style></head>"
            + "<body><h1>" + title + "</h1><hr class=\"line\" />"
            + "<p><b>Type</b> " + (exception is null ? "Status" : "Exception") + " Report</p>"
            + (message is null ? "" : "<p><b>Message</b> " + Escape(message) + "</p>")
            + "<p><b>Description</b> " + Describe(status) + "</p>"
            + (exception is null ? "" : "<p><b>Exception</b></p><pre>" + Escape(exception) + "</pre>")
            + "<hr class=\"line\" /><h3>Apache Tomcat/" + (modern ? "11.0.20" : "9.0.117") + "</h3></body></html>";
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text).Replace("/", "&#47;", StringComparison.Ordinal);

    private static string Describe(int status) => status switch
    {
        400 => "The server cannot or will not process the request due to something that is perceived to be a client error.",
        404 => "The origin server did not find a current representation for the target resource or is not willing to disclose that one exists.",
        405 => "The method received in the request-line is known by the origin server but not supported by the target resource.",
        406 => "The target resource does not have a current representation that would be acceptable to the user agent.",
        500 => "The server encountered an unexpected condition that prevented it from fulfilling the request.",
        _ => ReasonPhrases.GetReasonPhrase(status) + ".",
    };
}
