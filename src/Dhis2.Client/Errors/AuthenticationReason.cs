namespace Dhis2;

/// <summary>Why an identity was refused, as far as the server tells.</summary>
public enum AuthenticationReason
{
    /// <summary>The server does not say: a wrong password, two-factor authentication, an expired account or password, or a server without its database.</summary>
    Unknown,

    /// <summary>User name or password are wrong.</summary>
    BadCredentials,

    /// <summary>The account has two-factor authentication, and no one-time password came with it.</summary>
    TwoFactorRequired,

    /// <summary>The one-time password is wrong or too old.</summary>
    WrongOneTimePassword,

    /// <summary>The account is disabled.</summary>
    AccountDisabled,

    /// <summary>The account is locked after repeated wrong passwords.</summary>
    AccountLocked,

    /// <summary>The account's last day has passed.</summary>
    AccountExpired,

    /// <summary>The password has to be changed first.</summary>
    PasswordExpired,

    /// <summary>The text is no access token of DHIS2: cut short, or mistyped.</summary>
    MalformedToken,

    /// <summary>The access token or OAuth2 token is not known: deleted, revoked, or of another server.</summary>
    UnknownToken,

    /// <summary>The token's time is over.</summary>
    TokenExpired,

    /// <summary>The access token is good, but not for this address, method or referrer.</summary>
    TokenNotAllowed,

    /// <summary>The access token's owner is disabled or locked, or has two-factor authentication.</summary>
    TokenOwner,

    /// <summary>The OAuth2 server refuses the client, the grant or the refresh token.</summary>
    OAuth2Refused,

    /// <summary>The session ended, and cannot be renewed without the user.</summary>
    SessionEnded,

    /// <summary>The credentials are right, and the server refuses them all the same: it has lost its database, or is starting.</summary>
    ServerTrouble,
}
