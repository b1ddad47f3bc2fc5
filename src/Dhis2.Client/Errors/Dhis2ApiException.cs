namespace Dhis2;

/// <summary>The server answered, and said no.</summary>
public class Dhis2ApiException : Dhis2Exception
{
    /// <summary>Makes an error of an answer.</summary>
    public Dhis2ApiException(string message, int statusCode, ServerMessage? report = null, string? recommendedAction = null, Exception? inner = null)
        : base(message, recommendedAction, inner)
    {
        StatusCode = statusCode;
        Report = report;
    }

    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; }

    /// <summary>DHIS2's error code (<c>E1005</c>), when the answer had one.</summary>
    public string? ErrorCode => Report?.ErrorCode;

    /// <summary>The server's own message in full, when the answer was one.</summary>
    public ServerMessage? Report { get; }

    /// <summary>How long the server asks to wait before the next try, where it does: from its answer's <c>Retry-After</c>, in seconds or as a date.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Method and path of the request, without its query.</summary>
    public string? Request { get; init; }

}
