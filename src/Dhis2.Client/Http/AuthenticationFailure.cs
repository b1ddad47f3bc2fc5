namespace Dhis2.Client.Http;

/// <summary>What an identity is refused for: in the server's words, with what to do about it.</summary>
internal sealed record AuthenticationFailure(AuthenticationReason Reason, string Action)
{
    /// <summary>A server that has lost its database refuses everybody in these words, so that the same identity may be let in a little later.</summary>
    public bool MayPass { get; init; }
}

/// <summary>Tells a refused identity from a refused request: servers answer 401 to both.</summary>
internal static class AuthenticationFailures
{
    private const string Unauthorized = "Unauthorized";
    private const string TokenOwner = "The API token is disabled, locked or 2FA is enabled.";

    /// <summary>Null when the answer is about something else than who asks.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="report">What the server says, where it says something.</param>
    /// <param name="isEmpty">The answer has no body at all.</param>
    public static AuthenticationFailure? Of(ITransportContext session, int status, ServerMessage? report, bool isEmpty)
    {
        var said = report?.Message ?? "";
        if (status == 400)
        {
            // From 2.41 on; 2.40 answers 401 without a word.
            return said is "Api token is malformed" or "Checksum validation failed"
                ? new(AuthenticationReason.MalformedToken, "Copy the token again, whole and without blanks; it looks like 'd2pat_' or 'd2p_' and letters and digits. DHIS2 shows it once, when it is made.")
                : null;
        }
        if (status != 401)
            return null;
        if (OfWords(said) is { } known)
            return known;
        if (said == Unauthorized)
            return Unexplained(session) with { MayPass = true };
        // 2.40 and 2.41 word missing rights as 401 (settings of other users, files), and a route hands on the 401 of its target.
        return session.HasSucceeded && !isEmpty && report is not null ? null : Unexplained(session);
    }

    private static AuthenticationFailure? OfWords(string said) => said switch
    {
        "Account disabled" => new(AuthenticationReason.AccountDisabled, "Ask an administrator to enable the account."),
        "Account locked" => new(AuthenticationReason.AccountLocked, "Wait 15 minutes or ask an administrator; the account is locked after repeated wrong passwords."),
        TokenOwner => new(AuthenticationReason.TokenOwner, "Have the token's owner enabled or unlocked; an account with two-factor authentication cannot use tokens."),
        "invalid_token" or "Invalid access token" => new(AuthenticationReason.UnknownToken, "Check that the token is for this server: its issuer, its audience, its life, and the account it names."),
        _ when said.EndsWith("token does not exists", StringComparison.Ordinal) =>
            new(AuthenticationReason.UnknownToken, "The token was deleted, or it is of another server: make a new one with New-Dhis2AccessToken."),
        _ when said.EndsWith("token has expired.", StringComparison.Ordinal) => new(AuthenticationReason.TokenExpired, "Make a new token with New-Dhis2AccessToken."),
        _ when said.StartsWith("Failed to authenticate API token", StringComparison.Ordinal) =>
            new(AuthenticationReason.TokenNotAllowed, "Make a token that allows it with New-Dhis2AccessToken, or send the request from where, and as, the token allows."),
        _ => null,
    };

    // 2.40 refuses a token without a word, whatever is wrong with it.
    private static AuthenticationFailure Unexplained(ITransportContext session) => new(AuthenticationReason.Unknown, session.Authentication switch
    {
        "Token" => "The server does not say why. Check that the token is whole, is of this server and has not expired, that it allows this method, address and referrer, "
            + "and that its owner is enabled and has no two-factor authentication; New-Dhis2AccessToken makes another.",
        "OAuth2" => "Connect again; if it stays so, ask the server's administrator whether it still trusts the client.",
        "Login" => "Connect again with a new -OneTimePassword.",
        _ => "Check user name (its letter case matters) and password, and connect again. An account with two-factor authentication needs -OneTimePassword.",
    });
}
