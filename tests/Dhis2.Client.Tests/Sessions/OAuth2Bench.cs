using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;
using Dhis2.Client.Sessions.OAuth2;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.OAuth2;
using Microsoft.IdentityModel.Tokens;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;

namespace Dhis2.Client.Tests.Sessions;

/// <summary>A sandbox with an OAuth2 server, clients registered there, a user with a browser, and time that a test moves.</summary>
internal sealed partial class OAuth2Bench : IAsyncDisposable
{
    public const string Confidential = "conf";
    public const string Public = "pub";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private TimeSpan _passed = TimeSpan.FromHours(1);

    private OAuth2Bench(SandboxServer server) => Server = server;

    public SandboxServer Server { get; }

    public Dialect Dialect => Server.State.Dialect;

    public NoticeEvents Events { get; } = new();

    /// <summary>What the user did in the browser went wrong, where it did.</summary>
    public Task Browsing { get; private set; } = Task.CompletedTask;

    /// <summary>The address the browser was opened with last.</summary>
    public Uri? Address { get; private set; }

    public IReadOnlyList<LoggedRequest> TokenRequests => [.. Server.Log.Requests.Where(r => r.Method == "POST" && r.Path.EndsWith("/token", StringComparison.Ordinal))];

    public static async Task<OAuth2Bench> StartAsync(Dialect dialect)
    {
        var bench = new OAuth2Bench(await SandboxFixture.StartAsync(dialect, new SandboxOptions { OAuth2 = true }));
        bench.Register(Confidential, KnownSecrets.Hash, KnownSecrets.Secret, "client_secret_basic");
        if (dialect >= Dialect.V42)
            bench.Register(Public, null, null, "none");
        return bench;
    }

    /// <summary>Registers a client as its version stores it.</summary>
    public void Register(string id, string? hash, string? secret, string method, Action<JsonObject>? change = null)
    {
        var client = Dialect <= Dialect.V41
            ? new JsonObject { ["cid"] = id, ["secret"] = secret, ["grantTypes"] = new JsonArray("refresh_token", "authorization_code"), ["redirectUris"] = new JsonArray("http://127.0.0.1/") }
            : new JsonObject
            {
                ["clientId"] = id,
                ["clientSecret"] = hash,
                ["clientAuthenticationMethods"] = method,
                ["authorizationGrantTypes"] = "authorization_code,refresh_token",
                ["redirectUris"] = "http://127.0.0.1/",
                ["scopes"] = "openid,username",
            };
        client["id"] = "oaClient" + id.PadRight(3, '0')[..3];
        change?.Invoke(client);
        Server.State.Country.Put("oAuth2Clients", client);
    }

    /// <summary>Enrols a device with a key, and gives its options.</summary>
    public OAuth2Options Device(AsymmetricAlgorithm key, string pem)
    {
        var json = key is RSA rsa
            ? new JsonObject { ["kty"] = "RSA", ["kid"] = "k1", ["n"] = Base64UrlEncoder.Encode(rsa.ExportParameters(false).Modulus!), ["e"] = Base64UrlEncoder.Encode(rsa.ExportParameters(false).Exponent!) }
            : new JsonObject { ["kty"] = "EC", ["kid"] = "k1", ["crv"] = "P-256", ["x"] = Base64UrlEncoder.Encode(((ECDsa)key).ExportParameters(false).Q.X!), ["y"] = Base64UrlEncoder.Encode(((ECDsa)key).ExportParameters(false).Q.Y!) };
        Register("device", null, null, "private_key_jwt", c =>
        {
            c["authorizationGrantTypes"] = "client_credentials";
            c["jwks"] = new JsonObject { ["keys"] = new JsonArray(json) };
            c["createdBy"] = new JsonObject { ["username"] = "reader" };
        });
        return new OAuth2Options { ClientId = "device", ClientKey = pem, ClientKeyId = "k1", Elapsed = () => _passed };
    }

    /// <summary>A client that logs a user in; 2.40 and 2.41 compare the port, so one is registered for them.</summary>
    public OAuth2Options Interactive(string client = Confidential, bool mayAskAgain = false, IRefreshTokenKeeper? keeper = null, Func<Uri, bool>? browser = null)
    {
        var port = 0;
        if (Dialect <= Dialect.V41)
        {
            using var free = LoopbackListener.Open(0);
            port = free.Address.Port;
            Server.State.Country.Of("oAuth2Clients").Values.Single()["redirectUris"] = new JsonArray(free.Address.AbsoluteUri);
        }
        return new OAuth2Options
        {
            ClientId = client,
            ClientSecret = client == Confidential ? KnownSecrets.Secret : null,
            Interactive = true,
            RedirectPort = port,
            MayAskAgain = mayAskAgain,
            RefreshTokens = keeper,
            Browser = browser ?? Browse,
            Elapsed = () => _passed,
        };
    }

