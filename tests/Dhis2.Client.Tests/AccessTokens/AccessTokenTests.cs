using System.Net;
using System.Text.Json;
using Dhis2.Client.AccessTokens;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;

namespace Dhis2.Client.Tests.AccessTokens;

/// <summary>Tokens have the limits asked for or are not there, their keys are seen once, and a token that is gone says so.</summary>
public sealed class AccessTokenTests
{
    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_token_does_what_it_may_and_nothing_else(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var admin = await TestSession.ConnectAsync(server);
        var ends = DateTimeOffset.UtcNow.AddDays(7);
        var asked = new AccessTokenRequest { Expires = ends, Methods = ["get"], IPAddresses = ["127.0.0.1", "2001:db8::1"] };
        var made = await new AccessTokenStore(admin.As()).CreateAsync(asked, Stop);

        var stored = server.Tokens.All.Single(t => t.Uid == made.Id);
        Assert.Equal((ends.ToUnixTimeMilliseconds(), stored.Key), (stored.Expire, Plain(made)));
        Assert.Equal(["GET"], stored.Methods);
        Assert.Equal(["127.0.0.1", "2001:db8:0:0:0:0:0:1", "2001:db8::1"], stored.Addresses);
        Assert.Equal(["127.0.0.1", "2001:db8::1"], made.AllowedIPAddresses.Order());
        Assert.Equal(("admin", false), (made.Owner, made.IsExpired));

        using var session = await TestSession.ConnectAsync(server, o => o with { Identity = Dhis2Identity.Token(Plain(made)) });
        Assert.Equal("admin", session.UserName);
        var write = new Dhis2Request("dataValueSets", HttpMethod.Post) { Body = RequestBody.Of("""{"dataValues":[]}""", "application/json") };
        var refusal = await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => session.As().ReadAsync(write, Stop));
        Assert.Equal(dialect == Dialect.V40 ? AuthenticationReason.Unknown : AuthenticationReason.TokenNotAllowed, refusal.Reason);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Without_an_end_a_token_lives_thirty_days_and_without_limits_it_has_none(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var admin = await TestSession.ConnectAsync(server);
        var made = await new AccessTokenStore(admin.As()).CreateAsync(new AccessTokenRequest(), Stop);
        Assert.Equal(DateTimeOffset.UtcNow.AddDays(30), made.Expires!.Value, TimeSpan.FromMinutes(1));
        Assert.Equal((0, 0, 0), (made.AllowedMethods.Count, made.AllowedIPAddresses.Count, made.AllowedReferrers.Count));
        Assert.Equal(dialect == Dialect.V40 ? "PERSONAL_ACCESS_TOKEN" : "PERSONAL_ACCESS_TOKEN_V2", made.Type);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_list_has_all_pages_and_only_what_one_may_see(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        server.Tokens.Clear();
        using var admin = await TestSession.ConnectAsync(server);
        using var clerk = await TestSession.ConnectAsync(server, o => o with { Identity = Dhis2Identity.Basic("clerk", SandboxUsers.Password) });
        foreach (var session in new[] { admin, clerk, admin, clerk, admin })
            await new AccessTokenStore(session.As()).CreateAsync(new AccessTokenRequest { Methods = ["GET"] }, Stop);
        Assert.Equal(server.Tokens.All.Select(t => (t.Uid, t.Username)), (await ListAsync(admin)).Select(t => (t.Id, t.Owner!)));
        Assert.Equal(["clerk", "clerk"], (await ListAsync(clerk)).Select(t => t.Owner!));
        Assert.All(await ListAsync(admin), t => Assert.Equal(["GET"], t.AllowedMethods));
        var others = server.Tokens.All.First(t => t.Username == "admin").Uid;
        var missing = await Assert.ThrowsAsync<Dhis2ApiException>(() => new AccessTokenStore(clerk.As()).ReadAsync(others, Stop));
        Assert.Equal((404, "E1005"), (missing.StatusCode, missing.ErrorCode));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_deleted_token_is_gone_except_where_2_40_has_it_in_use(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var admin = await TestSession.ConnectAsync(server);
        var store = new AccessTokenStore(admin.As());
        var (used, unused) = (await store.CreateAsync(new AccessTokenRequest(), Stop), await store.CreateAsync(new AccessTokenRequest(), Stop));
        using var session = await TestSession.ConnectAsync(server, o => o with { Identity = Dhis2Identity.Token(Plain(used)) });
        foreach (var token in new[] { used, unused })
            await store.DeleteAsync(token.Id, Stop);
        await Assert.ThrowsAsync<Dhis2ApiException>(() => store.DeleteAsync(used.Id, Stop));
        await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => TestSession.ConnectAsync(server, o => o with { Identity = Dhis2Identity.Token(Plain(unused)) }));
        var asking = session.As().ReadAsync(new Dhis2Request("me"), Stop);
        if (dialect == Dialect.V40)
            await asking;
        else
            Assert.Equal(AuthenticationReason.UnknownToken, (await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => asking)).Reason);
    }

