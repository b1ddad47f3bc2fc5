using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Faults;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;

namespace Dhis2.Client.Tests.Sessions;

/// <summary>A test of the connection asks the server anew, tells its clock, and says at once what is wrong.</summary>
public sealed class ConnectionTesterTests
{
    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_server_that_answers_is_described(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var tester = new ConnectionTester(session.As(), TimeSpan.FromSeconds(10));
        for (var time = 0; time < 2; time++)
        {
            server.Log.Clear();
            var test = await tester.RunAsync(5, Stop);
            Assert.Equal((true, server.Uri, "admin", "Basic"), (test.Success, test.Uri, test.UserName, test.Authentication));
            Assert.Equal(session.Version!.Text, test.Version!.Text);
            Assert.InRange(test.RoundTrip!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(10));
            Assert.InRange(test.ClockDifference!.Value, TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(5));
            Assert.Equal(DateTimeOffset.UtcNow, test.ServerTime!.Value, TimeSpan.FromSeconds(10));
            Assert.Equal(["/api/system/info", "/api/me?fields=id,username", .. Enumerable.Repeat("/api/system/ping", 5)], server.Log.Requests.Select(r => r.Path));
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task A_clock_that_is_off_is_told(int minutes)
    {
        await using var server = await SandboxFixture.StartAsync();
        using var session = await TestSession.ConnectAsync(server);
        server.Clock.Offset = TimeSpan.FromMinutes(minutes);
        var test = await new ConnectionTester(session.As(), TimeSpan.FromSeconds(10)).RunAsync(1, Stop);
        Assert.Equal(minutes, test.ClockDifference!.Value.TotalMinutes, 0.2);
    }

    [Theory]
    [InlineData("2026-03-01T10:00:00.000", "Africa/Kampala", "Sun, 01 Mar 2026 07:30:00 GMT", "2026-03-01T07:00:00Z")]
    [InlineData("2026-03-01T10:00:00.000", "Etc/UTC", null, "2026-03-01T10:00:00Z")]
    [InlineData("2026-03-01T10:00:00.000", "Nowhere/Land", "Sun, 01 Mar 2026 07:30:00 GMT", "2026-03-01T07:30:00.5Z")]
    [InlineData("2026-10-25T02:30:00.000", "Europe/Oslo", "Sun, 25 Oct 2026 01:30:00 GMT", "2026-10-25T01:30:00.5Z")]
    [InlineData(null, null, "Sun, 01 Mar 2026 07:30:00 GMT", "2026-03-01T07:30:00.5Z")]
    [InlineData(null, null, null, null)]
    public async Task The_servers_own_clock_counts_before_that_of_a_proxy(string? serverDate, string? zone, string? date, string? expected)
    {
        var handler = new AnsweringHandler(_ =>
        {
            var response = AnsweringHandler.Json($$"""{"version":"2.42.1","username":"admin","serverDate":{{Quoted(serverDate)}},"serverTimeZoneId":{{Quoted(zone)}}}""");
            if (date is not null)
                response.Headers.TryAddWithoutValidation("Date", date);
            return response;
        });
        var test = await new ConnectionTester(TestSession.CallerOf(handler), TimeSpan.FromSeconds(10)).RunAsync(1, Stop);
        Assert.Equal(expected is null, test.ServerTime is null);
        if (expected is not null)
            Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), test.ServerTime!.Value, TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(FaultKind.Status, typeof(Dhis2ApiException))]
    [InlineData(FaultKind.Reset, typeof(Dhis2ConnectionException))]
    [InlineData(FaultKind.Stall, typeof(Dhis2TimeoutException))]
    [InlineData(FaultKind.LoginPage, typeof(Dhis2ClientException))]
    [InlineData(FaultKind.BadJson, typeof(Dhis2ClientException))]
    public async Task What_is_wrong_is_told_at_once_and_tried_no_further(FaultKind kind, Type expected)
    {
        await using var server = await SandboxFixture.StartAsync();
        using var session = await TestSession.ConnectAsync(server);
        server.Log.Clear();
        server.Faults.Add(new Fault { Kind = kind, Count = 0 });
        var error = await Assert.ThrowsAnyAsync<Dhis2Exception>(() => new ConnectionTester(session.As(), TimeSpan.FromSeconds(1)).RunAsync(3, Stop));
        Assert.Equal(expected, error.GetType());
        Assert.NotEmpty(error.RecommendedAction ?? "");
        Assert.Single(server.Log.Requests);
    }

    [Fact]
    public async Task A_refused_identity_is_explained_and_an_expired_login_renewed()
    {
        await using var server = await SandboxFixture.StartAsync();
        using var session = await TestSession.ConnectAsync(server, o => o with { Identity = Dhis2Identity.Basic("auth_pw", SandboxUsers.Password) });
        var tester = new ConnectionTester(session.As(), TimeSpan.FromSeconds(10));
        server.Sessions.Clear();
        Assert.True((await tester.RunAsync(1, Stop)).Success);
        server.Sessions.Clear();
        server.Users["auth_pw"].PasswordExpired = true;
        var error = await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => tester.RunAsync(1, Stop));
        Assert.Equal(AuthenticationReason.PasswordExpired, error.Reason);
    }

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}
