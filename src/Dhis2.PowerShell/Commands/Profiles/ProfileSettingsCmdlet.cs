using System.Management.Automation;
using System.Security;
using Dhis2.Client.Profiles;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets that set what a profile holds: server, account, and one secret.</summary>
public abstract class ProfileSettingsCmdlet : ProfileChangeCmdlet
{
    private protected const string AccountSet = "Account";
    private protected const string OAuth2Set = "OAuth2";
    private string? _keyPath;

    /// <summary>The name of the user, where the vault holds the password alone. Without it a secret that is a text counts as a personal access token.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>
    /// The name of the secret in a vault of Microsoft.PowerShell.SecretManagement: a PSCredential, a password or token as SecureString or text, or a
    /// hashtable with UserName and Password or with Token. The profile keeps the name alone. Example: <c>-SecretName hmis-import</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>The vault that holds the secret. Default: SecretManagement looks through all. Example: <c>-Vault Local</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <summary>User name and password, to be kept in the file. Needs <c>-AllowPlaintextSecret</c>.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>A personal access token as a SecureString, to be kept in the file. Needs <c>-AllowPlaintextSecret</c>.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>
    /// Lets the secret stand in the file in plain text. The file is for you alone to read, but whoever can act as you, and every backup of the folder, has
    /// the secret, too. Where a vault is at hand, use <c>-SecretName</c>.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowPlaintextSecret { get; set; }

    /// <summary>A profile of OAuth2. May be left out where another parameter of OAuth2 is given.</summary>
    [Parameter(ParameterSetName = OAuth2Set)]
    public SwitchParameter OAuth2 { get; set; }

