namespace Dhis2;

/// <summary>A server and an account under a name, as <c>profiles.json</c> keeps it. Shows no secret.</summary>
public sealed record Profile
{
    /// <summary>Letters, digits, dot, hyphen and underscore; case makes no difference.</summary>
    public string Name { get; init; } = "";

    /// <summary>The server's address.</summary>
    public Uri? Uri { get; init; }

    /// <summary>How the account is proved.</summary>
    public ProfileAuthentication Authentication { get; init; }

    /// <summary>The user's name, where the secret does not bring it.</summary>
    public string? UserName { get; init; }

    /// <summary>Where the secret is kept.</summary>
    public ProfileSecretStore SecretStore => SecretName is not null ? ProfileSecretStore.Vault : PlaintextSecret is not null ? ProfileSecretStore.File : ProfileSecretStore.None;

    /// <summary>The secret's name in a vault of SecretManagement.</summary>
    public string? SecretName { get; init; }

    /// <summary>The vault; the default one when null.</summary>
    public string? Vault { get; init; }

    /// <summary>What OAuth2 needs; null for other profiles.</summary>
    public ProfileOAuth2? OAuth2 { get; init; }

    /// <summary>Whether <c>Connect-Dhis2</c> takes this one when it is told none, of those in its file.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The user's own, or the project's.</summary>
    public ProfileScope Scope { get; init; }

    /// <summary>The file it is kept in; null for one that is kept nowhere.</summary>
    public string? Path { get; init; }

    /// <summary>The profile with another account, and without what belongs to OAuth2.</summary>
    public Profile WithAccount(ProfileAuthentication authentication, string? userName) =>
        this with { Authentication = authentication, UserName = userName, OAuth2 = null, RefreshToken = null };

    /// <summary>The profile with its secret in a vault; what stood in the file is gone.</summary>
    public Profile WithSecretInVault(string name, string? vault) =>
        WithoutSecret() with { SecretName = name, Vault = vault, AllowsPlaintext = false };

    /// <summary>The profile with its secret in its file, in plain text.</summary>
    public Profile WithSecretInFile(string secret) => WithoutSecret() with { PlaintextSecret = secret, AllowsPlaintext = true };

    /// <summary>The profile without a secret.</summary>
    public Profile WithoutSecret() => this with { SecretName = null, Vault = null, PlaintextSecret = null, RefreshToken = null };

    /// <summary>The profile with or without leave to keep secrets in its file in plain text.</summary>
    public Profile WithPlaintextAllowed(bool isAllowed) => this with { AllowsPlaintext = isAllowed };

    // Internal, so that no view, no ConvertTo-Json and no Export-Clixml finds them.

    /// <summary>Password, token or client secret in plain text.</summary>
    internal string? PlaintextSecret { get; init; }

    /// <summary>Secrets may stand in the file in plain text.</summary>
    internal bool AllowsPlaintext { get; init; }

    /// <summary>The refresh token of an OAuth2 profile, where its secrets may stand in the file.</summary>
    internal string? RefreshToken { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What a profile of OAuth2 knows besides its secret.</summary>
public sealed record ProfileOAuth2
{
    /// <summary>The client as the server knows it.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Who the tokens are for.</summary>
    public OAuth2Grant Grant { get; init; }

    /// <summary>Where tokens are given; the server's own when null.</summary>
    public Uri? TokenEndpoint { get; init; }

    /// <summary>Where a user signs in; the server's own when null.</summary>
    public Uri? AuthorizationEndpoint { get; init; }

    /// <summary>A provider that tells both endpoints itself.</summary>
    public Uri? Issuer { get; init; }

    /// <summary>For whom the token is to be, where a provider asks for it.</summary>
    public string? Audience { get; init; }

    /// <summary>The scopes to ask for, with blanks between them.</summary>
    public string? Scope { get; init; }

    /// <summary>The file of the private key with which the client proves itself, in place of a client secret.</summary>
    public string? ClientKeyPath { get; init; }

    /// <summary>The name the provider knows that key by.</summary>
    public string? ClientKeyId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ClientId} ({Grant})";
}

/// <summary>How the account of a profile is proved.</summary>
public enum ProfileAuthentication
{
    /// <summary>By what the vault holds: a credential is user name and password, a text is a token.</summary>
    BySecret,

    /// <summary>User name and password.</summary>
    Basic,

    /// <summary>A personal access token.</summary>
    Token,

    /// <summary>Tokens of an OAuth2 server.</summary>
    OAuth2,
}

/// <summary>Where the secret of a profile is kept.</summary>
public enum ProfileSecretStore
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>In a vault of SecretManagement.</summary>
    Vault,

    /// <summary>In plain text in its file.</summary>
    File,
}

/// <summary>Whose a profile is.</summary>
public enum ProfileScope
{
    /// <summary>The user's, wherever they work.</summary>
    User,

    /// <summary>A folder's and of all folders in it.</summary>
    Project,
}

/// <summary>Who the tokens of OAuth2 are for.</summary>
public enum OAuth2Grant
{
    /// <summary>The client itself.</summary>
    ClientCredentials,

    /// <summary>A user who signs in with a browser.</summary>
    Interactive,
}
