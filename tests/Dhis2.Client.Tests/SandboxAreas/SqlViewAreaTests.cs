using System.Net;
using System.Text.Json.Nodes;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.SandboxAreas;

/// <summary>What the recordings do not hold: the views of a generated country, and that their rows are not piled up.</summary>
[Collection(nameof(Alone))]
public sealed class SqlViewAreaTests
{
    [Fact]
    public async Task A_generated_country_has_a_view_of_as_many_rows_as_asked_for()
    {
        await using var server = await SandboxFixture.StartAsync(options: new SandboxOptions { OrgUnits = 50 });
        using var http = Connect(server);

        var json = JsonNode.Parse(await http.GetStringAsync($"api/sqlViews/{Uid(server, "SV_ROWS")}/data?paging=false&var=rows:70000"))!;

        var rows = json["listGrid"]!["rows"]!.AsArray();
        Assert.Equal((70000, 70000), (rows.Count, (int)json["listGrid"]!["height"]!));
        Assert.Equal(["70000", "row 70000", "105000.0", "2024-10-12", "true"], rows[^1]!.AsArray().Select(c => (string?)c));
    }

    [Fact]
    public async Task The_first_rows_are_sent_long_before_the_last()
    {
        await using var server = await SandboxFixture.StartAsync(options: new SandboxOptions { OrgUnits = 50 });
        using var http = Connect(server);
        var before = GC.GetTotalAllocatedBytes();

        // More than would fit into memory, were it gathered; the client leaves after a little.
        using (var response = await http.GetAsync($"api/sqlViews/{Uid(server, "SV_ROWS")}/data?paging=false&var=rows:1000000000", HttpCompletionOption.ResponseHeadersRead))
        {
            var beginning = new byte[1_000_000];
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(beginning);
        }

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 << 20);
    }

    [Fact]
    public async Task Org_units_of_a_generated_country_are_rows_with_the_columns_of_the_view()
    {
        await using var server = await SandboxFixture.StartAsync(options: new SandboxOptions { OrgUnits = 200 });
        using var http = Connect(server);

        var csv = await http.GetStringAsync($"api/sqlViews/{Uid(server, "SV_OU")}/data.csv?fields=uid,code&filter=code:in:[OU,OU_1]");

        var units = server.State.Country.OrgUnits;
        Assert.Equal($"uid,code\n{units.FindByCode("OU")!.Uid},OU\n{units.FindByCode("OU_1")!.Uid},OU_1\n", csv);
    }

    [Fact]
    public async Task A_view_that_was_never_executed_has_no_relation()
    {
        await using var server = await SandboxFixture.StartAsync();
        using var http = Connect(server);
        const string View = """{"id":"Vw1aaaaaaaa","name":"My units","type":"VIEW","sqlQuery":"select uid from organisationunit order by uid","sharing":{"public":"rwrw----"}}""";
        using var made = await http.PostAsync("api/sqlViews", new StringContent(View, null, "application/json"));

        using var before = await http.GetAsync("api/sqlViews/Vw1aaaaaaaa/data");
        using var execute = await http.PostAsync("api/sqlViews/Vw1aaaaaaaa/execute", null);
        using var after = await http.GetAsync("api/sqlViews/Vw1aaaaaaaa/data");

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("E7144", (string?)JsonNode.Parse(await before.Content.ReadAsStringAsync())!["errorCode"]);
        Assert.Equal(HttpStatusCode.Created, execute.StatusCode);
        Assert.Equal(112, (int)JsonNode.Parse(await after.Content.ReadAsStringAsync())!["pager"]!["total"]!);
    }

    [Theory]
    [InlineData("select 1 as a, 'it''s' as b, null::text as c", """["1","it's",""]""")]
    [InlineData("select 0.5::double precision as a, 12345678.5::double precision as b", """["0.5","12345678.5"]""")]
    [InlineData("select * from (values (1, 'x, y'), (2, 'z')) as t(n, s)", """["1","x, y"]""")]
    public async Task Rows_of_literals_can_be_had_without_a_table(string query, string first)
    {
        await using var server = await SandboxFixture.StartAsync();
        using var http = Connect(server);
        var view = new JsonObject { ["id"] = "Vw1aaaaaaaa", ["name"] = "Literals", ["type"] = "QUERY", ["sqlQuery"] = query };
        (await http.PostAsync("api/sqlViews", new StringContent(view.ToJsonString(), null, "application/json"))).Dispose();

        var json = JsonNode.Parse(await http.GetStringAsync("api/sqlViews/Vw1aaaaaaaa/data"))!;

        Assert.Equal(JsonNode.Parse(first)!.ToJsonString(), json["listGrid"]!["rows"]![0]!.ToJsonString());
    }

    private static HttpClient Connect(SandboxServer server) => new()
    {
        BaseAddress = server.Uri,
        DefaultRequestHeaders = { Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("admin:" + SandboxUsers.AdminPassword))) },
    };

    private static string Uid(SandboxServer server, string code) => (string)server.State.Country.FindByCode("sqlViews", code)!["id"]!;
}
