using System.Net;
using System.Net.Sockets;
using Dhis2.Client.Sessions;
using Dhis2.Client.Sessions.OAuth2;
using Dhis2.Client.Tests.Support;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;

namespace Dhis2.Client.Tests.Sessions;

/// <summary>A user logs in with a browser: what goes out, what comes back, and all that may come back instead.</summary>
public sealed class OAuth2LoginTests
{
    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_user_logs_in_with_a_code_and_its_verifier(Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        using var session = await bench.ConnectAsync(bench.Interactive());
        await bench.Browsing;
        Assert.Equal(("reader", "OAuth2"), (session.UserName, session.Authentication));
        var asked = bench.Address!;
        Assert.Equal(dialect <= Dialect.V41 ? "/uaa/oauth/authorize" : "/oauth2/authorize", asked.AbsolutePath);
        Assert.Equal(("code", "S256", dialect <= Dialect.V41 ? "ALL" : "username"), (OAuth2Bench.Query(asked, "response_type"), OAuth2Bench.Query(asked, "code_challenge_method"), OAuth2Bench.Query(asked, "scope")));
        var form = Form(Assert.Single(bench.TokenRequests).Body);
        Assert.Equal(OAuth2Bench.Query(asked, "code_challenge"), Pkce.ChallengeOf(form["code_verifier"]));
        Assert.Equal(OAuth2Bench.Query(asked, "redirect_uri"), form["redirect_uri"]);
        Assert.StartsWith("http://127.0.0.1:", form["redirect_uri"], StringComparison.Ordinal);
        Assert.True(form["code_verifier"].Length >= 43 && OAuth2Bench.Query(asked, "state")!.Length >= 43);
        Assert.All(bench.Server.Log.Requests.Where(r => r.Path.StartsWith("/api/me", StringComparison.Ordinal)), r =>
        {
            Assert.StartsWith("Bearer ", r.Headers["Authorization"], StringComparison.Ordinal);
            Assert.False(r.Headers.ContainsKey("Cookie"));
        });
    }

    [Theory]
    [InlineData(Dialect.V42)]
    [InlineData(Dialect.V43)]
    public async Task A_public_client_is_told_that_its_session_is_short(Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        using var session = await bench.ConnectAsync(bench.Interactive(OAuth2Bench.Public));
        Assert.Equal("reader", session.UserName);
        Assert.Single(bench.Events.Notices, n => n.Contains("no refresh token", StringComparison.Ordinal));
        Assert.False(bench.TokenRequests[0].Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_public_client_goes_on_to_the_end_of_its_token_and_then_says_so()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        using var session = await bench.ConnectAsync(bench.Interactive(OAuth2Bench.Public));
        bench.Pass(285);
        await bench.ReadAsync(session);
        bench.Pass(20);
        var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ReadAsync(session));
        Assert.Equal(AuthenticationReason.SessionEnded, error.Reason);
        Assert.Contains("no refresh token", error.Message, StringComparison.Ordinal);
        Assert.Single(bench.TokenRequests);
    }

    [Fact]
    public async Task Who_may_be_asked_logs_in_again()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        using var session = await bench.ConnectAsync(bench.Interactive(OAuth2Bench.Public, mayAskAgain: true));
        bench.Pass(285);
        await bench.ReadAsync(session);
        await bench.Browsing;
        Assert.Equal(2, bench.TokenRequests.Count);
        Assert.Single(bench.Events.Notices, n => n.Contains("log in again", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Who_refuses_in_the_browser_is_not_logged_in(Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ConnectAsync(bench.Interactive(browser: bench.BrowseAndRefuse)));
        Assert.Equal(("access_denied", AuthenticationReason.OAuth2Refused), (error.Error, error.Reason));
        Assert.Empty(bench.TokenRequests);
    }

    [Fact]
    public async Task Only_the_answer_to_this_login_counts()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        var answers = new List<HttpStatusCode>();
        var disturbing = Task.CompletedTask;
        using var session = await bench.ConnectAsync(bench.Interactive(browser: address =>
        {
            disturbing = DisturbAsync(new Uri(OAuth2Bench.Query(address, "redirect_uri")!), answers).ContinueWith(_ => bench.Browse(address), TaskScheduler.Default);
            return true;
        }));
        await disturbing;
        Assert.Equal("reader", session.UserName);
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.NotFound], answers);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var options = new OAuth2Options { ClientId = OAuth2Bench.Public, Interactive = true, RedirectPort = port, Browser = _ => throw new InvalidOperationException("Nobody listens.") };
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => bench.ConnectAsync(options));
        Assert.Equal(port, error.Item);
    }

    [Fact]
    public async Task Nobody_is_waited_for_for_ever()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        var options = new OAuth2Options { ClientId = OAuth2Bench.Public, Interactive = true, OpenBrowser = false, LoginTimeout = TimeSpan.FromMilliseconds(50), Browser = _ => throw new InvalidOperationException("No browser was wanted.") };
        await Assert.ThrowsAsync<Dhis2TimeoutException>(() => bench.ConnectAsync(options));
        Assert.Contains(bench.Server.Uri + "oauth2/authorize?", Assert.Single(bench.Events.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_is_ended_by_the_one_who_waits()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        using var stop = new CancellationTokenSource();
        var options = new SessionOptions
        {
            Uri = bench.Server.Uri,
            Identity = Dhis2Identity.OAuth2(new OAuth2Options { ClientId = OAuth2Bench.Public, Interactive = true, Browser = _ => { stop.CancelAfter(20); return true; } }),
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SessionFactory.ConnectAsync(options, bench.Events, stop.Token));
    }

    [Fact]
    public async Task A_kept_refresh_token_saves_the_login_and_a_dead_one_does_not_stop_it()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        var keeper = new MemoryKeeper();
        (await bench.ConnectAsync(bench.Interactive(keeper: keeper))).Dispose();
        Assert.NotNull(keeper.Token);
        (await bench.ConnectAsync(bench.Interactive(keeper: keeper, browser: _ => throw new InvalidOperationException("No login was needed.")))).Dispose();
        bench.Server.OAuth2.ForgetRefreshTokens();
        using var session = await bench.ConnectAsync(bench.Interactive(keeper: keeper));
        Assert.Equal("reader", session.UserName);
        Assert.Equal(3, keeper.Saved.Count);
        Assert.Null(keeper.Saved[1]);
        Assert.Equal(4, bench.TokenRequests.Count);
    }

    private static async Task DisturbAsync(Uri redirect, List<HttpStatusCode> answers)
    {
        using var http = new HttpClient();
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, redirect.Port);
        foreach (var path in new[] { "favicon.ico", "?code=stolen&state=wrong", "?code=stolen", "other?code=stolen&state=wrong", "" })
        {
            using var answer = await http.GetAsync(new Uri(redirect, path));
            answers.Add(answer.StatusCode);
        }
    }

    internal static Dictionary<string, string> Form(string body) =>
        body.Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => WebUtility.UrlDecode(p[1]), StringComparer.Ordinal);
}