    [Theory]
    [InlineData(Dialect.V41)]
    [InlineData(Dialect.V42)]
    [InlineData(Dialect.V43)]
    public async Task A_revoked_token_is_an_error_at_once(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server, o => o with { Identity = Dhis2Identity.Token(ApiTokens.Admin) });
        await session.As().ReadAsync(new Dhis2Request("me"), Stop);
        server.Tokens.Clear();
        server.Log.Clear();
        var error = await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => session.As().ReadAsync(new Dhis2Request("me"), Stop));
        Assert.Equal(AuthenticationReason.UnknownToken, error.Reason);
        Assert.Contains("New-Dhis2AccessToken", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(server.Log.Requests);
    }

    [Theory]
    [InlineData("""{"id":"ID","expire":EXPIRE,"attributes":[]}""")]
    [InlineData("""{"id":"ID","expire":1,"attributes":[{"type":"MethodAllowedList","allowedMethods":["GET"]}]}""")]
    [InlineData("""{"id":"ID","expire":EXPIRE,"attributes":[{"type":"MethodAllowedList","allowedMethods":["get"]}]}""")]
    [InlineData("""{"id":"ID","expire":EXPIRE,"attributes":[{"type":"MethodAllowedList","allowedMethods":["GET","POST"]}]}""")]
    [InlineData("[]")]
    public async Task A_token_that_was_stored_otherwise_than_asked_is_deleted(string stored)
    {
        var ends = DateTimeOffset.UtcNow.AddDays(1);
        var handler = Handler(request => request.Method switch
        {
            "POST" => Made("abcdefghijk"),
            "GET" => AnsweringHandler.Json(stored.Replace("ID", "abcdefghijk", StringComparison.Ordinal).Replace("EXPIRE", $"{ends.ToUnixTimeMilliseconds()}", StringComparison.Ordinal)),
            _ => AnsweringHandler.Json("{}"),
        });
        var error = await Assert.ThrowsAsync<Dhis2ClientException>(() => Store(handler).CreateAsync(new AccessTokenRequest { Expires = ends, Methods = ["GET"] }, Stop));
        Assert.Equal("abcdefghijk", error.Item);
        Assert.Contains("deleted again", error.Message, StringComparison.Ordinal);
        Assert.Equal("DELETE /api/apiToken/abcdefghijk", Line(handler.Requests[^1]));
        Assert.DoesNotContain("d2pKEY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_cannot_be_taken_back_is_named()
    {
        var handler = Handler(request => request.Method == "POST" ? Made("abcdefghijk") : AnsweringHandler.Status(500, "out of order"));
        var error = await Assert.ThrowsAsync<Dhis2ClientException>(() => Store(handler).CreateAsync(new AccessTokenRequest(), Stop));
        Assert.Contains("abcdefghijk", error.Message, StringComparison.Ordinal);
        Assert.Contains("still there", error.Message, StringComparison.Ordinal);
        Assert.Contains("Remove-Dhis2AccessToken abcdefghijk", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_whose_maker_stops_waiting_is_deleted()
    {
        using var stop = new CancellationTokenSource();
        var handler = Handler(request =>
        {
            if (request.Method != "GET")
                return Made("abcdefghijk");
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store(handler).CreateAsync(new AccessTokenRequest(), stop.Token));
        Assert.Equal("DELETE /api/apiToken/abcdefghijk", Line(handler.Requests[^1]));
    }

    [Theory]
    [InlineData("{\"response\":{\"key\":\"d2pKEYd2pKEY\"")]
    [InlineData("{\"response\":{\"key\":\"d2pKEYd2pKEY\"}}")]
    [InlineData("[\"d2pKEYd2pKEY\"]")]
    [InlineData("d2pKEYd2pKEY")]
    public async Task An_answer_that_is_no_token_is_an_open_outcome_and_shows_nothing_of_itself(string body)
    {
        var handler = Handler(_ => AnsweringHandler.Json(body, 201));
        var error = await Assert.ThrowsAsync<Dhis2UnknownOutcomeException>(() => Store(handler).CreateAsync(new AccessTokenRequest(), Stop));
        Assert.DoesNotContain("d2pKEY", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Get-Dhis2AccessToken", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(handler.Requests);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    public async Task A_connection_that_breaks_leaves_the_outcome_open_and_makes_no_second_token(FaultKind kind)
    {
        await using var server = await SandboxFixture.StartAsync();
        using var admin = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = kind, Method = "POST", AfterBytes = 20, Handled = kind == FaultKind.Reset });
        var before = server.Tokens.All.Count;
        await Assert.ThrowsAsync<Dhis2UnknownOutcomeException>(() => new AccessTokenStore(admin.As()).CreateAsync(new AccessTokenRequest(), Stop));
        Assert.Equal(before + 1, server.Tokens.All.Count);
    }

    [Fact]
    public async Task A_token_that_is_over_by_the_servers_clock_is_deleted()
    {
        await using var server = await SandboxFixture.StartAsync(options: new SandboxOptions { ClockOffset = TimeSpan.FromMinutes(10) });
        using var admin = await TestSession.ConnectAsync(server);
        var before = server.Tokens.All.Count;
        var error = await Assert.ThrowsAsync<Dhis2ClientException>(
            () => new AccessTokenStore(admin.As()).CreateAsync(new AccessTokenRequest { Expires = DateTimeOffset.UtcNow.AddMinutes(5) }, Stop));
        Assert.Contains("by the server's clock", error.Message, StringComparison.Ordinal);
        Assert.Contains("Test-Dhis2Connection", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(before, server.Tokens.All.Count);
    }

    public static TheoryData<string, string?> Impossible() => new()
    {
        { "method", "HEAD" }, { "method", "FETCH" }, { "ip", "10.0.0" }, { "ip", "10.0.0.0/8" }, { "ip", "1" }, { "ip", "host.example.org" }, { "ip", "fe80::1%eth0" },
        { "ip", "010.0.0.1" }, { "ip", "[::1]" }, { "referrer", "nix" }, { "referrer", "/path" }, { "referrer", "file:///etc/x" }, { "end", null },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task What_no_token_can_be_limited_to_is_refused_before_anything_is_sent(string what, string? value)
    {
        var handler = Handler(_ => AnsweringHandler.Status(500));
        var asked = what switch
        {
            "method" => new AccessTokenRequest { Methods = ["GET", value!] },
            "ip" => new AccessTokenRequest { IPAddresses = ["127.0.0.1", value!] },
            "referrer" => new AccessTokenRequest { Referrers = [value!] },
            _ => new AccessTokenRequest { Expires = DateTimeOffset.UtcNow.AddSeconds(-1) },
        };
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => Store(handler).CreateAsync(asked, Stop));
        Assert.Equal(value ?? (object?)asked.Expires, error.Item);
        Assert.Empty(handler.Requests);
    }

    [Theory]
    [InlineData("../users/abc")]
    [InlineData("")]
    public async Task What_is_no_id_is_not_sent(string id)
    {
        var handler = Handler(_ => AnsweringHandler.Json("{}"));
        await Assert.ThrowsAsync<Dhis2InputException>(() => Store(handler).DeleteAsync(id, Stop));
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task A_key_is_in_nothing_that_is_shown()
    {
        await using var server = await SandboxFixture.StartAsync();
        using var admin = await TestSession.ConnectAsync(server);
        var ear = new RecordedEvents();
        var store = new AccessTokenStore(admin.As(ear));
        var made = await store.CreateAsync(new AccessTokenRequest { Methods = ["GET", "POST", "DELETE"] }, Stop);
        var key = Plain(made);
        ear.Append(made).Append(made.WithoutKey()).Append(JsonSerializer.Serialize(made)).Append(JsonSerializer.Serialize(made.WithoutKey()));
        foreach (var token in await ListAsync(admin))
            ear.Append(JsonSerializer.Serialize(token));
        Assert.Contains(made.Id, ear.ToString(), StringComparison.Ordinal);
        Assert.Contains("POST", ear.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key, ear.ToString(), StringComparison.Ordinal);
    }

    private static async Task<List<AccessToken>> ListAsync(Session session)
    {
        var all = new List<AccessToken>();
        await foreach (var page in new AccessTokenStore(session.As()).ReadAllAsync(2, 0, ulong.MaxValue, Stop))
            all.AddRange(page.Items);
        return all;
    }

    private static string Plain(NewAccessToken token) => new NetworkCredential("", token.Key).Password;

    private static AnsweringHandler Handler(Func<SentRequest, HttpResponseMessage> answer) => new(answer);

    private static AccessTokenStore Store(AnsweringHandler handler) => new(TestSession.CallerOf(handler));

    private static HttpResponseMessage Made(string id) => AnsweringHandler.Json($$$"""{"response":{"uid":"{{{id}}}","key":"d2pKEY"}}""", 201);

    private static string Line(SentRequest request) => $"{request.Method} {request.Uri.AbsolutePath}";
}
