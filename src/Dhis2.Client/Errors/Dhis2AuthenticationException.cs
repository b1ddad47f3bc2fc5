namespace Dhis2;

/// <summary>The server does not know who is asking, or does not let them in.</summary>
public class Dhis2AuthenticationException : Dhis2ApiException
{
    /// <summary>Makes an error of a refused identity.</summary>
    public Dhis2AuthenticationException(
        string message, int statusCode, AuthenticationReason reason, string? recommendedAction = null, ServerMessage? report = null, Exception? inner = null)
        : base(message, statusCode, report, recommendedAction, inner) => Reason = reason;

    /// <summary>Why, as far as the server tells.</summary>
    public AuthenticationReason Reason { get; }

    /// <summary>Whether the same identity may be let in a little later: the words are also those of a server that has lost its database.</summary>
    internal bool MayPass { get; init; }
}
