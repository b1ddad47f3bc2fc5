using System.Net;
using System.Net.Http.Headers;

namespace Dhis2.Client.Http;

/// <summary>What the wire needs to know of the session that it sends for: the server, the identity, and how patient to be.</summary>
internal interface ITransportContext
{
    /// <summary>The server's address, ending in a slash.</summary>
    Uri Uri { get; }

    /// <summary>The cookies; null where the identity keeps none.</summary>
    CookieContainer? Jar { get; }

    /// <summary>Whether the session has been ended.</summary>
    bool IsDisposed { get; }

    /// <summary>Whether the server has let the identity in before: then a later 401 may be the server's trouble and not the password's.</summary>
    bool HasSucceeded { get; set; }

    /// <summary>Whether each refused try counts against the account, which the server locks after a few.</summary>
    bool RefusalsLockAccount { get; }

    /// <summary>How the identity is proved: <c>Basic</c>, <c>Token</c>, <c>Login</c>, <c>OAuth2</c> or <c>None</c>.</summary>
    string Authentication { get; }

    /// <summary>The longest silence of the server, before its answer and within it.</summary>
    TimeSpan ReadTimeout { get; }

    /// <summary>The version to put into the path; null for none.</summary>
    int? ApiVersion { get; }

    /// <summary>What to send as User-Agent; null for the client's own name.</summary>
    string? UserAgent { get; }

    /// <summary>When a request is sent again.</summary>
    RetryPolicy Retry { get; }

    /// <summary>Waits between two tries.</summary>
    Task DelayAsync(TimeSpan time, CancellationToken cancellationToken);

    /// <summary>What to send as Authorization with the next request; null where a cookie stands for it, or nobody is asking.</summary>
    Task<AuthenticationHeaderValue?> AuthorizeAsync(IClientEvents? events, CancellationToken cancellationToken);

    /// <summary>Whether a refusal is about the proof that was sent, so that another may help.</summary>
    bool MayRenewAfter(Dhis2AuthenticationException refusal);

    /// <summary>After a refusal: proves the identity anew, as far as its kind can.</summary>
    Task<RenewedProof> RenewAsync(AuthenticationHeaderValue? refused, IClientEvents? events, CancellationToken cancellationToken);

    /// <summary>What an error means to the identity; the error as it was where it means nothing else.</summary>
    Dhis2Exception Judge(Dhis2Exception error);
}
