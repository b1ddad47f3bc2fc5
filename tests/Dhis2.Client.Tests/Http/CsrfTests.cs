using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using ClientDialect = Dhis2.Client.Sessions.Dialect;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;

namespace Dhis2.Client.Tests.Http;

/// <summary>A server of 2.43 that protects itself against forged requests: writes carry its pair, whoever sends them, and reads do not.</summary>
public sealed class CsrfTests
{
    private const string Header = "X-XSRF-TOKEN";

    public static TheoryData<string> Identities => ["Basic", "Token", "Login"];

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task Every_identity_can_write(string identity)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43, new SandboxOptions { Csrf = true });
        using var session = await ConnectAsync(server, identity);
        server.Log.Clear();
        await WriteAsync(session);
        await WriteAsync(session);
        await session.As().ReadAsync(new Dhis2Request("me"), TestContext.Current.CancellationToken);
        Assert.Equal(("Hello", 3), ((string?)server.State.Settings.Get("applicationTitle"), server.Log.Requests.Count));
        foreach (var write in server.Log.Requests.Take(2))
            Assert.Contains($"XSRF-TOKEN={write.Headers[Header]}", write.Headers["Cookie"], StringComparison.Ordinal);
        Assert.False(server.Log.Requests[2].Headers.ContainsKey(Header));
        // A session's cookie would be another way in, and a token keeps none.
        Assert.Equal(identity != "Token", server.Log.Requests[1].Headers["Cookie"].Contains("JSESSIONID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_first_write_that_is_refused_for_want_of_the_pair_is_sent_again_with_it()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43, new SandboxOptions { Csrf = true });
        using var session = new Session(new SessionOptions { Uri = server.Uri, Identity = Dhis2Identity.Token(ApiTokens.Admin) });
        session.Dialect = ClientDialect.Of(ServerVersion.Parse("2.43"), "2.43", allowFallback: false);
        await WriteAsync(session);
        Assert.Equal([403, 200], server.Log.Requests.Select(r => r.Status));
        Assert.Equal("Hello", (string?)server.State.Settings.Get("applicationTitle"));
    }

    [Fact]
    public async Task A_refusal_that_is_none_of_it_is_not_asked_for_again()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await ConnectAsync(server, "Basic");
        server.Faults.Add(new Dhis2.Sandbox.Faults.Fault { Kind = Dhis2.Sandbox.Faults.FaultKind.Html, Status = 403, Method = "POST", Count = 0 });
        server.Log.Clear();
        Assert.Equal(403, (await Assert.ThrowsAsync<Dhis2ApiException>(() => WriteAsync(session))).StatusCode);
        Assert.Single(server.Log.Requests);
    }

    [Fact]
    public async Task The_token_is_in_no_trace()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43, new SandboxOptions { Csrf = true });
        using var session = await ConnectAsync(server, "Token");
        var ear = new RecordedEvents();
        await session.As(ear).ReadAsync(Request(), TestContext.Current.CancellationToken);
        Assert.Contains("POST", ear.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Log.Requests[^1].Headers[Header], ear.ToString(), StringComparison.Ordinal);
    }

    private static Task<Session> ConnectAsync(SandboxServer server, string identity) => TestSession.ConnectAsync(server, o => o with
    {
        Identity = identity switch
        {
            "Token" => Dhis2Identity.Token(ApiTokens.Admin),
            "Login" => Dhis2Identity.Login("admin", SandboxUsers.AdminPassword, SandboxUsers.TwoFactorCode),
            _ => Dhis2Identity.Basic("admin", SandboxUsers.AdminPassword),
        },
    });

    private static Dhis2Request Request() => new("systemSettings/applicationTitle", HttpMethod.Post) { Body = RequestBody.Of("Hello", "text/plain") };

    private static Task<byte[]> WriteAsync(Session session) => session.As().ReadAsync(Request(), TestContext.Current.CancellationToken);
}
