using System.Text.Json.Nodes;
using Dhis2.Client.Http;
using Dhis2.Client.Lists;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>Recorded lists of every area as a raw request reads them, which knows nothing of them: the one list there is, whatever its name in this version, or an error.</summary>
public sealed class ListAnswerTests
{
    public static TheoryData<string, string, string> Answers() => RecordedAnswer.Rows(
        e => e.Request.Method == "GET" && e.Response is { Status: 200, Body.Json: not null },
        "tracker", "data-store", "other", "metadata", "metadata-org-units", "system", "sql-views", "analytics");

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task The_one_list_of_an_answer_is_found_and_nothing_else_passes_for_one(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var json = RecordedAnswer.Json(exchange)!;
        var lists = json is JsonArray ? [json.AsArray()] : (json as JsonObject)?.Select(p => p.Value).OfType<JsonArray>().ToList() ?? [];
        var list = new PagedReader<JsonNode?>(RecordedAnswer.Caller(exchange), (_, _) => new Dhis2Request("anything"), () => new NodeBuilder(), new PageShape<JsonNode?>(null, item => item?.ToJsonString() ?? ""));
        await using var pages = list.ReadAsync(100_000, 0, ulong.MaxValue, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        if (lists.Count != 1)
        {
            await Assert.ThrowsAnyAsync<Dhis2ClientException>(async () => await pages.MoveNextAsync());
            return;
        }
        Assert.True(await pages.MoveNextAsync());
        Assert.Equal(lists[0].Select(i => i?.ToJsonString()), pages.Current.Items.Select(i => i?.ToJsonString()));
        Assert.Equal((long?)(json is JsonObject o ? o["pager"]?["total"] ?? o["total"] : null), pages.Current.Total);
    }
}
