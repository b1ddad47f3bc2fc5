using System.Globalization;
using System.Management.Automation;
using System.Security;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;
using Dhis2.PowerShell.Sessions;

namespace Dhis2.PowerShell.Commands;

/// <summary>Opens a session with a server: proves who asks, and learns the server's version.</summary>
[Cmdlet(VerbsCommunications.Connect, "Dhis2", DefaultParameterSetName = EnvironmentSet)]
[OutputType(typeof(Session))]
public sealed partial class ConnectDhis2Command : Dhis2Cmdlet
{
    private const string CredentialSet = "Credential";
    private const string TokenSet = "Token";

    /// <summary>
    /// The server's address with its context path; with <c>-Credential</c> or <c>-Token</c>. Aliases: <c>-Url</c>, <c>-Server</c>. Example:
    /// <c>-Uri https://dhis2.example.org/hmis</c>.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CredentialSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TokenSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = OAuth2SecretSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = OAuth2KeySet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = OAuth2InteractiveSet)]
    [Alias("Url", "Server")]
    public Uri Uri { get; set; } = null!;

    /// <summary>
    /// User name and password (basic authentication). A user name at a prompt asks for the password, and an address alone for both. Example:
    /// <c>-Credential (Get-Credential)</c>.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = CredentialSet)]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>
    /// The code of the authenticator, for an account with two-factor authentication: 6 to 8 digits, typed as they are or as a SecureString. Aliases:
    /// <c>-Otp</c>, <c>-TwoFactorCode</c>. The session is good until the server ends it.
    /// </summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Alias("Otp", "TwoFactorCode")]
    [SecretArgument]
    [ValidateNotNull]
    public SecureString? OneTimePassword { get; set; }

    /// <summary>A personal access token as a SecureString. Example: <c>-Token (Get-Secret hmis-token)</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    public SecureString Token { get; set; } = null!;

    /// <summary>
    /// A name to find the session by in any runspace of this process. A later session of the same name takes its place, and this one is ended then, wherever
    /// it is still held; where it was the default session of the runspace, the new one is. A session that cannot be opened ends none. Example:
    /// <c>-Name prod</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Leaves the default session of this runspace as it is.</summary>
    [Parameter]
    public SwitchParameter NoDefault { get; set; }

    /// <summary>Writes the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override object? ErrorTarget => Uri;

    /// <inheritdoc/>
    protected override bool IsTerminating(Dhis2Exception fault) => true;

    /// <inheritdoc/>
    protected override void Finish()
    {
        var options = Plan();
        var session = Await(token => SessionFactory.ConnectAsync(options, ClientEvents, token));
        var older = SessionStore.Add(session);
        // Where the default session had this name, the new one becomes the default, with -NoDefault, too.
        if (!NoDefault || (older is not null && older == SessionStore.Default))
            SessionStore.Default = session;
        WriteVerbose(string.Format(CultureInfo.InvariantCulture, "Connected to {0} (DHIS2 {1}) as {2}.", session.Uri, session.Version, session.UserName));
        if (older is not null)
        {
            Await(token => older.EndAsync(ClientEvents, token));
            WriteVerbose($"Ended the session with {older.Uri} that had the name '{session.Name}' before.");
        }
        if (PassThru)
            WriteObject(session);
    }

    // One set of parameters is one way to prove who asks; each way has a file of its own.
    private SessionOptions Plan() => ParameterSetName switch
    {
        TokenSet => Options() with { Uri = Uri, Identity = Dhis2Identity.Token(Token.ToPlainText()) },
        ProfileSet or EnvironmentSet => OfProfile(),
        AuthFileSet => OfAuthFile(),
        OAuth2SecretSet or OAuth2KeySet or OAuth2InteractiveSet => OfOAuth2(),
        _ => Options() with { Uri = Uri, Identity = OfCredential() },
    };

    private Dhis2Identity OfCredential()
    {
        if (Credential == PSCredential.Empty)
            Credential = AskCredential();
        // The network credential splits DOMAIN\name; DHIS2 knows no domains, and the name is meant as it was written.
        var password = Credential.GetNetworkCredential().Password;
        return OneTimePassword is null ? Dhis2Identity.Basic(Credential.UserName, password) : Dhis2Identity.Login(Credential.UserName, password, OneTimePassword.ToPlainText());
    }
}
