namespace Dhis2;

/// <summary>No OAuth2 token is to be had, or the server does not take it.</summary>
public sealed class Dhis2OAuth2Exception : Dhis2AuthenticationException
{
    /// <summary>Makes an error of a refusal.</summary>
    public Dhis2OAuth2Exception(
        string message, int statusCode, AuthenticationReason reason, string? error, string? recommendedAction = null, ServerMessage? report = null, Exception? inner = null)
        : base(message, statusCode, reason, recommendedAction, report, inner) => Error = error;

    /// <summary>The code the OAuth2 server gave, such as <c>invalid_client</c>; null when it gave none.</summary>
    public string? Error { get; }
}
