using System.Text.RegularExpressions;
using Dhis2.Recordings;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Faults;

/// <summary>Answers of real servers in place of what the sandbox would say: for areas it does not imitate.</summary>
internal static class RecordedAnswer
{
    // The web server sets these for the body that goes out here.
    private static readonly HashSet<string> s_ownHeaders = new(StringComparer.OrdinalIgnoreCase) { "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Date" };

    /// <summary>The fault with the method and the path of the recorded request, with any query, where it names none of its own.</summary>
    /// <exception cref="ArgumentException">This version has no such exchange, or its body was not kept.</exception>
    public static Fault Place(Fault fault, Dialect dialect)
    {
        var request = Find(fault, dialect).Request;
        return fault with
        {
            Method = fault.Method ?? request.Method,
            Path = fault.Path ?? $@"^{Regex.Escape(request.Path.Split('?')[0])}(\?|$)",
        };
    }

    public static async Task SendAsync(Fault fault, HttpContext context, Dialect dialect)
    {
        var recorded = Find(fault, dialect).Response;
        context.Response.StatusCode = recorded.Status;
        foreach (var header in recorded.Headers.Where(h => !s_ownHeaders.Contains(h.Key)))
            context.Response.Headers.Append(header.Key, header.Value);
        await context.Response.Body.WriteAsync(recorded.Body.ToBytes(), context.RequestAborted).ConfigureAwait(false);
    }

    private static RecordedExchange Find(Fault fault, Dialect dialect)
    {
        var version = dialect.Number();
        var exchange = RecordingArchive.Open(version).Find(fault.Area ?? "", fault.Name ?? "")
            ?? throw new ArgumentException($"{version} has no exchange '{fault.Name}' in the area '{fault.Area}'.");
        return exchange.Response.Body.Length is null ? exchange : throw new ArgumentException($"Of the body of '{fault.Name}' only a description was recorded.");
    }
}
