using System.Net;
using Dhis2.Client.Http;

namespace Dhis2.Client.Sessions;

/// <summary>How a session talks to its server.</summary>
public sealed record SessionOptions
{
    /// <summary>The server's address, with the context path if it has one: <c>https://dhis2.example.org/hmis</c>.</summary>
    public Uri? Uri { get; init; }

    /// <summary>Who asks.</summary>
    public Dhis2Identity? Identity { get; init; }

    /// <summary>A name to find the session by, in any runspace.</summary>
    public string? Name { get; init; }

    /// <summary>Where server and account were found, when the user did not give them: never a secret.</summary>
    public string? Source { get; init; }

    /// <summary>The profile they were found in.</summary>
    public string? Profile { get; init; }

    /// <summary>When a request is sent again.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>The longest wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest silence of the server, before its answer and within it.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Sends the version in the path (<c>/api/42/...</c>).</summary>
    public int? ApiVersion { get; init; }

    /// <summary>Sent as User-Agent.</summary>
    public string? UserAgent { get; init; }

    /// <summary>A proxy, when it is not the system's.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>Trusts any certificate: for test servers.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Sends credentials over plain http to any host, not only to this machine.</summary>
    public bool AllowUnencryptedAuthentication { get; init; }

    /// <summary>Treats a server newer than the newest known version like that one, and an older one like the oldest.</summary>
    public bool AllowVersionFallback { get; init; }

    /// <summary>How long system information, the user and settings are remembered; zero never.</summary>
    public TimeSpan CacheTtl { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>For tests: answers instead of the network.</summary>
    internal HttpMessageHandler? Handler { get; init; }

    /// <summary>For tests: the waits between tries.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Delay { get; init; } = Task.Delay;
}
