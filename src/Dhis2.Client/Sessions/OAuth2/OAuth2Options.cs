using Dhis2.Client.Utilities;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>How a session gets its OAuth2 tokens. Prints and serialises no secret.</summary>
/// <remarks>
/// Without an endpoint and an issuer it is the server's own: <c>/uaa/oauth/*</c> on 2.40 and 2.41, what its discovery
/// names on 2.42 and later.
/// </remarks>
public sealed record OAuth2Options
{
    /// <summary>The client as it is registered.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Its secret; a public client has none.</summary>
    public string? ClientSecret { internal get; init; }

    /// <summary>The key it signs its assertions with (<c>private_key_jwt</c>), as PEM; in place of a secret.</summary>
    public string? ClientKey { internal get; init; }

    /// <summary>The name the server knows that key by.</summary>
    public string? ClientKeyId { get; init; }

    /// <summary>Scopes, separated by blanks; null for those the server needs.</summary>
    public string? Scope { get; init; }

    /// <summary>For whom the token is to be, where a provider asks for it.</summary>
    public string? Audience { get; init; }

    /// <summary>Where tokens are given out.</summary>
    public Uri? TokenEndpoint { get; init; }

    /// <summary>Where the user logs in.</summary>
    public Uri? AuthorizationEndpoint { get; init; }

    /// <summary>A provider whose discovery names both endpoints.</summary>
    public Uri? Issuer { get; init; }

    /// <summary>A user logs in with a browser (authorization code with PKCE), and not the client by itself (client credentials).</summary>
    public bool Interactive { get; init; }

    /// <summary>The port on 127.0.0.1 that the browser comes back to; 0 takes a free one.</summary>
    public int RedirectPort { get; init; }

    /// <summary>Opens the browser; without it the address is told instead.</summary>
    public bool OpenBrowser { get; init; } = true;

    /// <summary>The user may be asked to log in; otherwise only a refresh token that was kept opens a session.</summary>
    public bool MayAsk { get; init; } = true;

    /// <summary>The user may be asked to log in again when the session cannot be renewed.</summary>
    public bool MayAskAgain { get; init; }

    /// <summary>How long the user may take.</summary>
    public TimeSpan LoginTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Where refresh tokens are kept from one session to the next; null keeps none.</summary>
    public IRefreshTokenKeeper? RefreshTokens { get; init; }

    /// <summary>For tests: the wall clock, which counts for assertions only.</summary>
    internal Func<DateTimeOffset> Now { get; init; } = () => DateTimeOffset.UtcNow;

    /// <summary>For tests: what time has passed, which no clock setting changes.</summary>
    internal Func<TimeSpan> Elapsed { get; init; } = MonotonicClock.Elapsed;

    /// <summary>For tests: answers instead of the network.</summary>
    internal HttpMessageHandler? Handler { get; init; }

    /// <summary>For tests: the browser.</summary>
    internal Func<Uri, bool> Browser { get; init; } = BrowserLauncher.TryOpen;

    /// <summary>The client's id, and no secret.</summary>
    public override string ToString() => ClientId;
}
