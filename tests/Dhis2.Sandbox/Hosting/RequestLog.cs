using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dhis2.Sandbox.Hosting;

/// <summary>Every request the sandbox received, oldest first; the oldest go when there are too many.</summary>
public sealed class RequestLog
{
    private const int MaxRequests = 20_000;
    private const int KeptBody = 1 << 20;
    private const int MaxSwallowed = 2 << 20;

    private readonly Queue<LoggedRequest> _requests = new();

    public int Count
    {
        get
        {
            lock (_requests)
                return _requests.Count;
        }
    }

    public void Clear()
    {
        lock (_requests)
            _requests.Clear();
    }

    /// <summary>What arrived so far.</summary>
    public IReadOnlyList<LoggedRequest> Requests
    {
        get
        {
            lock (_requests)
                return _requests.ToArray();
        }
    }

    internal static LoggedRequest Of(HttpContext context) => (LoggedRequest)context.Items[typeof(LoggedRequest)]!;

    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var entry = Open(context);
        context.Items[typeof(LoggedRequest)] = entry;
        // Half of what the log may cost is bodies: after many requests only their beginnings are kept.
        context.Request.Body = new LoggedBody(context.Request.Body, entry, Count < 200 ? KeptBody : KeptBody / 64);
        context.Response.OnStarting(async () =>
        {
            await DrainAsync(context).ConfigureAwait(false);
            entry.Finish(context.Response.StatusCode);
        });
        await next(context).ConfigureAwait(false);
        if (!context.RequestAborted.IsCancellationRequested)
            entry.Finish(context.Response.StatusCode);
    }

    private LoggedRequest Open(HttpContext context)
    {
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var entry = new LoggedRequest(context.Request.Method, target, headers);
        lock (_requests)
        {
            _requests.Enqueue(entry);
            if (_requests.Count > MaxRequests)
                _requests.Dequeue();
        }
        return entry;
    }

    // What no area read of a body is read before the answer begins, so that the log tells what was sent;
    // of a big one only as much as the real server would swallow.
    private static async Task DrainAsync(HttpContext context)
    {
        if (context.Request.Headers.Expect.Count > 0)
            return;
        try
        {
            var buffer = new byte[16 * 1024];
            var left = MaxSwallowed;
            while (left > 0 && await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false) is var read and > 0)
                left -= read;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // The client went away in the middle of its request.
        }
    }
}
