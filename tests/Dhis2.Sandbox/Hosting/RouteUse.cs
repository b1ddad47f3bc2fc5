using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dhis2.Sandbox.Hosting;

/// <summary>
/// Notes which routes there are and which were asked for, for a test that finds those nobody needs: "mapped GET /api/me" and "asked GET /api/me" in a file of
/// this process, in the folder that <see cref="FolderVariable"/> names; nothing where it is not set. Each line is written once, when it first holds, so that a
/// process may end in any way.
/// </summary>
internal static class RouteUse
{
    public const string FolderVariable = "DHIS2_SANDBOX_ROUTES";

    private static readonly string? s_file = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? Path.Combine(folder, $"{Environment.ProcessId}.txt") : null;
    private static readonly HashSet<string> s_written = new(StringComparer.Ordinal);

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (s_file is not null)
        {
            foreach (var endpoint in context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
                Write("mapped", endpoint);
            if (context.GetEndpoint() is RouteEndpoint asked)
                Write("asked", asked);
        }
        return next(context);
    }

    private static void Write(string what, RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        var line = $"{what} {(methods is { Count: > 0 } ? string.Join(',', methods) : "*")} {endpoint.RoutePattern.RawText}\n";
        lock (s_written)
        {
            if (s_written.Add(line))
                File.AppendAllText(s_file!, line);
        }
    }
}
