using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Sandbox;

/// <summary>A generated country's data values, and the sink for big imports.</summary>
public sealed class GeneratedValueTests
{
    private const int OrgUnits = 130;

    public static TheoryData<Dialect> EveryDialect => [.. Dialects.All];

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Every_generated_value_is_served_once(Dialect dialect)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Dialect = dialect, OrgUnits = OrgUnits, DataValues = 5_000 });
        using var client = Client(server);
        using var answer = JsonDocument.Parse(await client.GetStreamAsync(All(server)));
        var rows = answer.RootElement.GetProperty("dataValues").EnumerateArray()
            .Select(row => $"{row.GetProperty("dataElement")} {row.GetProperty("period")} {row.GetProperty("orgUnit")}").ToList();
        Assert.Equal(5_000, rows.Count);
        Assert.Equal(5_000, rows.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task An_imported_value_takes_the_place_of_a_generated_one(Dialect dialect)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Dialect = dialect, OrgUnits = OrgUnits, DataValues = 5_000 });
        using var client = Client(server);
        var generated = server.State.DataValues.Generated!;
        var row = $"\"dataElement\":\"{generated.Elements[0]}\",\"period\":\"{generated.Months[0]}\",\"orgUnit\":\"{generated.OrgUnits[3]}\"";
        using var response = await client.PostAsync("api/dataValueSets", Json($"{{\"dataSet\":\"{generated.DataSet}\",\"dataValues\":[{{{row},\"value\":\"123456\"}}]}}"));
        using var summary = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        Assert.Equal(1, summary.RootElement.GetProperty("response").GetProperty("importCount").GetProperty("updated").GetInt32());
        using var answer = JsonDocument.Parse(await client.GetStreamAsync(All(server)));
        var rows = answer.RootElement.GetProperty("dataValues");
        Assert.Equal(5_000, rows.GetArrayLength());
        Assert.Single(rows.EnumerateArray(), item => item.GetProperty("value").GetString() == "123456");
    }

    [Theory]
    [InlineData(Dialect.V42, "imported")]
    [InlineData(Dialect.V43, "updated")]
    public async Task The_sink_counts_the_rows_and_stores_none(Dialect dialect, string counter)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Dialect = dialect, OrgUnits = OrgUnits, Sink = true });
        using var client = Client(server);
        using var body = new MemoryStream();
        await using (var gzip = new GZipStream(body, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync(Payload(30_000));
        using var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await client.PostAsync("api/dataValueSets", content);
        using var summary = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        Assert.Equal(30_000, summary.RootElement.GetProperty("response").GetProperty("importCount").GetProperty(counter).GetInt32());
        Assert.Empty(server.State.DataValues.Written);
    }

    private static byte[] Payload(int rows)
    {
        var text = new StringBuilder("{\"dataSet\":\"abcdefghijk\",\"dataValues\":[");
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "" : ",").Append("{\"dataElement\":\"abcdefghij1\",\"period\":\"202401\",\"orgUnit\":\"abcdefghij2\",\"value\":\"")
                .Append(row).Append("\"}");
        }
        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    private static string All(SandboxServer server) =>
        $"api/dataValueSets?dataSet={server.State.DataValues.Generated!.DataSet}&startDate=2000-01-01&endDate=2030-01-01&children=true&orgUnit={server.State.Country.OrgUnits.Root.Uid}";

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static HttpClient Client(SandboxServer server)
    {
        var client = new HttpClient { BaseAddress = server.Uri };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("admin:district"u8));
        client.DefaultRequestHeaders.Add("X-Requested-With", "XMLHttpRequest");
        return client;
    }
}
