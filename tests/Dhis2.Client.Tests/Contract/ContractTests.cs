using System.Text.Json.Nodes;
using Dhis2.Client.Grids;
using Dhis2.Client.Http;
using Dhis2.Client.Metadata;
using Dhis2.Client.Sessions;
using Dhis2.Client.SqlViews;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Contract;

/// <summary>What holds of reading on every DHIS2, a real one included.</summary>
public sealed class ContractTests
{
    public static TheoryData<string> Servers => AnyServer.Names;

    [Theory]
    [MemberData(nameof(Servers))]
    public Task A_session_knows_its_server_and_its_user(string name) => AnyServer.TryAsync(name, session =>
    {
        Assert.InRange(session.Version!.Release, 40, 44);
        Assert.False(string.IsNullOrEmpty(session.UserName));
        return Task.CompletedTask;
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public Task Small_pages_hold_the_same_objects_as_a_large_one(string name) => AnyServer.TryAsync(name, async session =>
    {
        var large = await IdsAsync(session, new MetadataQuery { Type = MetadataType.Of("organisationUnits"), Fields = "id", First = 50 });
        var small = await IdsAsync(session, new MetadataQuery { Type = MetadataType.Of("organisationUnits"), Fields = "id", First = 50, Skip = 0, PageSize = 7 });
        Assert.NotEmpty(large);
        Assert.Equal(large, small);
        Assert.Equal(large.Count, large.Distinct().Count());
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public Task An_id_that_is_not_there_is_told(string name) => AnyServer.TryAsync(name, async session =>
    {
        var known = await IdsAsync(session, new MetadataQuery { Type = MetadataType.Of("organisationUnits"), Fields = "id", First = 1 });
        var missing = new List<string>();
        var found = await IdsAsync(session, new MetadataQuery { Type = MetadataType.Of("organisationUnits"), Fields = "id", Ids = [known[0], "zzzzzzzzzz9"] }, missing.Add);
        Assert.Equal(known, found);
        Assert.Equal(["zzzzzzzzzz9"], missing);
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public Task A_path_that_is_not_there_is_an_error_with_its_status(string name) => AnyServer.TryAsync(name, async session =>
    {
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => session.As().ReadAsync(new Dhis2Request("noSuchThings"), default));
        Assert.Equal(404, error.StatusCode);
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public Task A_connection_is_tested_and_described(string name) => AnyServer.TryAsync(name, async session =>
    {
        var test = await new ConnectionTester(session.As(), TimeSpan.FromSeconds(30)).RunAsync(1, TestContext.Current.CancellationToken);
        Assert.Equal((true, session.UserName, session.Version!.Text), (test.Success, test.UserName, test.Version!.Text));
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public Task Rows_of_a_view_are_those_of_the_servers_own_list(string name) => AnyServer.TryAsync(name, async session =>
    {
        var query = new MetadataQuery { Type = MetadataType.Of("sqlViews"), Fields = "id,sqlQuery", Filters = ["type:eq:QUERY"], First = 100 };
        var views = (await ObjectsAsync(session, query)).Where(v => !((string)v["sqlQuery"]!).Contains("${", StringComparison.Ordinal)).Select(v => (string)v["id"]!).Take(5).ToList();
        Assert.SkipWhen(views.Count == 0, "The server has no SQL view that is a query without variables.");
        var compared = 0;
        foreach (var view in views)
        {
            // A view may be broken, or read what the account may not see: one of several has to answer.
            var request = new Dhis2Request($"sqlViews/{view}/data") { Query = { { "paging", "false" } }, AcceptsStatus = _ => true };
            if (await session.As().ReadJsonAsync(request, TestContext.Current.CancellationToken) is not { } grid || !grid.TryGetProperty("listGrid", out var list))
                continue;
            var rows = 0;
            await foreach (var batch in SqlViewReader.ReadAsync(session.As(), new SqlViewQuery { Id = view }, new Width(list.GetProperty("headers").GetArrayLength()), 100, TestContext.Current.CancellationToken))
                rows += batch.Count;
            Assert.Equal(list.GetProperty("rows").GetArrayLength(), rows);
            compared++;
        }
        Assert.NotEqual(0, compared);
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_wrong_password_is_an_authentication_error(string name)
    {
        var error = await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => AnyServer.ConnectAsync(name, "surely not the password"));
        Assert.Equal(401, error.StatusCode);
    }

    private static async Task<List<string>> IdsAsync(Session session, MetadataQuery query, Action<string>? onMissing = null) =>
        [.. (await ObjectsAsync(session, query, onMissing)).Select(i => (string)i["id"]!)];

    private static async Task<List<JsonNode>> ObjectsAsync(Session session, MetadataQuery query, Action<string>? onMissing = null)
    {
        var reader = new MetadataReader<JsonNode?>(session.As(), _ => new NodeBuilder(), node => (string?)node?["id"]);
        var objects = new List<JsonNode>();
        await foreach (var page in reader.ReadAsync(query, onMissing, default))
            objects.AddRange(page.Items.Select(i => i!));
        return objects;
    }

    // Every row has a cell for each header.
    private sealed class Width(int columns) : IRowFactory<int>
    {
        public void Columns(IReadOnlyList<string> names) => Assert.Equal(columns, names.Count);

        public int Create(string?[] cells) => cells.Length;
    }
}
