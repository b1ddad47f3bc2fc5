using System.Text;
using System.Text.RegularExpressions;

namespace Dhis2.Client.Http;

/// <summary>Writes down a request. Headers are allow-listed: what is not on the list, credentials first, never gets out.</summary>
internal static class RequestTraceFactory
{
    private static readonly HashSet<string> s_allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition", "User-Agent", "X-Requested-With", "X-Request-ID",
        "Cache-Control", "ETag", "Retry-After", "Date", "Server", "Transfer-Encoding", "Range", "Content-Range",
    };

    // Values of query parameters whose name speaks of a secret.
    private static readonly Regex s_secret = new(@"(?<=[?&][^=&]*(password|passwd|secret|token|apikey|api_key|otp)[^=&]*=)[^&]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static RequestTrace Of(Uri server, HttpRequestMessage request, HttpResponseMessage? response, long? sent, TimeSpan elapsed, int attempt)
    {
        var path = request.RequestUri!.PathAndQuery;
        if (server.AbsolutePath.Length > 1 && path.StartsWith(server.AbsolutePath, StringComparison.Ordinal))
            path = path.Substring(server.AbsolutePath.Length - 1);
        return new RequestTrace(
            request.Method.Method, s_secret.Replace(path, "***"), response is null ? null : (int)response.StatusCode, elapsed, sent, response?.Content?.Headers.ContentLength, attempt, Details(request, response));
    }

    private static string Details(HttpRequestMessage request, HttpResponseMessage? response)
    {
        var text = new StringBuilder();
        Append(text, "> ", request.Headers);
        if (request.Content is not null)
            Append(text, "> ", request.Content.Headers);
        if (response is not null)
            Append(text, "< ", response.Headers);
        if (response?.Content is not null)
            Append(text, "< ", response.Content.Headers);
        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, string prefix, IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers)
    {
        foreach (var (name, values) in headers)
        {
            if (s_allowed.Contains(name))
                text.Append(prefix).Append(name).Append(": ").AppendLine(string.Join(", ", values));
        }
    }
}
