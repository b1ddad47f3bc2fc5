using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Hosting;

/// <summary>What the caller takes.</summary>
internal static class Accepts
{
    /// <summary>JSON, or anything.</summary>
    public static bool Json(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Length == 0 || accept.Contains("json", StringComparison.OrdinalIgnoreCase) || accept.Contains("*/*", StringComparison.Ordinal)
            || accept.Contains("application/*", StringComparison.Ordinal);
    }
}
