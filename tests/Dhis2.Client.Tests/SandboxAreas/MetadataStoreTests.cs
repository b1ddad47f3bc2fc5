using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.SandboxAreas;

/// <summary>What the replay of the recordings does not cover: types that were not recorded, and what writes do beside the metadata.</summary>
public sealed class MetadataStoreTests
{
    [Theory]
    [InlineData("indicators")]
    [InlineData("optionSets")]
    [InlineData("organisationUnits")]
    [InlineData("dataSets")]
    [InlineData("sqlViews")]
    [InlineData("organisationUnitLevels")]
    [InlineData("userGroups")]
    public async Task An_object_that_is_read_as_its_owner_and_put_back_is_the_same(string type)
    {
        await using var server = await SandboxFixture.StartAsync();
        using var http = Connect(server);
        var list = JsonNode.Parse(await http.GetStringAsync($"api/{type}?fields=:owner&pageSize=1"))!;
        var before = list[type]![0]!.AsObject();
        var address = $"api/{type}/{before["id"]}";

        using var put = await http.PutAsync(address, Json(before));

        var after = JsonNode.Parse(await http.GetStringAsync(address + "?fields=:owner"))!.AsObject();
        after["lastUpdated"] = before["lastUpdated"]!.DeepClone();
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(Sorted(before), Sorted(after));
    }

    [Fact]
    public async Task A_user_who_was_created_may_log_in_until_deleted_and_the_password_is_shown_to_nobody()
    {
        await using var server = await SandboxFixture.StartAsync();
        using var http = Connect(server);
        var user = JsonNode.Parse("""{"id":"UsraaaaaaaA","username":"newcomer","firstName":"New","surname":"Comer","password":"Str0ng-Pass!word","userRoles":[{"id":"b6uyKyW8GVj"}]}""")!;
        using var created = await http.PostAsync("api/users", Json(user));
        using var own = Connect(server, "newcomer", "Str0ng-Pass!word");

        var me = JsonNode.Parse(await own.GetStringAsync("api/me?fields=username,authorities"))!;
        var shown = await http.GetStringAsync("api/users/UsraaaaaaaA?fields=*");
        using var deleted = await http.DeleteAsync("api/users/UsraaaaaaaA");
        using var again = Connect(server, "newcomer", "Str0ng-Pass!word");
        using var after = await again.GetAsync("api/me");

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(("newcomer", "M_dhis-web-dashboard"), ((string?)me["username"], (string?)me["authorities"]![0]));
        Assert.DoesNotContain("Str0ng", shown, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task Types_of_which_there_was_nothing_are_written_with_parts_of_their_own()
    {
        await using var server = await SandboxFixture.StartAsync();
        using var http = Connect(server);
        var import = JsonNode.Parse("""
            {"visualizations":[{"id":"VisaaaaaaaA","name":"Chart","type":"COLUMN"}],
             "dashboards":[{"id":"DasaaaaaaaA","name":"Board","dashboardItems":[{"id":"IteaaaaaaaA","type":"VISUALIZATION","visualization":{"id":"VisaaaaaaaA"}}]}]}
            """)!;

        using var response = await http.PostAsync("api/metadata", Json(import));

        var report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var board = JsonNode.Parse(await http.GetStringAsync("api/dashboards/DasaaaaaaaA?fields=dashboardItems"))!;
        Assert.Equal(2, (int)report["response"]!["stats"]!["created"]!);
        Assert.Equal("VisaaaaaaaA", (string?)board["dashboardItems"]![0]!["visualization"]!["id"]);
    }

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static string Sorted(JsonObject json) => string.Join('\n', json.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}: {p.Value?.ToJsonString()}"));

    private static HttpClient Connect(SandboxServer server, string user = "admin", string password = SandboxUsers.AdminPassword) => new()
    {
        BaseAddress = server.Uri,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))) },
    };
}
