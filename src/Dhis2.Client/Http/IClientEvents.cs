namespace Dhis2.Client.Http;

/// <summary>Listens to what the client does. Called from any thread.</summary>
public interface IClientEvents
{
    /// <summary>A request has been answered, or has failed.</summary>
    void OnRequest(RequestTrace trace);

    /// <summary>A request will be sent again.</summary>
    void OnRetry(RetryTrace trace);

    /// <summary>Work has gone on.</summary>
    void OnProgress(ProgressTrace progress);

    /// <summary>Something the user should know, though nothing failed.</summary>
    void OnWarning(string message);

    /// <summary>Something the user has to see at once, such as the address to log in at.</summary>
    void OnNotice(string message);
}

/// <summary>One request as it went over the wire; holds no secret.</summary>
/// <param name="Method">GET, POST, ...</param>
/// <param name="Path">Path and query.</param>
/// <param name="Status">HTTP status, null when no answer came.</param>
/// <param name="Elapsed">Until the answer's head.</param>
/// <param name="BytesSent">Body bytes sent, after compression; null when unknown.</param>
/// <param name="BytesExpected">The answer's Content-Length, when it had one.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Details">Allow-listed headers, for debugging.</param>
public sealed record RequestTrace(string Method, string Path, int? Status, TimeSpan Elapsed, long? BytesSent, long? BytesExpected, int Attempt, string Details);

/// <summary>Why and when a request is sent again.</summary>
/// <param name="Request">Method and path.</param>
/// <param name="Reason">What went wrong.</param>
/// <param name="Delay">The wait.</param>
/// <param name="Retry">1 for the first retry.</param>
public sealed record RetryTrace(string Request, string Reason, TimeSpan Delay, int Retry);

/// <summary>How far a piece of work has come.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Status">Where it stands, in words.</param>
/// <param name="Percent">0 to 100, or null when the end is not known.</param>
public sealed record ProgressTrace(string Activity, string Status, int? Percent);
