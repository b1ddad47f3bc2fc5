using System.Text.Json.Nodes;
using Dhis2.Client.Metadata;
using Dhis2.Recordings;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>Recorded lists of metadata through the client's reader: every object as it was, or the error.</summary>
public sealed class MetadataAnswerTests
{
    public static TheoryData<string, string, string> Lists() => RecordedAnswer.Rows(
        e => e.Request.Method == "GET" && Type(e) is not null
            && (e.Response.Body.Json is not null || e.Response.Body.IsEmpty || e.Response.Status >= 400 || e.Response.MediaType == "text/html"),
        "metadata", "metadata-filters", "metadata-org-units", "system");

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_is_read_whole_or_refused(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var reading = ReadAsync(exchange);
        if (exchange.Response.Status >= 400)
        {
            Assert.Equal(exchange.Response.Status, (await Assert.ThrowsAnyAsync<Dhis2ApiException>(() => reading)).StatusCode);
            return;
        }
        var expected = RecordedAnswer.Json(exchange)?[Type(exchange)!] as JsonArray;
        if (expected is null)
        {
            // Broken fields: 200 with nothing, or with something else. Not modified: nobody asked.
            await Assert.ThrowsAnyAsync<Dhis2ClientException>(() => reading);
            return;
        }
        var (items, total) = await reading;
        Assert.Equal(expected.Select(item => item?.ToJsonString()), items.Select(item => item?.ToJsonString()));
        Assert.Equal((long?)RecordedAnswer.Json(exchange)!["pager"]?["total"], total);
    }

    private static async Task<(List<JsonNode?> Items, long? Total)> ReadAsync(RecordedExchange exchange)
    {
        var reader = new MetadataReader<JsonNode?>(RecordedAnswer.Caller(exchange), _ => new NodeBuilder(), item => (string?)(item as JsonObject)?["id"]);
        var query = new MetadataQuery { Type = MetadataType.Of(Type(exchange)!), PageSize = 100_000 };
        var items = new List<JsonNode?>();
        long? total = null;
        // One page is recorded: where it says that there are more, they would be asked for next.
        await foreach (var page in reader.ReadAsync(query, null, TestContext.Current.CancellationToken))
        {
            items.AddRange(page.Items);
            total = page.Total;
            break;
        }
        return (items, total);
    }

    private static string? Type(RecordedExchange exchange)
    {
        var path = RecordedAnswer.PathOf(exchange);
        return path is "/api/dataElements" or "/api/organisationUnits" or "/api/dataSets" ? path["/api/".Length..] : null;
    }
}
