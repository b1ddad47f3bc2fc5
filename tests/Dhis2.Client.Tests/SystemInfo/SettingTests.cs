using Dhis2.Client.Sessions;
using Dhis2.Client.SystemInfo;
using Dhis2.Client.Tests.Support;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;

namespace Dhis2.Client.Tests.SystemInfo;

/// <summary>Settings on every version: read once, written whole or not at all, and read back as they were meant.</summary>
public sealed class SettingTests
{
    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task What_is_written_is_read_back_in_every_script_and_type(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var values = new Dictionary<string, string> { ["keyApplicationFooter"] = "Grüße \"q\" 漢字 😀", ["keyAnalyticsMaxLimit"] = "50000", ["keyEmailTls"] = "false", ["factorDeviation"] = "2.5" };
        await SystemSettings.WriteAsync(session.As(), values, Token);
        var listed = await SystemSettings.ReadAsync(session.As(), refresh: false, Token);
        Assert.All(values, v => Assert.True(SystemSettings.Holds(listed[v.Key], v.Value), $"{v.Key} is {listed[v.Key]}"));
        Assert.Equal(("50000", "false"), (listed["keyAnalyticsMaxLimit"], listed["keyEmailTls"]));
        await SystemSettings.ResetAsync(session.As(), "keyAnalyticsMaxLimit", Token);
        Assert.Equal("100000", (await SystemSettings.ReadAsync(session.As(), refresh: false, Token))["keyAnalyticsMaxLimit"]);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task What_is_remembered_is_not_asked_for_again_until_it_is_changed_or_refreshed(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Log.Clear();
        for (var i = 0; i < 3; i++)
        {
            await SystemSettings.ReadAsync(session.As(), refresh: false, Token);
            await SystemInfoReader.ReadAsync(session.As(), refresh: false, Token);
            await CurrentUserReader.ReadAsync(session.As(), null, refresh: false, Token);
            await CurrentUserReader.ReadAsync(session.As(), "id", refresh: false, Token);
        }
        // The system's information was read when the session was opened.
        Assert.Equal(["/api/systemSettings", "/api/me", "/api/me?fields=id"], server.Log.Requests.Select(r => r.Path));
        await SystemSettings.WriteAsync(session.As(), new Dictionary<string, string> { ["applicationTitle"] = "x" }, Token);
        await SystemSettings.ReadAsync(session.As(), refresh: false, Token);
        await SystemInfoReader.ReadAsync(session.As(), refresh: false, Token);
        await CurrentUserReader.ReadAsync(session.As(), null, refresh: true, Token);
        Assert.Equal(["/api/systemSettings", "/api/systemSettings", "/api/system/info", "/api/me"], server.Log.Requests.Skip(3).Select(r => r.Path));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task An_unknown_key_is_told_from_one_that_is_not_set_and_stores_nothing(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var caller = session.As();
        Assert.Null(await SystemSettings.ReadUnlistedAsync(caller, "keyNonsense", refresh: false, Token));
        Assert.Equal("\"\"", await SystemSettings.ReadUnlistedAsync(caller, "keyApplicationFooter", refresh: false, Token));
        Assert.Equal("\"\"", await SystemSettings.ReadUnlistedAsync(caller, "keyEmailPassword", refresh: false, Token));
        var values = new Dictionary<string, string> { ["applicationTitle"] = "Not this", ["keyNonsense"] = "x" };
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => SystemSettings.WriteAsync(caller, values, Token));
        Assert.Contains("keyNonsense", error.Message, StringComparison.Ordinal);
        Assert.Equal("\"DHIS 2\"", (await SystemSettings.ReadAsync(caller, refresh: true, Token))["applicationTitle"]);
    }

    [Fact]
    public async Task A_cache_of_no_time_remembers_nothing()
    {
        await using var server = await SandboxFixture.StartAsync();
        using var session = await TestSession.ConnectAsync(server, o => o with { CacheTtl = TimeSpan.Zero });
        server.Log.Clear();
        await SystemInfoReader.ReadAsync(session.As(), refresh: false, Token);
        await SystemInfoReader.ReadAsync(session.As(), refresh: false, Token);
        Assert.Equal(2, server.Log.Requests.Count);
    }

    [Theory]
    [InlineData("100", "7", true)]
    [InlineData("100", "7.5", false)]
    [InlineData("2.0", "7.5", true)]
    [InlineData("100", "seven", false)]
    [InlineData("true", "False", true)]
    [InlineData("true", "yes", false)]
    [InlineData("\"text\"", "anything", true)]
    public void A_value_is_of_the_kind_that_the_setting_has(string now, string value, bool fits) => Assert.Equal(fits, SystemSettings.Fits(now, value));
}