    public Task<Session> ConnectAsync(OAuth2Options options) =>
        TestSession.ConnectAsync(Server, o => o with { Identity = Dhis2Identity.OAuth2(options), Retry = new RetryPolicy { MaximumRetryCount = 1, Interval = TimeSpan.FromMilliseconds(5) } }, Events);

    public Task ReadAsync(Session session) => session.As(Events).ReadAsync(new Dhis2Request("me"), TestContext.Current.CancellationToken);

    /// <summary>Lets time pass, with whatever the machine's clock says left as it is.</summary>
    public void Pass(double seconds) => _passed += TimeSpan.FromSeconds(seconds);

    /// <summary>The user reader logs in and consents.</summary>
    public bool Browse(Uri address)
    {
        Address = address;
        Browsing = Task.Run(() => LogInAsync(address, isWilling: true));
        return true;
    }

    /// <summary>The user reader logs in and refuses.</summary>
    public bool BrowseAndRefuse(Uri address)
    {
        Browsing = Task.Run(() => LogInAsync(address, isWilling: false));
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    private async Task LogInAsync(Uri address, bool isWilling)
    {
        var cookie = "JSESSIONID=" + Server.State.Sessions.Open(Server.Users["reader"]);
        using var asked = await SendAsync(HttpMethod.Get, address, cookie, null);
        var target = asked.Headers.Location;
        if (asked.StatusCode == HttpStatusCode.OK)
        {
            var page = await asked.Content.ReadAsStringAsync();
            var answer = Dialect <= Dialect.V41
                ? "user_oauth_approval=" + (isWilling ? "true" : "false")
                : $"client_id={Query(address, "client_id")}&state={Uri.EscapeDataString(ConsentState().Match(page).Groups[1].Value)}{(isWilling ? "&scope=username" : "")}";
            using var consented = await SendAsync(HttpMethod.Post, new Uri(Server.Uri, address.AbsolutePath), cookie, answer);
            target = consented.Headers.Location;
        }
        using var end = await _http.GetAsync(target ?? throw new InvalidOperationException($"The server asks nothing and sends nowhere: {asked.StatusCode}."));
        Assert.Equal(HttpStatusCode.OK, end.StatusCode);
        var shown = await end.Content.ReadAsStringAsync();
        Assert.DoesNotContain(Query(target, "code") is { Length: > 0 } code ? code : "code=", shown, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, string cookie, string? form)
    {
        var request = new HttpRequestMessage(method, address) { Content = form is null ? null : new StringContent(form, null, "application/x-www-form-urlencoded") };
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        return _http.SendAsync(request);
    }

    public static string? Query(Uri address, string name) =>
        address.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2)).Where(p => p[0] == name).Select(p => Uri.UnescapeDataString(p[1])).FirstOrDefault();

    [GeneratedRegex("name=\"state\" value=\"([^\"]+)\"")]
    private static partial Regex ConsentState();

    /// <summary>Keeps what the client tells, notices by themselves.</summary>
    internal sealed class NoticeEvents : IClientEvents
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _notices = new();
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _all = new();

        public IReadOnlyList<string> Notices => [.. _notices];

        public IReadOnlyList<string> All => [.. _all];

        public void OnRequest(RequestTrace trace) => _all.Enqueue(trace + trace.Details);

        public void OnRetry(RetryTrace trace) => _all.Enqueue(trace.ToString());

        public void OnProgress(ProgressTrace progress) => _all.Enqueue(progress.ToString());

        public void OnWarning(string message) => _all.Enqueue(message);

        public void OnNotice(string message) => _notices.Enqueue(message);
    }
}

/// <summary>Keeps a refresh token in memory, and counts.</summary>
internal sealed class MemoryKeeper(string? token = null) : IRefreshTokenKeeper
{
    public string? Token { get; private set; } = token;

    public List<string?> Saved { get; } = [];

    public Task<string?> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(Token);

    public Task SaveAsync(string refreshToken, CancellationToken cancellationToken) => Set(refreshToken);

    public Task ForgetAsync(string refusedToken, CancellationToken cancellationToken) => Token == refusedToken ? Set(null) : Task.CompletedTask;

    private Task Set(string? token)
    {
        Token = token;
        Saved.Add(token);
        return Task.CompletedTask;
    }
}
