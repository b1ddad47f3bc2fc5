namespace Dhis2.Client.Http;

/// <summary>What a refused identity is refused for: in the server's words, with what to do about it.</summary>
internal static class Refusals
{
    private const string TokenOwner = "The API token is disabled, locked or 2FA is enabled.";

    /// <summary>Null when the answer is about something else than who asks.</summary>
    public static (AuthenticationReason Reason, string Action)? Of(int status, ServerMessage? report)
    {
        var said = report?.Message ?? "";
        if (status == 400)
        {
            // From 2.41 on; 2.40 answers 401 without a word.
            return said is "Api token is malformed" or "Checksum validation failed"
                ? (AuthenticationReason.MalformedToken, "Copy the token again, whole and without blanks; it looks like 'd2pat_' or 'd2p_' and letters and digits. DHIS2 shows it once, when it is made.")
                : null;
        }
        return status == 401 ? OfUnauthorized(said) : null;
    }

    private static (AuthenticationReason Reason, string Action) OfUnauthorized(string said) => said switch
    {
        "Account disabled" => (AuthenticationReason.AccountDisabled, "Ask an administrator to enable the account."),
        "Account locked" => (AuthenticationReason.AccountLocked, "Wait 15 minutes or ask an administrator; the account is locked after repeated wrong passwords."),
        TokenOwner => (AuthenticationReason.TokenOwner, "Have the token's owner enabled or unlocked; an account with two-factor authentication cannot use tokens."),
        "invalid_token" or "Invalid access token" => (AuthenticationReason.UnknownToken, "Check that the token is for this server: its issuer, its audience, its life, and the account it names."),
        _ when said.EndsWith("does not exists", StringComparison.Ordinal) =>
            (AuthenticationReason.UnknownToken, "The token was deleted, or it is of another server: make a new one with New-Dhis2AccessToken."),
        _ when said.EndsWith("token has expired.", StringComparison.Ordinal) => (AuthenticationReason.TokenExpired, "Make a new token with New-Dhis2AccessToken."),
        _ when said.Contains("not allowed", StringComparison.Ordinal) =>
            (AuthenticationReason.TokenNotAllowed, "Make a token that allows it with New-Dhis2AccessToken, or send the request from where, and as, the token allows."),
        _ => (AuthenticationReason.Unknown,
            "Check user name (its letter case matters) and password or token, and connect again. An account with two-factor authentication needs -OneTimePassword."),
    };
}
