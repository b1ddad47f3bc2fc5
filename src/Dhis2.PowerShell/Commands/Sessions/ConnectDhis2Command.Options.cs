using System.Management.Automation;
using System.Net;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <content>How a session talks to its server, whoever asks.</content>
public sealed partial class ConnectDhis2Command
{
    /// <summary>Puts this version in every path (<c>/api/42/...</c>), 28 to 99. Default: none; leave it out unless a server needs it.</summary>
    [Parameter]
    [ValidateRange(28, 99)]
    public int? ApiVersion { get; set; }

    /// <summary>What is sent as User-Agent, to find this client in the server's log. Default: the module's name and version.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserAgent { get; set; }

    /// <summary>Seconds a server may stay silent before a request counts as failed: 1 to 86400, default 300. A long answer that keeps arriving is not cut off.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 300;

    /// <summary>Seconds that making a connection may take: 1 to 3600, default 30.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int ConnectTimeoutSec { get; set; } = 30;

    /// <summary>A proxy, when it is not the system's. Example: <c>-Proxy http://proxy:3128</c> or <c>-Proxy proxy:3128</c>.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>User name and password for the proxy: that of <c>-Proxy</c>, or else the system's.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>How many times a request is sent again after a broken connection or a status of <c>-RetryStatus</c>: 0 to 100, default 4.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 4;

    /// <summary>Seconds before the first retry: 0 to 3600, default 1. It doubles each time, up to 60; a server's Retry-After goes before.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int RetryIntervalSec { get; set; } = 1;

    /// <summary>HTTP statuses that a later try may change. Default: 429, 502, 503, 504. Example: <c>-RetryStatus 429, 500, 503</c>.</summary>
    [Parameter]
    [ValidateRange(400, 599)]
    public int[]? RetryStatus { get; set; }

    /// <summary>
    /// Sends again also what may then be done twice (POST and PATCH of <c>Invoke-Dhis2Request</c>). Imports of data values need no such permission: the same
    /// rows twice do no harm.
    /// </summary>
    [Parameter]
    public SwitchParameter RetryNonIdempotent { get; set; }

    /// <summary>Trusts any certificate. For test servers only: anybody on the way can then read the password.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Lets password or token go over plain http to any host.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Treats a server of an unknown version like the nearest known one.</summary>
    [Parameter]
    public SwitchParameter AllowVersionFallback { get; set; }

    /// <summary>Seconds for which system information, the user and settings are remembered: 0 to 86400, default 300; 0 never.</summary>
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
