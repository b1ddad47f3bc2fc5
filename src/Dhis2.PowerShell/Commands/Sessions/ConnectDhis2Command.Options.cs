using System.Management.Automation;
using System.Net;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <content>How a session talks to its server, whoever asks.</content>
public sealed partial class ConnectDhis2Command
{
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

    /// <summary>How long system information, the user and settings are remembered; 0 never.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int CacheTtlSec { get; set; } = 300;

    private SessionOptions Options()
    {
        var retry = new RetryPolicy { MaximumRetryCount = MaximumRetryCount, Interval = TimeSpan.FromSeconds(RetryIntervalSec), RetryNonIdempotent = RetryNonIdempotent };
        return new SessionOptions
        {
            Name = Name,
            Retry = RetryStatus is null ? retry : retry with { Statuses = RetryStatus },
            ConnectTimeout = TimeSpan.FromSeconds(ConnectTimeoutSec),
            ReadTimeout = TimeSpan.FromSeconds(TimeoutSec),
            ApiVersion = ApiVersion,
            UserAgent = UserAgent,
            Proxy = NewProxy(),
            SkipCertificateCheck = SkipCertificateCheck,
            AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
            AllowVersionFallback = AllowVersionFallback,
            CacheTtl = TimeSpan.FromSeconds(CacheTtlSec),
        };
    }

    private IWebProxy? NewProxy()
    {
        var credentials = ProxyCredential?.GetNetworkCredential();
        if (Proxy is not null)
            return new WebProxy(ProxyAddress(Proxy)) { Credentials = credentials };
        if (credentials is null)
            return null;
        return SystemProxy.For(Uri, credentials) ?? throw new Dhis2InputException(
            "-ProxyCredential was given, and the system has no proxy for the server.", "Give the proxy with -Proxy, or leave out -ProxyCredential.")
        { Item = "-ProxyCredential" };
    }

    // host:8080 is parsed as an address with the scheme 'host'.
    private static Uri ProxyAddress(Uri given)
    {
        var text = given.OriginalString;
        var address = text.Contains("://") ? given : Uri.TryCreate("http://" + text, UriKind.Absolute, out var plain) ? plain : null;
        return address is { IsAbsoluteUri: true, Scheme: "http" or "https" or "socks4" or "socks4a" or "socks5" } && address.Host.Length > 0
            ? address
            : throw new Dhis2InputException($"'{text}' is no address of a proxy.", "Give it as http://host:8080, or as host:8080.") { Item = text };
    }
}
