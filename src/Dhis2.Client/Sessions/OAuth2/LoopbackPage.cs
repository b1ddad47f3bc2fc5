using System.Globalization;
using System.Text;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>What the browser is shown when it comes back. Loads nothing, and repeats nothing of what it brought.</summary>
internal static class LoopbackPage
{
    public static byte[] Done { get; } = Make("200 OK", "You are logged in", "PowerShell goes on by itself; this page can be closed.");

    public static byte[] Refused { get; } = Make("200 OK", "You are not logged in", "The server refused, or you did; PowerShell tells which. This page can be closed.");

    public static byte[] Foreign { get; } = Make("400 Bad Request", "Not the login that is waited for", "This page belongs to another login. Use the newest address that PowerShell shows.");

    public static byte[] NotFound { get; } = Make("404 Not Found", "Nothing here", "");

    private static byte[] Make(string status, string title, string text)
    {
        var body = $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>";
        var head = $"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture)}\r\n"
            + "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\nConnection: close\r\n\r\n";
        return Encoding.UTF8.GetBytes(head + body);
    }
}
