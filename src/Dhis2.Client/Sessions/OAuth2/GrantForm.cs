namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>What a token is asked for with.</summary>
internal sealed class GrantForm
{
    private GrantForm(GrantKind kind, params (string Name, string? Value)[] fields)
    {
        Kind = kind;
        Fields = [.. fields.Where(f => f.Value is not null).Select(f => new KeyValuePair<string, string>(f.Name, f.Value!))];
    }

    public GrantKind Kind { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; }

    public static GrantForm ClientCredentials(string? scope, string? audience) =>
        new(GrantKind.ClientCredentials, ("grant_type", "client_credentials"), ("scope", scope), ("audience", audience));

    public static GrantForm Code(string code, Uri redirect, string verifier) =>
        new(GrantKind.Code, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect.AbsoluteUri), ("code_verifier", verifier));

    public static GrantForm Refresh(string token) => new(GrantKind.Refresh, ("grant_type", "refresh_token"), ("refresh_token", token));
}

/// <summary>The kinds of grants.</summary>
internal enum GrantKind
{
    /// <summary>The client for itself.</summary>
    ClientCredentials,

    /// <summary>A user who has just logged in.</summary>
    Code,

    /// <summary>A user who logged in earlier.</summary>
    Refresh,
}
