using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dhis2.Sandbox.Hosting;

/// <summary>What the web server below DHIS2 refuses by itself, and what becomes of the path.</summary>
internal sealed class RequestHead(SandboxState state)
{
    private const int MaxHead = 8192;
    private const int OldestVersion = 28;

    private static readonly System.Buffers.SearchValues<char> s_invalid = System.Buffers.SearchValues.Create("\"^{}<>`");
    private static readonly HashSet<string> s_methods = new(StringComparer.Ordinal)
    {
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
    };

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (await RefuseAsync(context, target).ConfigureAwait(false))
            return;
        ReadPath(context.Request);
        if (HttpMethods.IsHead(context.Request.Method))
        {
            // Areas answer a HEAD as a GET, and the body goes nowhere.
            context.Request.Method = "GET";
            context.Response.Body = Stream.Null;
            context.Response.OnStarting(() =>
            {
                context.Request.Method = "HEAD";
                return Task.CompletedTask;
            });
        }
        await next(context).ConfigureAwait(false);
    }

    private async Task<bool> RefuseAsync(HttpContext context, string target)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target : target[..question];
        var length = context.Request.Method.Length + target.Length + 12 + context.Request.Headers.Sum(h => h.Key.Length + h.Value.ToString().Length + 4);
        if (length + 2 >= MaxHead)
            await HtmlPage.WriteAsync(context, 400, "Request header is too large", "java.lang.IllegalArgumentException: Request header is too large").ConfigureAwait(false);
        else if (target.AsSpan().ContainsAny(s_invalid))
            await HtmlPage.WriteAsync(context, 400, $"Invalid character found in the request target [{target}]. The valid characters are defined in RFC 7230 and RFC 3986", "java.lang.IllegalArgumentException").ConfigureAwait(false);
        else if (path.Contains("%2F", StringComparison.OrdinalIgnoreCase))
            await HtmlPage.WriteAsync(context, 400, "Invalid URI: [The encoded slash character is not allowed]").ConfigureAwait(false);
        else if (path.Contains("//", StringComparison.Ordinal) || path.Contains("/../", StringComparison.Ordinal) || path.Contains(';', StringComparison.Ordinal) || !s_methods.Contains(context.Request.Method))
            await FirewallAsync(context).ConfigureAwait(false);
        else if (state.Dialect >= Dialect.V42)
            return await RefuseParametersAsync(context, question < 0 ? "" : target[(question + 1)..]).ConfigureAwait(false);
        else
            return false;
        return true;
    }

    private Task FirewallAsync(HttpContext context) => context.Request.Method == "TRACE"
        ? HtmlPage.WriteAsync(context, 405, "TRACE method is not allowed")
        : state.Dialect >= Dialect.V42
            ? HtmlPage.WriteAsync(context, 400)
            : HtmlPage.WriteAsync(context, 500, "The request was rejected", "org.springframework.security.web.firewall.RequestRejectedException");

    private static async Task<bool> RefuseParametersAsync(HttpContext context, string query)
    {
        var parts = query.Split('&');
        if (parts.Length > 1000)
        {
            await WebMessage.WriteAsync(context, 409, "More than the maximum number of request parameters (GET plus POST) for a single request ([1,000]) were detected. Any parameters beyond this limit have been ignored. To change this limit, set the maxParameterCount attribute on the Connector.").ConfigureAwait(false);
            return true;
        }
        if (Array.Find(parts, QueryText.IsBroken) is not { } broken)
            return false;
        var (name, value) = QueryText.Split(broken);
        await WebMessage.WriteAsync(context, 409, $"Character decoding failed. Parameter [{name}] with value [{value}] has been ignored. Note that the name and value quoted here may be corrupted due to the failed decoding. Use debug level logging to see the original, non-corrupted values.").ConfigureAwait(false);
        return true;
    }

    // Takes the version and the suffix .json off the path: areas see /api/dataElements.
    private void ReadPath(HttpRequest request)
    {
        var path = request.Path.Value ?? "/";
        if (path.StartsWith("/api/", StringComparison.Ordinal))
        {
            var slash = path.IndexOf('/', 5);
            var prefix = slash < 0 ? "" : path[5..slash];
            if (prefix.Length == 2 && int.TryParse(prefix, out var version) && version >= OldestVersion && version <= Release)
                path = "/api" + path[slash..];
            if (path.EndsWith(".json", StringComparison.Ordinal))
                path = path[..^5];
            if (path.Length > 5)
                path = path.TrimEnd('/');
        }
        request.Path = path;
    }

    // 2.40 to 2.42 accept each other's numbers; which they do was recorded.
    private int Release => Math.Max(42, (int)state.Dialect);
}
