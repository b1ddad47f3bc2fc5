using Dhis2.Client.Http.Bodies;

namespace Dhis2.Client.Http;

/// <summary>One request to the Web API, before it has an address and an identity.</summary>
public sealed class Dhis2Request
{
    /// <summary>Makes a request for a path below <c>/api/</c>, such as <c>organisationUnits</c>.</summary>
    /// <exception cref="Dhis2InputException">The path would arrive as another one.</exception>
    public Dhis2Request(string path, HttpMethod? method = null)
    {
        ApiPath.CheckWhole(path);
        Path = path;
        Method = method ?? HttpMethod.Get;
    }

    /// <summary>GET unless set.</summary>
    public HttpMethod Method { get; }

    /// <summary>Path below <c>/api/</c>; may carry a query of its own.</summary>
    public string Path { get; }

    /// <summary>Query parameters in order; a name may stand more than once.</summary>
    public QueryParameters Query { get; } = [];

    /// <summary>What is sent; null sends no body.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>The Accept header.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Takes any type of answer, a web page included, whatever it asks for.</summary>
    internal bool AcceptsAnything { get; init; }

    /// <summary>Hands an answer of 400 and above back instead of throwing.</summary>
    public Func<int, bool>? AcceptsStatus { get; init; }

    /// <summary>Goes out without credentials: what is open to all, and the login itself.</summary>
    internal bool Anonymous { get; init; }

    /// <summary>The path starts at the server's root, and not below <c>/api/</c>.</summary>
    internal bool BelowRoot { get; init; }

    /// <summary>Hands a redirect back, the one to a login page included.</summary>
    internal bool AcceptsRedirect { get; init; }

    /// <summary>Says that sending it twice does no harm, whatever its method.</summary>
    public bool SafeToRepeat { get; init; }

    /// <summary>Is not sent again once it may have reached the server, whatever its method and the session's settings: whoever sends it looks up what became of it.</summary>
    internal bool SendsOnce { get; init; }

    /// <summary>Takes a fault of the wire or the server for the answer: for tests of the connection, and for completion, which a user waits for.</summary>
    internal bool TriesOnce { get; init; }

    /// <summary>How long the server may stay silent, when it is not the session's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Extra headers.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Whether a web page is an answer to it, and not a login page or a proxy's in place of one: only where it asks for a page, or for anything.</summary>
    internal bool AcceptsWebPage => AcceptsAnything
        || Accept.Split(',').Select(type => type.Split(';')[0].Trim().ToLowerInvariant()).Any(type => type == "*/*" || WebPage.IsType(type));

    internal bool IsIdempotent => !SendsOnce
        && (SafeToRepeat || Method == HttpMethod.Get || Method == HttpMethod.Head || Method == HttpMethod.Put || Method == HttpMethod.Delete || Method == HttpMethod.Options);

    /// <summary>The same request with further headers, for a part of the answer: that nothing lies behind the part there is (416) is an answer, too.</summary>
    internal Dhis2Request Continued(IReadOnlyDictionary<string, string> headers)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in (Headers ?? new Dictionary<string, string>()).Concat(headers).Select(h => (h.Key, h.Value)))
            all[name] = value;
        var request = new Dhis2Request(Path, Method)
        {
            Body = Body,
            Accept = Accept,
            AcceptsAnything = AcceptsAnything,
            AcceptsStatus = status => status == 416 || AcceptsStatus?.Invoke(status) == true,
            Anonymous = Anonymous,
            BelowRoot = BelowRoot,
            AcceptsRedirect = AcceptsRedirect,
            SafeToRepeat = SafeToRepeat,
            SendsOnce = SendsOnce,
            TriesOnce = TriesOnce,
            Timeout = Timeout,
            Headers = all,
        };
        request.Query.AddRange(Query);
        return request;
    }

    internal string Display => $"{Method} {(BelowRoot ? "/" : "/api/")}{PathWithoutQuery}";

    private string PathWithoutQuery => Path.Split('?')[0].TrimStart('/');
}
