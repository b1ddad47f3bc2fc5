using System.Text;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;
using Dhis2.Client.Sessions.OAuth2;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;

namespace Dhis2.Client.Tests.Sessions;

/// <summary>Who asks: one jar an identity, none for tokens, and no secret in anything that can be seen.</summary>
public sealed class IdentityTests
{
    private const string Secret = "s3cr3t-w0rd-ü";

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Each_identity_is_itself_whoever_else_asks(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var admin = await TestSession.ConnectAsync(server);
        using var umlaut = await TestSession.ConnectAsync(server, o => o with { Identity = Dhis2Identity.Basic("auth_umlaut", SandboxUsers.UmlautPassword) });
        using var clerk = await TestSession.ConnectAsync(server, o => o with { Identity = Dhis2Identity.Basic("clerk", SandboxUsers.Password) });
        Assert.Equal(["admin", "auth_umlaut", "clerk"], [admin.UserName!, umlaut.UserName!, clerk.UserName!]);
        foreach (var session in new[] { admin, clerk, umlaut, admin })
        {
            var me = JsonDocument.Parse(await session.As().ReadAsync(new Dhis2Request("me?fields=username"), TestContext.Current.CancellationToken));
            Assert.Equal(session.UserName, me.RootElement.GetProperty("username").GetString());
            Assert.Equal(session.UserName, server.Log.Requests[^1].User);
        }
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_session_that_expired_is_renewed_without_a_word(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Sessions.Clear();
        await session.As().ReadAsync(new Dhis2Request("me"), TestContext.Current.CancellationToken);
        Assert.Equal("admin", server.Log.Requests[^1].User);
    }

    [Theory]
    [InlineData("admin", "wrong")]
    [InlineData("Admin", SandboxUsers.AdminPassword)]
    [InlineData("nobody", "x")]
    [InlineData("former", SandboxUsers.Password)]
    public async Task Who_is_not_known_is_not_let_in_and_the_password_is_tried_no_further(string user, string password)
    {
        await using var server = await SandboxFixture.StartAsync();
        await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => TestSession.ConnectAsync(server, o => o with { Identity = Dhis2Identity.Basic(user, password) }));
        // Without credentials first, then Basic; the login endpoint is asked for a reason that Basic did not give.
        Assert.Equal(["/api/loginConfig", "/api/system/info"], server.Log.Requests.Select(r => r.Path).Where(p => p != "/api/auth/login"));
        Assert.InRange(server.Log.Requests.Count, 2, 3);
    }

    [Fact]
    public async Task A_token_is_sent_each_time_and_its_cookies_never()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        var token = ApiTokens.Reader;
        var options = new SessionOptions { Uri = server.Uri, Identity = Dhis2Identity.Token(token) };
        using var session = await SessionFactory.ConnectAsync(options, null, TestContext.Current.CancellationToken);
        await session.As().ReadAsync(new Dhis2Request("me"), TestContext.Current.CancellationToken);
        Assert.Equal("auth_reader", session.UserName);
        Assert.All(server.Log.Requests.Where(r => r.Path != "/api/loginConfig"), r =>
        {
            Assert.Equal("ApiToken " + token, r.Headers["Authorization"]);
            Assert.False(r.Headers.ContainsKey("Cookie"));
        });
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Token")]
    [InlineData("Login")]
    [InlineData("OAuth2")]
    public async Task A_session_can_be_ended_twice(string kind)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42, new SandboxOptions { OAuth2 = true });
        var session = await TestSession.ConnectAsync(server, o => o with { Identity = Make(kind, server.Uri) });
        Assert.Equal(kind, session.Authentication);
        await session.EndAsync(null, TestContext.Current.CancellationToken);
        await session.EndAsync(null, TestContext.Current.CancellationToken);
        session.Dispose();
        Assert.True(session.IsDisposed);
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("a:b", "x")]
    public void A_name_that_cannot_be_one_is_refused(string name, string password) =>
        Assert.Throws<Dhis2InputException>(() => Dhis2Identity.Basic(name, password));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("d2p at")]
    [InlineData("d2pat_\u00e9")]
    [InlineData("d2pat_\r\nX: y")]
    public void A_token_that_cannot_be_one_is_refused_and_not_repeated(string token)
    {
        var error = Assert.Throws<Dhis2InputException>(() => Dhis2Identity.Token(token));
        if (token.Trim().Length > 0)
            Assert.DoesNotContain(token, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_is_seen_anywhere()
    {
        await using var server = await SandboxFixture.StartAsync();
        var seen = new RecordedEvents();
        const string Token = "d2pat_5xVA12xyUbWNedQxy4ohH77WlxRGVvZZ1151814092";
        foreach (var identity in new[] { Dhis2Identity.Basic("admin", Secret), Dhis2Identity.Token(Token), Dhis2Identity.Basic("admin", SandboxUsers.AdminPassword) })
        {
            var options = new SessionOptions { Uri = server.Uri, Identity = identity, Retry = new RetryPolicy { Interval = TimeSpan.FromMilliseconds(1) } };
            seen.Append(identity).Append(options);
            foreach (var kind in new FaultKind?[] { null, FaultKind.Reset, FaultKind.Status, FaultKind.LoginPage, FaultKind.Redirect, FaultKind.Truncate })
            {
                server.Faults.Clear();
                if (kind is { } fault)
                    server.Faults.Add(new Fault { Kind = fault, Count = 0 });
                await LookAsync(options, seen);
            }
        }
        Assert.True(seen.ToString().Length > 2000, "Nothing was seen at all.");
        foreach (var secret in new[] { Secret, Token, Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:" + Secret)), Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:" + SandboxUsers.AdminPassword)), "JSESSIONID" })
            Assert.DoesNotContain(secret, seen.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static Dhis2Identity Make(string kind, Uri server) => kind switch
    {
        "Basic" => Dhis2Identity.Basic("admin", SandboxUsers.AdminPassword),
        "Token" => Dhis2Identity.Token(ApiTokens.Admin),
        "Login" => Dhis2Identity.Login("admin", SandboxUsers.AdminPassword, SandboxUsers.TwoFactorCode),
        _ => Dhis2Identity.OAuth2(new OAuth2Options
        {
            ClientId = "robot",
            ClientSecret = "s%41cret +:ü&",
            Audience = "fake-client",
            TokenEndpoint = new Uri(server, "_sandbox/provider/token"),
        }),
    };

    private static async Task LookAsync(SessionOptions options, RecordedEvents seen)
    {
        try
        {
            using var session = await SessionFactory.ConnectAsync(options, seen, TestContext.Current.CancellationToken);
            seen.Append(session).Append(session.Authentication).Append(JsonSerializer.Serialize(session));
            await session.As(seen).ReadAsync(new Dhis2Request("nonsense"), TestContext.Current.CancellationToken);
        }
        catch (Dhis2Exception e)
        {
            seen.Append(e).Append(e.Item).Append(e.RecommendedAction);
            if (e is Dhis2ApiException api)
                seen.Append(api.Report?.Body);
        }
    }
}
