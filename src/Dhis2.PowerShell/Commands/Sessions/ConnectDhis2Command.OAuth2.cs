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

    /// <summary>Gets an OAuth2 token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OAuth2SecretSet)]
    [Parameter(Mandatory = true, ParameterSetName = OAuth2KeySet)]
    [Parameter(Mandatory = true, ParameterSetName = OAuth2InteractiveSet)]
    public SwitchParameter OAuth2 { get; set; }

    /// <summary>Logs a user in with a browser.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OAuth2InteractiveSet)]
    public SwitchParameter Interactive { get; set; }

    /// <summary>The client as it is registered.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OAuth2SecretSet)]
    [Parameter(Mandatory = true, ParameterSetName = OAuth2KeySet)]
    [Parameter(Mandatory = true, ParameterSetName = OAuth2InteractiveSet)]
    [ValidateNotNullOrEmpty]
    public string ClientId { get; set; } = "";

    /// <summary>The client's secret; a public client has none.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OAuth2SecretSet)]
    [Parameter(ParameterSetName = OAuth2InteractiveSet)]
    public SecureString? ClientSecret { get; set; }

    /// <summary>A PEM file with the client's private key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OAuth2KeySet)]
    [ValidateNotNullOrEmpty]
    public string ClientKeyPath { get; set; } = "";

    /// <summary>The name the OAuth2 server knows the key by.</summary>
    [Parameter(ParameterSetName = OAuth2KeySet)]
    [ValidateNotNullOrEmpty]
    public string? ClientKeyId { get; set; }

    /// <summary>Scopes; 'username' is added for the server's own.</summary>
    [Parameter(ParameterSetName = OAuth2SecretSet)]
    [Parameter(ParameterSetName = OAuth2KeySet)]
    [Parameter(ParameterSetName = OAuth2InteractiveSet)]
    public string[]? Scope { get; set; }

    /// <summary>For whom the token is, where a provider asks.</summary>
    [Parameter(ParameterSetName = OAuth2SecretSet)]
    [Parameter(ParameterSetName = OAuth2KeySet)]
    [Parameter(ParameterSetName = OAuth2InteractiveSet)]
    [ValidateNotNullOrEmpty]
    public string? Audience { get; set; }

    /// <summary>An external provider, whose discovery names its endpoints.</summary>
    [Parameter(ParameterSetName = OAuth2SecretSet)]
    [Parameter(ParameterSetName = OAuth2KeySet)]
    [Parameter(ParameterSetName = OAuth2InteractiveSet)]
    public Uri? Issuer { get; set; }

    /// <summary>An external provider's token endpoint.</summary>
    [Parameter(ParameterSetName = OAuth2SecretSet)]
    [Parameter(ParameterSetName = OAuth2KeySet)]
    public Uri? TokenEndpoint { get; set; }

    /// <summary>The port on 127.0.0.1 that the browser comes back to.</summary>
    [Parameter(ParameterSetName = OAuth2InteractiveSet)]
    [ValidateRange(0, 65535)]
    public int RedirectPort { get; set; }

    /// <summary>Shows the address instead of opening a browser.</summary>
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
