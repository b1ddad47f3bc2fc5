using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;

namespace Dhis2.Client.Tests.Sessions;

/// <summary>Why nobody is let in, told apart as far as each version tells; and the login with a one-time password.</summary>
public sealed class LoginTests
{
    private const string User = "reader";

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    public static TheoryData<Dialect, string, AuthenticationReason, AuthenticationReason> Refusals()
    {
        var rows = new TheoryData<Dialect, string, AuthenticationReason, AuthenticationReason>();
        foreach (var dialect in Dialects.All)
        {
            // What it is, what the server of 2.41 on tells of it, and what 2.40 does.
            rows.Add(dialect, "password", AuthenticationReason.BadCredentials, AuthenticationReason.Unknown);
            rows.Add(dialect, "name", AuthenticationReason.BadCredentials, AuthenticationReason.Unknown);
            rows.Add(dialect, "twoFactor", AuthenticationReason.TwoFactorRequired, AuthenticationReason.Unknown);
            rows.Add(dialect, "disabled", AuthenticationReason.AccountDisabled, AuthenticationReason.AccountDisabled);
            rows.Add(dialect, "locked", AuthenticationReason.AccountLocked, AuthenticationReason.AccountLocked);
            rows.Add(dialect, "accountExpired", AuthenticationReason.AccountExpired, AuthenticationReason.Unknown);
            rows.Add(dialect, "passwordExpired", AuthenticationReason.PasswordExpired, AuthenticationReason.Unknown);
            rows.Add(dialect, "database", AuthenticationReason.ServerTrouble, AuthenticationReason.Unknown);
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_says_why_as_far_as_the_server_does(Dialect dialect, string what, AuthenticationReason told, AuthenticationReason toldByOldest)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        Spoil(server, what);
        var identity = Dhis2Identity.Basic(what == "name" ? "nobody" : User, what == "password" ? "wr0ng" : SandboxUsers.Password);
        var error = await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => TestSession.ConnectAsync(server, o => o with { Identity = identity }));
        Assert.Equal(dialect == Dialect.V40 ? toldByOldest : told, error.Reason);
        Assert.NotEmpty(error.RecommendedAction!);
        Assert.DoesNotContain("wr0ng", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.V41)]
    [InlineData(Dialect.V42)]
    public async Task A_server_whose_database_comes_back_lets_in_after_a_while(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        Spoil(server, "database", times: 2);
        using var session = await TestSession.ConnectAsync(server);
        Assert.Equal("admin", session.UserName);
        Assert.Equal(2, server.Log.Requests.Count(r => r.Path == "/api/auth/login"));
        // The logins that were made to find out are over.
        Assert.Equal(1, server.Sessions.Count);
    }

