using Dhis2.Client.DataValues;
using Dhis2.Client.Grids;
using Dhis2.Client.Metadata;
using Dhis2.Client.Sessions;
using Dhis2.Client.SqlViews;
using Dhis2.Client.SystemInfo;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Versions;

/// <summary>
/// What the newest patch releases and 2.44 change of things that this client reads and sends. There is no server of 2.44 yet:
/// the answers are made up from the source of the server.
/// </summary>
public sealed class NewestServerTests
{
    private static readonly string[] s_ids = ["abcdefghij1", "abcdefghij2", "abcdefghij3"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_answered_by_the_gist_engine_is_read_as_any_other()
    {
        var handler = new AnsweringHandler(request => AnsweringHandler.Json($$"""
            {"pager":{"pageSize":2,"total":3,"page":{{PageOf(request)}},"pageCount":2,"nextPage":"http://elsewhere.example/api/dataElements?page=2"},
             "gist":true,"unknown":{"dataElements":[{"id":"no"}]},"dataElements":[{{(PageOf(request) == "1" ? """{"id":"abcdefghij1"},{"id":"abcdefghij2"}""" : """{"id":"abcdefghij3"}""")}}]}
            """));
        Assert.Equal(s_ids, await IdsAsync(handler, 44));
        // The next page that it names leads past the proxy: it is never asked for.
        Assert.All(handler.Requests, request => Assert.Equal("localhost", request.Uri.Host));
        Assert.All(handler.Requests, request => Assert.Contains("order=id%3Aasc", request.Uri.Query, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(44, "name:like:a*b", true)]
    [InlineData(44, "name:ilike:what?", true)]
    [InlineData(44, "name:!ilike:a*b", true)]
    [InlineData(44, "name:like:clinic", false)]
    [InlineData(44, "name:eq:a*b", false)]
    [InlineData(43, "name:like:a*b", false)]
    public async Task A_star_that_the_gist_engine_would_take_for_a_wildcard_is_kept_from_it(int release, string filter, bool isKept)
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("""{"pager":{"page":1,"pageSize":50,"total":1},"dataElements":[{"id":"abcdefghij1"}]}"""));
        await IdsAsync(handler, release, filter);
        Assert.Equal(isKept, Assert.Single(handler.Requests).Uri.Query.Contains("gist=false", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cell_of_a_SQL_view_that_is_JSON_is_its_text()
    {
        var json = """{"headers":[{"name":"a"},{"name":"b"},{"name":"c"}],"rows":[["x",{"k":[1,null,"é\n"]},[ ]],["y",null,true]]}""";
        var rows = new List<string?[]>();
        foreach (var isNested in new[] { false, true })
        {
            using var session = TestSession.Of(AnsweringHandler.InTurn(() => AnsweringHandler.Json(isNested ? $$"""{"listGrid":{{json}}}""" : json)), 44);
            await foreach (var batch in SqlViewReader.ReadAsync(session.As(), new SqlViewQuery { Id = s_ids[0] }, new Cells(), 10, Token))
                rows.AddRange(batch);
        }
        Assert.All(rows.Where((_, i) => i % 2 == 0), row => Assert.Equal(["x", """{"k":[1,null,"é\n"]}""", "[ ]"], row));
        Assert.All(rows.Where((_, i) => i % 2 == 1), row => Assert.Equal(["y", null, "true"], row));
        Assert.Equal(4, rows.Count);
    }

    // A ping of 2.44 is answered to anybody, a wrong password included.
    [Fact]
    public async Task An_open_ping_proves_no_identity()
    {
        var handler = new AnsweringHandler(request => request.Uri.AbsolutePath switch
        {
            "/api/system/ping" => AnsweringHandler.Json("\"pong\""),
            "/api/loginConfig" => AnsweringHandler.Json("""{"apiVersion":"2.44.0"}"""),
            _ => AnsweringHandler.Status(401, "Unauthorized"),
        });
        using var session = TestSession.Of(handler, 44);
        await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => new ConnectionTester(session.As(), TimeSpan.FromSeconds(5)).RunAsync(1, Token));
        var options = new SessionOptions { Uri = new Uri("http://localhost:8080/"), Identity = Dhis2Identity.Basic("admin", "wrong"), Handler = handler, Delay = (_, _) => Task.CompletedTask };
        await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => SessionFactory.ConnectAsync(options, null, Token));
    }

    [Fact]
    public async Task Unknown_members_of_small_answers_do_no_harm()
    {
        var handler = new AnsweringHandler(request => AnsweringHandler.Json(request.Uri.AbsolutePath switch
        {
            "/api/loginConfig" => """{"apiVersion":"2.44-SNAPSHOT","new":{"version":"2.30"}}""",
            "/api/system/info" => """{"new":[{"version":"2.30"}],"version":"2.44-SNAPSHOT","other":null}""",
            "/api/systemSettings" => """{"applicationTitle":"DHIS 2","new":{"a":[1]}}""",
            _ => """{"username":"admin","id":"abcdefghij1","new":{"username":"other"}}""",
        }));
        var options = new SessionOptions { Uri = new Uri("http://localhost:8080/"), Identity = Dhis2Identity.Basic("admin", "district"), Handler = handler };
        using var session = await SessionFactory.ConnectAsync(options, null, Token);
        Assert.Equal((44, "admin"), (session.Version!.Release, session.UserName));
        var settings = await SystemSettings.ReadAsync(session.As(), refresh: false, Token);
        Assert.Equal(("\"DHIS 2\"", """{"a":[1]}"""), (settings["applicationTitle"], settings["new"]));
    }

    [Theory]
    [InlineData("2.43.1", 43, 1)]
    [InlineData("2.43.2", 43, 2)]
    [InlineData("2.42.6", 42, 6)]
    [InlineData("2.41.10", 41, 10)]
    [InlineData("2.44-SNAPSHOT", 44, 0)]
    public void A_patch_release_is_told_from_another(string text, int release, int patch)
    {
        var version = ServerVersion.Parse(text)!;
        Assert.Equal((release, patch), (version.Release, version.Patch));
    }

    [Theory]
    [InlineData("2.43.0", true)]
    [InlineData("2.43.1", true)]
    [InlineData("2.43.2", false)]
    [InlineData("2.42.5.2", false)]
    [InlineData("2.44-SNAPSHOT", false)]
    public async Task Values_changed_since_a_time_are_asked_for_with_all_periods_where_the_server_wants_some(string text, bool wantsPeriods)
    {
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json("""{"dataValues":[]}"""));
        using var session = TestSession.Of(handler);
        session.Dialect = Dialect.Of(ServerVersion.Parse(text), text, allowFallback: false);
        var since = new DataValueQuery { DataSets = ["abcdefghij1"], OrgUnits = ["abcdefghij2"], LastUpdated = new DateTime(2024, 7, 8) };
        foreach (var query in new[] { since, since with { LastUpdated = null, LastUpdatedDuration = "1d" }, since with { Periods = ["202401"] } })
        {
            await foreach (var batch in DataValueReader.ReadAsync(session.As(), query, 10, Token))
                Assert.Empty(batch);
        }
        var asked = handler.Requests.Select(request => System.Web.HttpUtility.ParseQueryString(request.Uri.Query)).ToList();
        Assert.All(asked.Take(2), q => Assert.Equal(wantsPeriods ? ("1000-01-01", "9999-12-31") : (null, null), (q["startDate"], q["endDate"])));
        // Both are refused together (E2003).
        Assert.Equal(("202401", null), (asked[2]["period"], asked[2]["startDate"]));
    }

    [Theory]
    [InlineData("2.41.9.1", false)]
    [InlineData("2.41.10", true)]
    [InlineData("2.42.5.2", false)]
    [InlineData("2.42.6", true)]
    [InlineData("2.43.1", false)]
    [InlineData("2.43.2", true)]
    [InlineData("2.44-SNAPSHOT", true)]
    public async Task An_expired_password_can_be_changed_by_a_script_where_the_server_has_an_endpoint_for_it(string text, bool hasEndpoint)
    {
        var handler = new AnsweringHandler(request => request.Uri.AbsolutePath switch
        {
            "/api/loginConfig" => AnsweringHandler.Json($$"""{"apiVersion":"{{text}}"}"""),
            "/api/auth/login" => AnsweringHandler.Json("""{"loginStatus":"PASSWORD_EXPIRED"}"""),
            _ => AnsweringHandler.Status(401, "Unauthorized"),
        });
        var options = new SessionOptions { Uri = new Uri("http://localhost:8080/"), Identity = Dhis2Identity.Basic("admin", "district"), Handler = handler, Delay = (_, _) => Task.CompletedTask };
        var refusal = await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => SessionFactory.ConnectAsync(options, null, Token));
        Assert.Equal(AuthenticationReason.PasswordExpired, refusal.Reason);
        Assert.Equal(hasEndpoint, refusal.RecommendedAction!.Contains("POST /api/auth/updatePassword", StringComparison.Ordinal));
    }

    private static string PageOf(SentRequest request) => System.Web.HttpUtility.ParseQueryString(request.Uri.Query)["page"]!;

    private static async Task<List<string?>> IdsAsync(AnsweringHandler handler, int release, params string[] filters)
    {
        using var session = TestSession.Of(handler, release);
        var reader = new MetadataReader<System.Text.Json.Nodes.JsonNode?>(session.As(), _ => new NodeBuilder(), item => item?["id"]?.ToString());
        var query = new MetadataQuery { Type = MetadataType.Known.First(t => t.Plural == "dataElements"), Fields = "id", Filters = filters, PageSize = 2 };
        var ids = new List<string?>();
        await foreach (var page in reader.ReadAsync(query, null, Token))
            ids.AddRange(page.Items.Select(item => item?["id"]?.ToString()));
        return ids;
    }

    private sealed class Cells : IRowFactory<string?[]>
    {
        public void Columns(IReadOnlyList<string> names)
        {
        }

        public string?[] Create(string?[] cells) => [.. cells];
    }
}
