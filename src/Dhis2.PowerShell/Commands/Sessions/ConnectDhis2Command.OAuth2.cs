using System.Management.Automation;
using System.Security;
using Dhis2.Client.Sessions;
using Dhis2.Client.Sessions.OAuth2;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;
using Dhis2.PowerShell.Profiles;

namespace Dhis2.PowerShell.Commands;

/// <content>OAuth2: a client by its secret or its key, or a user with a browser.</content>
public sealed partial class ConnectDhis2Command
{
    private const string OAuth2SecretSet = "OAuth2Secret";
    private const string OAuth2KeySet = "OAuth2Key";
    private const string OAuth2InteractiveSet = "OAuth2Interactive";

    /// <summary>Gets a bearer token from an OAuth2 server and renews it: 30 seconds before its end, and when the server refuses it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OAuth2SecretSet)]
    [Parameter(Mandatory = true, ParameterSetName = OAuth2KeySet)]
    [Parameter(Mandatory = true, ParameterSetName = OAuth2InteractiveSet)]
    public SwitchParameter OAuth2 { get; set; }

    /// <summary>
    /// Logs a user in with the browser (authorization code with PKCE). With a public client you are asked again when the session ends, unless PowerShell runs
    /// with <c>-NonInteractive</c>.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = OAuth2InteractiveSet)]
    public SwitchParameter Interactive { get; set; }

    /// <summary>The id under which the client is registered: at the server (<c>/api/oAuth2Clients</c>), or at the provider. Example: <c>-ClientId powershell</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OAuth2SecretSet)]
    [Parameter(Mandatory = true, ParameterSetName = OAuth2KeySet)]
    [Parameter(Mandatory = true, ParameterSetName = OAuth2InteractiveSet)]
    [ValidateNotNullOrEmpty]
    public string ClientId { get; set; } = "";

    /// <summary>
    /// The client's secret. A client that logs users in may be public and have none; from DHIS2 2.42 on such a session lasts 300 seconds. Example:
    /// <c>-ClientSecret (Get-Secret hmis-client)</c>.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = OAuth2SecretSet)]
    [Parameter(ParameterSetName = OAuth2InteractiveSet)]
    public SecureString? ClientSecret { get; set; }

    /// <summary>
    /// A PEM file with the client's private key, RSA of 2048 bits or more or EC on P-256, without a pass phrase. Signs a proof for each token
    /// (private_key_jwt). Not in Windows PowerShell.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = OAuth2KeySet)]
    [ValidateNotNullOrEmpty]
    public string ClientKeyPath { get; set; } = "";

    /// <summary>The name (<c>kid</c>) by which the OAuth2 server knows the key. Needed only where it knows several.</summary>
    [Parameter(ParameterSetName = OAuth2KeySet)]
    [ValidateNotNullOrEmpty]
    public string? ClientKeyId { get; set; }

    /// <summary>
    /// Scopes to ask for. Default: what the server needs, which is <c>username</c> from 2.42 on; it is added where it is missing. A provider is asked for
    /// none, or for <c>openid</c> when a user logs in.
    /// </summary>
    [Parameter(ParameterSetName = OAuth2SecretSet)]
    [Parameter(ParameterSetName = OAuth2KeySet)]
    [Parameter(ParameterSetName = OAuth2InteractiveSet)]
    public string[]? Scope { get; set; }

    /// <summary>For whom the token is to be, where the provider asks for it: mostly the client id under which the server itself is known there. Example: <c>-Audience dhis2</c>.</summary>
    [Parameter(ParameterSetName = OAuth2SecretSet)]
    [Parameter(ParameterSetName = OAuth2KeySet)]
    [Parameter(ParameterSetName = OAuth2InteractiveSet)]
    [ValidateNotNullOrEmpty]
    public string? Audience { get; set; }

    /// <summary>
    /// An external provider, whose discovery (<c>/.well-known/openid-configuration</c>) names its endpoints. Default: the server's own OAuth2 server.
    /// Example: <c>-Issuer https://idp.example.org/realms/health</c>.
    /// </summary>
    [Parameter(ParameterSetName = OAuth2SecretSet)]
    [Parameter(ParameterSetName = OAuth2KeySet)]
    [Parameter(ParameterSetName = OAuth2InteractiveSet)]
    public Uri? Issuer { get; set; }

    /// <summary>An external provider's token endpoint, when it has no discovery. Example: <c>-TokenEndpoint https://idp.example.org/oauth/token</c>.</summary>
    [Parameter(ParameterSetName = OAuth2SecretSet)]
    [Parameter(ParameterSetName = OAuth2KeySet)]
    public Uri? TokenEndpoint { get; set; }

    /// <summary>
    /// The port on 127.0.0.1 that the browser comes back to. Default: a free one. DHIS2 2.40 and 2.41 compare it with the redirect that is registered, so
    /// give the port of that one.
    /// </summary>
    [Parameter(ParameterSetName = OAuth2InteractiveSet)]
    [ValidateRange(0, 65535)]
    public int RedirectPort { get; set; }

    /// <summary>Shows the address to log in at instead of opening a browser. The browser must run on this computer, because it comes back to 127.0.0.1.</summary>
    [Parameter(ParameterSetName = OAuth2InteractiveSet)]
    public SwitchParameter NoBrowser { get; set; }

    private SessionOptions OfOAuth2() => Options() with
    {
        Uri = Uri,
        Identity = Dhis2Identity.OAuth2(new OAuth2Options
        {
            ClientId = ClientId,
            ClientSecret = ClientSecret?.ToPlainText(),
            ClientKey = ParameterSetName == OAuth2KeySet ? ClientKeyFile.Read(CmdletPaths.New(this, ClientKeyPath)) : null,
            ClientKeyId = ClientKeyId,
            Scope = Scope is null ? null : string.Join(" ", Scope),
            Audience = Audience,
            Issuer = Absolute(Issuer),
            TokenEndpoint = Absolute(TokenEndpoint),
            Interactive = Interactive,
            RedirectPort = RedirectPort,
            OpenBrowser = !NoBrowser,
            MayAskAgain = InteractiveUser.IsPresent(),
        }),
    };

    private static Uri? Absolute(Uri? address) => address is null or { IsAbsoluteUri: true }
        ? address
        : throw new Dhis2InputException($"'{address}' is no address.", "Give a whole address: https://idp.example.org/realms/health.") { Item = address };
}
