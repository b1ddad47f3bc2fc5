using Dhis2.Client.Http;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;

namespace Dhis2.Client.Tests.Sessions;

/// <summary>Tokens are replaced in time, and once for all who wait.</summary>
public sealed class OAuth2RenewalTests
{
    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_token_is_replaced_half_a_minute_before_its_end(Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        bench.Server.OAuth2.AccessLife = TimeSpan.FromSeconds(301);
        using var session = await bench.ConnectAsync(bench.Interactive());
        bench.Pass(265);
        await bench.ReadAsync(session);
        Assert.Single(bench.TokenRequests);
        bench.Pass(10);
        await bench.ReadAsync(session);
        await bench.ReadAsync(session);
        Assert.Equal(["authorization_code", "refresh_token"], bench.TokenRequests.Select(r => OAuth2LoginTests.Form(r.Body)["grant_type"]));
        Assert.Equal("reader", bench.Server.Log.Requests[^1].User);
    }

    [Fact]
    public async Task A_short_life_is_used_to_its_half()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        bench.Server.OAuth2.AccessLife = TimeSpan.FromSeconds(41);
        using var session = await bench.ConnectAsync(bench.Interactive());
        bench.Pass(19);
        await bench.ReadAsync(session);
        Assert.Single(bench.TokenRequests);
        bench.Pass(2);
        await bench.ReadAsync(session);
        Assert.Equal(2, bench.TokenRequests.Count);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_token_revoked_while_at_work_is_replaced_without_a_word(Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        using var session = await bench.ConnectAsync(bench.Interactive());
        bench.Server.OAuth2.ForgetAccessTokens();
        bench.Server.Log.Clear();
        await bench.ReadAsync(session);
        Assert.Equal([401, 200, 200], bench.Server.Log.Requests.Select(r => r.Status));
        Assert.Single(bench.TokenRequests);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_provider_that_gives_the_refused_token_again_is_asked_once(Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        using var session = await bench.ConnectAsync(bench.Interactive());
        var held = bench.Server.Log.Requests.Last(r => r.Headers.ContainsKey("authorization") && r.Path.StartsWith("/api/", StringComparison.Ordinal)).Headers["authorization"]["Bearer ".Length..];
        bench.Server.Faults.Add(Answering("/token", 200, $$"""{"access_token":"{{held}}","token_type":"bearer","expires_in":300}"""));
        bench.Server.Faults.Add(Answering("^/api/me", 401, """{"httpStatusCode":401,"status":"ERROR","message":"invalid_token","devMessage":"An error occurred while attempting to decode the Jwt"}"""));
        bench.Server.Log.Clear();
        for (var refused = 1; refused <= 2; refused++)
        {
            await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ReadAsync(session));
            Assert.Equal(refused, bench.TokenRequests.Count);
            Assert.Equal(refused, bench.Server.Log.Requests.Count(r => r.Path == "/api/me"));
        }
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Eight_who_are_refused_at_once_wait_for_one_slow_refresh(Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        using var session = await bench.ConnectAsync(bench.Interactive());
        bench.Server.OAuth2.ForgetAccessTokens();
        bench.Server.Faults.Add(new Fault { Kind = FaultKind.Stall, Path = "/token", Milliseconds = 600 });
        bench.Server.Log.Clear();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.ReadAsync(session)));
        Assert.Single(bench.TokenRequests);
        Assert.Equal(8, bench.Server.Log.Requests.Count(r => r.Path == "/api/me" && r.Status == 200));
    }

    [Fact]
    public async Task Eight_whose_token_runs_out_wait_for_one_refresh()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        using var session = await bench.ConnectAsync(bench.Interactive());
        bench.Pass(280);
        bench.Server.Faults.Add(new Fault { Kind = FaultKind.Stall, Path = "/token", Milliseconds = 400 });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.ReadAsync(session)));
        Assert.Equal(2, bench.TokenRequests.Count);
    }

    [Fact]
    public async Task Who_gives_up_takes_the_refresh_from_nobody()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        using var session = await bench.ConnectAsync(bench.Interactive());
        bench.Pass(280);
        bench.Server.Faults.Add(new Fault { Kind = FaultKind.Stall, Path = "/token", Milliseconds = 400 });
        using var stop = new CancellationTokenSource(100);
        var first = session.As().ReadAsync(new Dhis2Request("me"), stop.Token);
        await Task.Delay(30, TestContext.Current.CancellationToken);
        await bench.ReadAsync(session);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(2, bench.TokenRequests.Count);
    }

    [Fact]
    public async Task A_new_refresh_token_takes_the_place_of_the_old_one()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V43);
        bench.Register("conf", Dhis2.Sandbox.OAuth2.KnownSecrets.Hash, null, "client_secret_basic", c => c["tokenSettings"] = """{"settings.token.reuse-refresh-tokens":false}""");
        var keeper = new MemoryKeeper();
        using var session = await bench.ConnectAsync(bench.Interactive(keeper: keeper));
        for (var i = 0; i < 2; i++)
        {
            bench.Pass(280);
            await bench.ReadAsync(session);
        }
        Assert.Equal(3, keeper.Saved.Distinct().Count());
        Assert.Equal(keeper.Saved.Take(2), bench.TokenRequests.Skip(1).Select(r => OAuth2LoginTests.Form(r.Body)["refresh_token"]));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_refresh_that_is_refused_is_one_clear_error(Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        var keeper = new MemoryKeeper();
        using var session = await bench.ConnectAsync(bench.Interactive(keeper: keeper));
        bench.Server.OAuth2.ForgetAccessTokens();
        bench.Server.OAuth2.ForgetRefreshTokens();
        var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ReadAsync(session));
        Assert.Equal(AuthenticationReason.SessionEnded, error.Reason);
        Assert.Contains("invalid_grant", error.ToString(), StringComparison.Ordinal);
        Assert.Null(keeper.Token);
        Assert.Equal(2, bench.TokenRequests.Count);
        await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ReadAsync(session));
        Assert.Equal(2, bench.TokenRequests.Count);
    }

    [Fact]
    public async Task A_refresh_token_that_another_process_has_renewed_is_taken_from_where_it_is_kept()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V43);
        bench.Register("conf", Dhis2.Sandbox.OAuth2.KnownSecrets.Hash, null, "client_secret_basic", c => c["tokenSettings"] = """{"settings.token.reuse-refresh-tokens":false}""");
        var keeper = new MemoryKeeper();
        using var session = await bench.ConnectAsync(bench.Interactive(keeper: keeper));
        (await bench.ConnectAsync(bench.Interactive(keeper: keeper))).Dispose();
        var theirs = keeper.Token;
        bench.Pass(280);
        await bench.ReadAsync(session);
        Assert.Equal([keeper.Saved[0], keeper.Saved[0], theirs], bench.TokenRequests.Skip(1).Select(r => OAuth2LoginTests.Form(r.Body)["refresh_token"]));
        Assert.NotEqual(theirs, keeper.Token);
        Assert.DoesNotContain(null, keeper.Saved);
    }

    [Fact]
    public async Task A_refused_refresh_token_leaves_the_newer_one_that_is_kept()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        var keeper = new MemoryKeeper();
        using var session = await bench.ConnectAsync(bench.Interactive(keeper: keeper));
        bench.Server.OAuth2.ForgetAccessTokens();
        bench.Server.Faults.Add(Answering("/token", 400, """{"error":"invalid_grant","error_description":"Token was revoked by the owner"}"""));
        await keeper.SaveAsync("of-another-process", TestContext.Current.CancellationToken);
        bench.Server.Log.Clear();
        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ReadAsync(session));
            Assert.Equal((AuthenticationReason.SessionEnded, "invalid_grant"), (error.Reason, error.Error));
            Assert.Contains("Token was revoked by the owner", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("public client", error.Message, StringComparison.Ordinal);
        }
        // Both were tried, once each.
        Assert.Equal(2, bench.TokenRequests.Count);
        Assert.Null(keeper.Token);
    }

    [Theory]
    [InlineData(FaultKind.Html, 500)]
    [InlineData(FaultKind.Empty, 401)]
    [InlineData(FaultKind.LoginPage, 200)]
    [InlineData(FaultKind.Status, 503)]
    public async Task A_refresh_that_fails_is_one_clear_error(FaultKind kind, int status)
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        using var session = await bench.ConnectAsync(bench.Interactive());
        bench.Server.OAuth2.ForgetAccessTokens();
        bench.Server.Faults.Add(new Fault { Kind = kind, Path = "/token", Status = status, Count = 0 });
        var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ReadAsync(session));
        Assert.Equal(status, error.StatusCode);
        Assert.Contains("could not be renewed", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction ?? "");
        bench.Server.Faults.Clear();
        await bench.ReadAsync(session);
    }

    [Fact]
    public async Task A_401_that_is_not_about_the_token_costs_no_token()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        using var session = await bench.ConnectAsync(bench.Interactive(OAuth2Bench.Public, mayAskAgain: true));
        var body = System.Text.Json.JsonSerializer.SerializeToElement(new { httpStatusCode = 401, status = "ERROR", message = "Unauthorized" });
        bench.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Path = "/api/me", Status = 401, Body = body });
        await bench.ReadAsync(session);
        Assert.Single(bench.TokenRequests);
        Assert.DoesNotContain(bench.Events.Notices, n => n.Contains("log in again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_in_trouble_costs_nothing_while_the_token_is_good()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        using var session = await bench.ConnectAsync(bench.Interactive());
        bench.Pass(275);
        bench.Server.Faults.Add(new Fault { Kind = FaultKind.Html, Path = "/token", Status = 500 });
        await bench.ReadAsync(session);
        await bench.ReadAsync(session);
        Assert.Equal(2, bench.TokenRequests.Count);
        bench.Pass(6);
        await bench.ReadAsync(session);
        Assert.Equal(3, bench.TokenRequests.Count);
    }

    private static Fault Answering(string path, int status, string json) =>
        new() { Kind = FaultKind.Status, Path = path, Status = status, Count = 0, Body = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(json) };
}
