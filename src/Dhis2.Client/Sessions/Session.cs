using System.Net;
using System.Net.Http.Headers;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;

namespace Dhis2;

/// <summary>
/// One server, one identity, one connection pool. Safe to use from many threads and runspaces. Prints and serialises no secret.
/// </summary>
public sealed class Session : IDisposable, ITransportContext
{
    private readonly SessionOptions _options;
    private readonly CookieContainer? _jar;
    private readonly HttpClient _client;
    private bool _hasSucceeded;

    internal Session(SessionOptions options)
    {
        _options = options;
        Uri = ServerUri.Check(options.Uri, options.AllowUnencryptedAuthentication);
        Name = options.Name;
        Cache = new SessionCache(options.CacheTtl);
        _jar = options.Identity is { KeepsCookies: true } ? new CookieContainer() : null;
        _client = HttpHandlers.CreateClient(options, options.Handler, _jar);
        Transport = new Transport(this, _client);
    }

    /// <summary>The server's address, ending in a slash.</summary>
    public Uri Uri { get; private set; }

    /// <summary>The name it was opened under, if any.</summary>
    public string? Name { get; }

    /// <summary>The profile it was opened with, if any.</summary>
    public string? Profile => _options.Profile;

    /// <summary>Where server and account were found, when they were not given: a profile, the environment, a file.</summary>
    public string? Source => _options.Source;

    /// <summary>The user the server knows this session as.</summary>
    public string? UserName { get; internal set; }

    /// <summary>How the identity is proved: <c>Basic</c>, <c>Token</c>, <c>Login</c> (with a one-time password) or <c>OAuth2</c>.</summary>
    public string Authentication => _options.Identity?.Kind ?? "None";

    /// <summary>The server's version.</summary>
    public ServerVersion? Version { get; internal set; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset Connected { get; internal set; }

    /// <summary>Whether it has been ended.</summary>
    public bool IsDisposed { get; private set; }

    internal Dialect Dialect { get; set; } = null!;

    /// <summary>The version as the server told it before anybody logged in; null on 2.40, which does not tell.</summary>
    internal ServerVersion? ProbedVersion { get; set; }

    /// <summary>What the server said lately of things that seldom change.</summary>
    internal SessionCache Cache { get; }

    internal SessionOptions Options => _options;

    internal Transport Transport { get; }

    /// <summary>Whether the server has let this identity in before: then a later 401 may be the server's trouble and not the password's.</summary>
    internal bool HasSucceeded
    {
        get => Volatile.Read(ref _hasSucceeded);
        set => Volatile.Write(ref _hasSucceeded, value);
    }

    /// <summary>Takes the address that the server itself uses, before anybody has logged in: one of the same origin.</summary>
    internal void MoveTo(Uri uri) => Uri = uri;

    /// <summary>Forgets what the server said lately of things that seldom change, so that the next question is asked anew.</summary>
    /// <param name="name">What to forget, by the <c>CacheName</c> of its reader; everything when null.</param>
    public void ClearCache(string? name = null) => Cache.Clear(name);

    /// <summary>The session as one caller uses it.</summary>
    public Dhis2Caller As(IClientEvents? events = null) => new(this, events);

    /// <summary>Ends the session in good order: the server hears of it where it keeps count. A server that does not answer is left alone.</summary>
    public async Task EndAsync(IClientEvents? events, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            if (!IsDisposed && _options.Identity is { } identity)
                await identity.EndAsync(As(events), timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Dhis2Exception or OperationCanceledException)
        {
            // The session ends here whether the server was told or not.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Ends the session and closes its connections.</summary>
    public void Dispose()
    {
        if (IsDisposed)
            return;
        IsDisposed = true;
        // A session that has ended must not answer from its cache.
        Cache.Clear();
        _client.Dispose();
        _options.Identity?.Dispose();
    }

    /// <summary>Server, user and version; never a secret.</summary>
    public override string ToString() => $"{UserName ?? "?"}@{Uri} ({Version})";

    CookieContainer? ITransportContext.Jar => _jar;

    bool ITransportContext.HasSucceeded
    {
        get => HasSucceeded;
        set => HasSucceeded = value;
    }

    bool ITransportContext.RefusalsLockAccount => _options.Identity?.SendsPassword == true;

    TimeSpan ITransportContext.ReadTimeout => _options.ReadTimeout;

    int? ITransportContext.ApiVersion => _options.ApiVersion;

    string? ITransportContext.UserAgent => _options.UserAgent;

    RetryPolicy ITransportContext.Retry => _options.Retry;

    Task ITransportContext.DelayAsync(TimeSpan time, CancellationToken cancellationToken) => _options.Delay(time, cancellationToken);

    Task<AuthenticationHeaderValue?> ITransportContext.AuthorizeAsync(IClientEvents? events, CancellationToken cancellationToken) =>
        _options.Identity?.AuthorizeAsync(As(events), cancellationToken) ?? Task.FromResult<AuthenticationHeaderValue?>(null);

    bool ITransportContext.MayRenewAfter(Dhis2AuthenticationException refusal) => _options.Identity?.MayRenewAfter(refusal) != false;

    Task<RenewedProof> ITransportContext.RenewAsync(AuthenticationHeaderValue? refused, IClientEvents? events, CancellationToken cancellationToken) =>
        _options.Identity?.RenewAsync(As(events), refused, cancellationToken) ?? Task.FromResult(RenewedProof.None);

    Dhis2Exception ITransportContext.Judge(Dhis2Exception error) => _options.Identity?.Judge(this, error) ?? error;

    /// <summary>Forgets the login cookie, so that the next request proves the identity anew.</summary>
    internal void ForgetCookies()
    {
        if (_jar is null)
            return;
        foreach (Cookie cookie in _jar.GetCookies(new Uri(Uri, "api/")))
            cookie.Expired = true;
        foreach (Cookie cookie in _jar.GetCookies(Uri))
            cookie.Expired = true;
    }
}
