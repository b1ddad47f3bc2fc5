using System.Text.Json.Nodes;
using Dhis2.Client.Http;
using Dhis2.Client.Metadata;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Contract;

/// <summary>What holds on every DHIS2, a real one included. Reads only, so that it can be run anywhere.</summary>
public sealed class ContractTests
{
    public static TheoryData<string> Servers => AnyServer.Names;

    [Theory]
    [MemberData(nameof(Servers))]
    public Task A_session_knows_its_server_and_its_user(string name) => WithAsync(name, session =>
    {
        Assert.InRange(session.Version!.Release, 40, 44);
        Assert.False(string.IsNullOrEmpty(session.UserName));
        return Task.CompletedTask;
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public Task Small_pages_hold_the_same_objects_as_a_large_one(string name) => WithAsync(name, async session =>
    {
        var large = await IdsAsync(session, new MetadataQuery { Type = MetadataType.Of("organisationUnits"), Fields = "id", First = 50 });
        var small = await IdsAsync(session, new MetadataQuery { Type = MetadataType.Of("organisationUnits"), Fields = "id", First = 50, Skip = 0, PageSize = 7 });
        Assert.NotEmpty(large);
        Assert.Equal(large, small);
        Assert.Equal(large.Count, large.Distinct().Count());
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public Task An_id_that_is_not_there_is_told(string name) => WithAsync(name, async session =>
    {
        var known = await IdsAsync(session, new MetadataQuery { Type = MetadataType.Of("organisationUnits"), Fields = "id", First = 1 });
        var missing = new List<string>();
        var found = await IdsAsync(session, new MetadataQuery { Type = MetadataType.Of("organisationUnits"), Fields = "id", Ids = [known[0], "zzzzzzzzzz9"] }, missing.Add);
        Assert.Equal(known, found);
        Assert.Equal(["zzzzzzzzzz9"], missing);
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public Task A_path_that_is_not_there_is_an_error_with_its_status(string name) => WithAsync(name, async session =>
    {
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => session.As().ReadAsync(new Dhis2Request("noSuchThings"), default));
        Assert.Equal(404, error.StatusCode);
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_wrong_password_is_an_authentication_error(string name)
    {
        var error = await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => AnyServer.ConnectAsync(name, "surely not the password"));
        Assert.Equal(401, error.StatusCode);
    }

    private static async Task WithAsync(string name, Func<Session, Task> test)
    {
        var (session, server) = await AnyServer.ConnectAsync(name);
        using (session)
            await test(session);
        if (server is not null)
            await server.DisposeAsync();
    }

    private static async Task<List<string>> IdsAsync(Session session, MetadataQuery query, Action<string>? onMissing = null)
    {
        var reader = new MetadataReader<JsonNode?>(session.As(), _ => new NodeBuilder(), node => (string?)node?["id"]);
        var ids = new List<string>();
        await foreach (var page in reader.ReadAsync(query, onMissing, default))
            ids.AddRange(page.Items.Select(i => (string)i!["id"]!));
        return ids;
    }
}