    /// <summary>The OAuth2 client as it is registered. Example: <c>-ClientId dhis2-ps</c>.</summary>
    [Parameter(ParameterSetName = OAuth2Set)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    /// <summary>The OAuth2 client's secret as a SecureString, to be kept in the file. Needs <c>-AllowPlaintextSecret</c>.</summary>
    [Parameter(ParameterSetName = OAuth2Set)]
    [ValidateNotNull]
    public SecureString? ClientSecret { get; set; }

    /// <summary>The file of the private key (PEM) with which the OAuth2 client proves itself. Its path is kept, not its content; it takes the place of a client secret.</summary>
    [Parameter(ParameterSetName = OAuth2Set)]
    [ValidateNotNullOrEmpty]
    public string? ClientKeyPath { get; set; }

    /// <summary>The name by which the provider knows the key of <c>-ClientKeyPath</c>.</summary>
    [Parameter(ParameterSetName = OAuth2Set)]
    [ValidateNotNullOrEmpty]
    public string? ClientKeyId { get; set; }

    /// <summary>A user signs in with a browser, and not the OAuth2 client by itself.</summary>
    [Parameter(ParameterSetName = OAuth2Set)]
    public SwitchParameter Interactive { get; set; }

    /// <summary>The OAuth2 scopes to ask for, with blanks between them. Default: those the server needs.</summary>
    [Parameter(ParameterSetName = OAuth2Set)]
    [ValidateNotNullOrEmpty]
    public string? OAuth2Scope { get; set; }

    /// <summary>Where OAuth2 tokens are given out. Default: the server's own.</summary>
    [Parameter(ParameterSetName = OAuth2Set)]
    public Uri? TokenEndpoint { get; set; }

    /// <summary>Where a user signs in with OAuth2. Default: the server's own.</summary>
    [Parameter(ParameterSetName = OAuth2Set)]
    public Uri? AuthorizationEndpoint { get; set; }

    /// <summary>An OAuth2 provider that tells both endpoints itself. Example: <c>-Issuer https://id.example.org</c>.</summary>
    [Parameter(ParameterSetName = OAuth2Set)]
    public Uri? Issuer { get; set; }

    /// <summary>For whom the OAuth2 token is to be, where a provider asks for it.</summary>
    [Parameter(ParameterSetName = OAuth2Set)]
    [ValidateNotNullOrEmpty]
    public string? Audience { get; set; }

    /// <summary>Makes it the one that <c>Connect-Dhis2</c> takes when it is told none; <c>-Default:$false</c> takes that away.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>Lets the address be plain http to another computer. Whoever connects with the profile has to give the same parameter to <c>Connect-Dhis2</c>.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Refuses what cannot be meant, before anything is read or written.</summary>
    private protected void CheckSecrets(string name)
    {
        var given = new[] { nameof(SecretName), nameof(Credential), nameof(Token), nameof(ClientSecret), nameof(ClientKeyPath) }.Where(IsGiven).ToList();
        // Resolved here, because paths can be resolved on the pipeline thread only.
        _keyPath = ClientKeyPath is null ? null : CmdletPaths.New(this, ClientKeyPath);
        if (given.Count > 1)
            throw Wrong("TwoSecrets", $"Two secrets were given for one profile: -{given[0]} and -{given[1]}.", "Give one of them. A profile has one secret, and nobody could say which counts.", name);
        if (given.Find(IsPlaintext) is { } plaintext && !AllowPlaintextSecret)
        {
            throw Wrong(
                "PlaintextNotAllowed",
                $"The secret of -{plaintext} would be written to a file in plain text.",
                "Keep it in a vault of SecretManagement (Set-Secret NAME) and give -SecretName NAME; or, where a file that only you can read is enough, add -AllowPlaintextSecret.",
                name);
        }
        if (UserName is not null && (IsGiven(nameof(Credential)) || IsGiven(nameof(Token))))
            throw new Dhis2InputException("-UserName was given with a secret that needs none.", "A credential brings its own user name, and a token stands for one. -UserName goes with -SecretName.") { Item = name };
    }

    /// <summary>Warns before a secret is written to where it may be sent on to others.</summary>
    private protected void WarnOfGit(ProfileScope scope)
    {
        var path = Store.Places.ProjectFileToWrite;
        if (scope == ProfileScope.Project && IsPlaintextGiven && ProfilePlaces.IsInGitCheckout(path))
            WriteWarning($"The secret goes into '{path}' in plain text, and that is in a git checkout: see that the folder .dhis2 is never committed (.gitignore), or use -SecretName.");
    }

    private bool IsPlaintextGiven => IsGiven(nameof(Credential)) || IsGiven(nameof(Token)) || IsGiven(nameof(ClientSecret));

    private protected Uri CheckAddress(Uri uri) => ProfileStore.CheckAddress(uri, AllowUnencryptedAuthentication);

    /// <summary>The profile with what was given in place of what it had. Touches no stream: it runs under the lock of the file.</summary>
    private protected Profile Apply(Profile profile)
    {
        profile = ApplyAccount(profile);
        profile = ApplySecret(profile);
        if (ParameterSetName == OAuth2Set)
            profile = profile with { OAuth2 = ApplyOAuth2(profile), Authentication = ProfileAuthentication.OAuth2, UserName = null };
        if (IsGiven(nameof(AllowPlaintextSecret)))
            profile = profile.WithPlaintextAllowed(AllowPlaintextSecret);
        return IsGiven(nameof(Default)) ? profile with { IsDefault = Default } : profile;
    }

    private Profile ApplyAccount(Profile profile)
    {
        if (Credential is { } credential)
            return profile.WithAccount(ProfileAuthentication.Basic, credential.UserName);
        if (Token is not null)
            return profile.WithAccount(ProfileAuthentication.Token, null);
        return UserName is null ? profile : profile.WithAccount(ProfileAuthentication.Basic, UserName);
    }

    // A profile has one secret: a new one replaces the old one, in the file or in a vault.
    private Profile ApplySecret(Profile profile)
    {
        if (SecretName is not null)
            return profile.WithSecretInVault(SecretName, Vault);
        if ((Credential?.Password ?? Token ?? ClientSecret) is { } secret)
            return profile.WithSecretInFile(Plain(secret, profile.Name));
        if (ClientKeyPath is not null)
            return profile.WithoutSecret();
        if (Vault is null)
            return profile;
        return profile.SecretName is null
            ? throw new Dhis2InputException("-Vault was given without a secret's name.", "Add -SecretName.") { Item = profile.Name }
            : profile with { Vault = Vault };
    }

    private ProfileOAuth2 ApplyOAuth2(Profile profile)
    {
        var old = profile.OAuth2 ?? new ProfileOAuth2();
        return old with
        {
            ClientId = ClientId ?? (old.ClientId.Length > 0 ? old.ClientId : throw new Dhis2InputException("A profile of OAuth2 needs the client's id.", "Add -ClientId.") { Item = profile.Name }),
            Grant = IsGiven(nameof(Interactive)) ? Interactive ? OAuth2Grant.Interactive : OAuth2Grant.ClientCredentials : old.Grant,
            TokenEndpoint = CheckEndpoint(TokenEndpoint) ?? old.TokenEndpoint,
            AuthorizationEndpoint = CheckEndpoint(AuthorizationEndpoint) ?? old.AuthorizationEndpoint,
            Issuer = CheckEndpoint(Issuer) ?? old.Issuer,
            Audience = Audience ?? old.Audience,
            Scope = OAuth2Scope ?? old.Scope,
            ClientKeyId = ClientKeyId ?? old.ClientKeyId,
            ClientKeyPath = ClientKeyPath is not null ? _keyPath : SecretName is null && ClientSecret is null ? old.ClientKeyPath : null,
        };
    }

    private static Uri? CheckEndpoint(Uri? uri) =>
        uri is null || (uri.IsAbsoluteUri && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0) ? uri : throw new Dhis2InputException("An endpoint is no web address, or holds a user name or password.", "Give it whole: https://host/oauth2/token.");

    private protected static Dhis2InputException Wrong(string errorId, string message, string advice, string profile) => new(message, advice) { ErrorId = errorId, Item = profile };

    private static bool IsPlaintext(string parameter) => parameter is nameof(Credential) or nameof(Token) or nameof(ClientSecret);

    private static string Plain(SecureString secret, string name) =>
        secret.ToPlainText() is { Length: > 0 } text ? text : throw new Dhis2InputException("The secret is empty.", "Give the password or token itself.") { ErrorId = "EmptySecret", Item = name };
}
