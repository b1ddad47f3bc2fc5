using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Sessions;

namespace Dhis2.PowerShell.Commands;

/// <summary>Opens a session with a server: proves who asks, and learns the server's version.</summary>
[Cmdlet(VerbsCommunications.Connect, "Dhis2", DefaultParameterSetName = "Credential")]
[OutputType(typeof(Dhis2Session))]
public sealed class ConnectDhis2Command : Dhis2Cmdlet
{
    /// <summary>The server's address, with the context path if it has one.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Url", "Server")]
    public Uri Uri { get; set; } = null!;

    /// <summary>User name and password.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Credential")]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>A personal access token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Token")]
    public SecureString Token { get; set; } = null!;

    /// <summary>A name to find the session by in any runspace.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Sends this version in every path, such as 42.</summary>
    [Parameter]
    [ValidateRange(28, 99)]
    public int? ApiVersion { get; set; }

    /// <summary>Sent as User-Agent.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserAgent { get; set; }

    /// <summary>How long the server may stay silent.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 300;

    /// <summary>How long a connection may take.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int ConnectTimeoutSec { get; set; } = 30;

    /// <summary>A proxy, when it is not the system's.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>User name and password for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>How many times a request is sent again.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 4;

    /// <summary>Wait before the first retry; it doubles each time.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int RetryIntervalSec { get; set; } = 1;

    /// <summary>HTTP statuses that a later try may change.</summary>
    [Parameter]
    [ValidateRange(400, 599)]
    public int[]? RetryStatus { get; set; }

    /// <summary>Also sends again what may then be done twice.</summary>
    [Parameter]
    public SwitchParameter RetryNonIdempotent { get; set; }

    /// <summary>Trusts any certificate: for test servers.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Sends credentials over plain http to any host.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Treats a server of an unknown version like the nearest known one.</summary>
    [Parameter]
    public SwitchParameter AllowVersionFallback { get; set; }

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
        var options = Options();
        var session = Await(token => SessionFactory.ConnectAsync(options, ClientEvents, token));
        SessionStore.Add(session);
        if (!NoDefault)
            SessionStore.Default = session;
        WriteVerbose(string.Format(CultureInfo.InvariantCulture, "Connected to {0} (DHIS2 {1}) as {2}.", session.Uri, session.Version, session.UserName));
        if (PassThru)
            WriteObject(session);
    }

    private SessionOptions Options()
    {
        var retry = new RetryPolicy { MaximumRetryCount = MaximumRetryCount, Interval = TimeSpan.FromSeconds(RetryIntervalSec), RetryNonIdempotent = RetryNonIdempotent };
        return new SessionOptions
        {
            Uri = Uri,
            Identity = Identity(),
            Name = Name,
            Retry = RetryStatus is null ? retry : retry with { Statuses = RetryStatus },
            ConnectTimeout = TimeSpan.FromSeconds(ConnectTimeoutSec),
            ReadTimeout = TimeSpan.FromSeconds(TimeoutSec),
            ApiVersion = ApiVersion,
            UserAgent = UserAgent,
            Proxy = Proxy is null ? null : new WebProxy(Proxy) { Credentials = ProxyCredential?.GetNetworkCredential() },
            SkipCertificateCheck = SkipCertificateCheck,
            AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
            AllowVersionFallback = AllowVersionFallback,
        };
    }

    private Dhis2Identity Identity()
    {
        if (ParameterSetName == "Token")
            return Dhis2Identity.Token(new NetworkCredential("", Token).Password);
        var credential = Credential.GetNetworkCredential();
        // The network credential splits DOMAIN\name; DHIS2 knows no domains, and the name is meant as it was written.
        return Dhis2Identity.Basic(Credential.UserName, credential.Password);
    }
}