    [Theory]
    [InlineData("<html><title>Welcome to nginx</title></html>", "text/html", 200)]
    [InlineData("<html><title>404 Not Found</title></html>", "text/html", 404)]
    [InlineData("""{"error":"no such route"}""", "application/json", 404)]
    [InlineData("pong", "text/plain", 200)]
    public async Task Another_server_is_no_DHIS2_and_sees_no_password(string body, string type, int status)
    {
        var handler = new AnsweringHandler(_ => new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = new StringContent(body, System.Text.Encoding.UTF8, type) });
        var options = new SessionOptions { Uri = new Uri("http://127.0.0.1/"), Identity = Dhis2Identity.Basic("admin", "secret"), Handler = handler };
        var error = await Assert.ThrowsAsync<Dhis2AddressException>(() => SessionFactory.ConnectAsync(options, null, TestContext.Current.CancellationToken));
        Assert.Equal(options.Uri, error.Item);
        Assert.DoesNotContain("Authorization", Assert.Single(handler.Requests).Headers.Keys);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_one_time_password_opens_a_session_that_its_cookie_keeps(Dialect dialect)
    {
        await using var server = await TwoFactorAsync(dialect);
        using var session = await TestSession.ConnectAsync(server, o => o with { Identity = Login(SandboxUsers.TwoFactorCode) });
        Assert.Equal((User, "Login"), (session.UserName, session.Authentication));
        var me = JsonDocument.Parse(await session.As().ReadAsync(new Dhis2Request("me"), TestContext.Current.CancellationToken));
        Assert.Equal(User, me.RootElement.GetProperty("username").GetString());
        Assert.DoesNotContain(server.Log.Requests, r => r.Headers.ContainsKey("Authorization"));
        Assert.Single(server.Log.Requests, r => r.Method == "POST");
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_wrong_code_is_not_a_wrong_password(Dialect dialect)
    {
        await using var server = await TwoFactorAsync(dialect);
        var error = await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => TestSession.ConnectAsync(server, o => o with { Identity = Login("000000") }));
        Assert.Equal(AuthenticationReason.WrongOneTimePassword, error.Reason);
        var other = await Assert.ThrowsAsync<Dhis2AuthenticationException>(
            () => TestSession.ConnectAsync(server, o => o with { Identity = Dhis2Identity.Login(User, "wr0ng", SandboxUsers.TwoFactorCode) }));
        Assert.Equal(AuthenticationReason.BadCredentials, other.Reason);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_session_that_ended_needs_its_user(Dialect dialect)
    {
        await using var server = await TwoFactorAsync(dialect);
        using var session = await TestSession.ConnectAsync(server, o => o with { Identity = Login(SandboxUsers.TwoFactorCode) });
        server.Sessions.Clear();
        var logins = server.Log.Requests.Count(r => r.Method == "POST");
        var error = await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => session.As().ReadAsync(new Dhis2Request("me"), TestContext.Current.CancellationToken));
        Assert.Equal(AuthenticationReason.SessionEnded, error.Reason);
        Assert.Contains("-OneTimePassword", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(logins, server.Log.Requests.Count(r => r.Method == "POST"));
    }

    [Theory]
    [InlineData(Dialect.V42)]
    [InlineData(Dialect.V43)]
    public async Task A_session_pushed_out_by_others_has_ended_and_is_no_redirect(Dialect dialect)
    {
        await using var server = await TwoFactorAsync(dialect);
        using var first = await TestSession.ConnectAsync(server, o => o with { Identity = Login(SandboxUsers.TwoFactorCode) });
        for (var i = 0; i < 10; i++)
            (await TestSession.ConnectAsync(server, o => o with { Identity = Login(SandboxUsers.TwoFactorCode) })).Dispose();
        var error = await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => first.As().ReadAsync(new Dhis2Request("me"), TestContext.Current.CancellationToken));
        Assert.Equal(AuthenticationReason.SessionEnded, error.Reason);
        // The first is sent away, and then the account itself is asked whether the session is over.
        Assert.Equal([("/api/me", 302), ("/api/me", 401)], server.Log.Requests.TakeLast(2).Select(r => (r.Path.Split('?')[0], r.Status)));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_refusal_that_is_not_about_the_session_leaves_it_alive(Dialect dialect)
    {
        await using var server = await TwoFactorAsync(dialect);
        using var session = await TestSession.ConnectAsync(server, o => o with { Identity = Login(SandboxUsers.TwoFactorCode) });
        var unauthorized = JsonSerializer.SerializeToElement(new { httpStatus = "Unauthorized", httpStatusCode = 401, status = "ERROR", message = "Unauthorized" });
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Path = "/api/system/ping", Status = 401, Count = 0, Body = unauthorized });
        server.Log.Clear();
        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => session.As().ReadAsync(new Dhis2Request("system/ping"), TestContext.Current.CancellationToken));
            Assert.NotEqual(AuthenticationReason.SessionEnded, error.Reason);
        }
        // Once more with the same cookie, because the account still is who it was.
        Assert.Equal(["ping", "me", "ping", "ping", "me", "ping"], server.Log.Requests.Select(r => r.Path.Split('?')[0].Split('/')[^1]));
        Assert.Single(server.Log.Requests.Select(r => r.Headers["Cookie"]).Distinct());
        var me = JsonDocument.Parse(await session.As().ReadAsync(new Dhis2Request("me"), TestContext.Current.CancellationToken));
        Assert.Equal(User, me.RootElement.GetProperty("username").GetString());
    }

    [Fact]
    public async Task A_session_that_ended_on_a_server_in_trouble_is_tried_again_with_its_cookie()
    {
        await using var server = await TwoFactorAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server, o => o with { Identity = Login(SandboxUsers.TwoFactorCode) });
        var unauthorized = JsonSerializer.SerializeToElement(new { httpStatus = "Unauthorized", httpStatusCode = 401, status = "ERROR", message = "Unauthorized" });
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 401, Count = 2, Body = unauthorized });
        await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => session.As().ReadAsync(new Dhis2Request("me"), TestContext.Current.CancellationToken));
        await session.As().ReadAsync(new Dhis2Request("me"), TestContext.Current.CancellationToken);
        Assert.Equal(User, server.Log.Requests[^1].User);
    }

    [Fact]
    public async Task A_session_that_is_ended_makes_room_for_others()
    {
        await using var server = await TwoFactorAsync(Dialect.V42);
        using var first = await TestSession.ConnectAsync(server, o => o with { Identity = Login(SandboxUsers.TwoFactorCode) });
        for (var i = 0; i < 12; i++)
        {
            var other = await TestSession.ConnectAsync(server, o => o with { Identity = Login(SandboxUsers.TwoFactorCode) });
            await other.EndAsync(null, TestContext.Current.CancellationToken);
            Assert.True(other.IsDisposed);
        }
        await first.As().ReadAsync(new Dhis2Request("me"), TestContext.Current.CancellationToken);
        Assert.Equal(1, server.Sessions.Count);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_does_not_keep_a_session_open()
    {
        var server = await TwoFactorAsync(Dialect.V42);
        var session = await TestSession.ConnectAsync(server, o => o with { Identity = Login(SandboxUsers.TwoFactorCode), Retry = new RetryPolicy { MaximumRetryCount = 0 } });
        await server.DisposeAsync();
        await session.EndAsync(null, TestContext.Current.CancellationToken);
        Assert.True(session.IsDisposed);
    }

    private static Dhis2Identity Login(string code) => Dhis2Identity.Login(User, SandboxUsers.Password, code);

    private static async Task<SandboxServer> TwoFactorAsync(Dialect dialect)
    {
        var server = await SandboxFixture.StartAsync(dialect);
        server.Users[User].TwoFactor = true;
        return server;
    }

    private static void Spoil(SandboxServer server, string what, int times = 0)
    {
        var user = server.Users[User];
        user.TwoFactor = what == "twoFactor";
        user.Disabled = what == "disabled";
        user.Locked = what == "locked";
        user.AccountExpired = what == "accountExpired";
        user.PasswordExpired = what == "passwordExpired";
        if (what == "database")
        {
            var unauthorized = JsonSerializer.SerializeToElement(new { httpStatus = "Unauthorized", httpStatusCode = 401, status = "ERROR", message = "Unauthorized" });
            server.Faults.Add(new Fault { Kind = FaultKind.Status, Path = "/api/system/info", Status = 401, Count = times, Body = unauthorized });
        }
    }
}
