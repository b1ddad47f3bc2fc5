using System.Text.Json.Nodes;
using Dhis2.Client.Http;
using Dhis2.Client.Lists;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Lists;

/// <summary>Lists of endpoints that nothing is known of: whole, once, and no other place than asked for.</summary>
public sealed class PagedReaderTests
{
    private static readonly string[] s_all = [.. Enumerable.Range(0, 2500).Select(i => $"k{i:0000}")];

    [Theory]
    [InlineData(1000, 3)]
    [InlineData(500, 6)]
    [InlineData(5000, 3)]
    public async Task Pages_smaller_than_asked_for_are_read_to_the_end(int size, int requests)
    {
        // The data store gives no more than a thousand at once, and its pager says so.
        using var handler = Server((page, asked) => Paged("entries", page, Math.Min(asked, 1000), pager: true));
        Assert.Equal(s_all, await ReadAsync(handler, size));
        Assert.Equal(requests, handler.Requests.Count);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(5000)]
    public async Task Pages_without_a_word_of_paging_are_read_to_the_end(int size)
    {
        using var handler = Server((page, asked) => new JsonArray([.. Part(page, Math.Min(asked, 1000))]));
        Assert.Equal(s_all, await ReadAsync(handler, size));
        // The first page is asked for once more: only a list that stays the same has pages.
        Assert.Equal(["1", "2", "1", "3"], handler.Requests.Select(PageOf));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(2500)]
    [InlineData(2501)]
    public async Task A_list_that_knows_no_pages_is_read_once(int size)
    {
        using var bare = Server((_, _) => new JsonArray([.. s_all.Select(k => (JsonNode)k)]));
        Assert.Equal(s_all, await ReadAsync(bare, size));
        Assert.InRange(bare.Requests.Count, 1, 2);
        using var named = Server((_, _) => new JsonObject { ["systemAuthorities"] = new JsonArray([.. s_all.Select(k => (JsonNode)k)]) });
        Assert.Equal(s_all, await ReadAsync(named, size));
        Assert.InRange(named.Requests.Count, 1, 2);
    }

    [Theory]
    [InlineData(1200UL, 700UL)]
    [InlineData(0UL, 3UL)]
    [InlineData(2400UL, 200UL)]
    [InlineData(9000UL, 10UL)]
    public async Task Skip_and_first_are_right_whatever_the_endpoint_makes_of_pages(ulong skip, ulong first)
    {
        var wanted = s_all.Skip((int)skip).Take((int)first).ToArray();
        foreach (var answer in new Func<int, int, JsonNode>[]
        {
            (page, asked) => Paged("instances", page, asked, pager: false),
            (page, asked) => Paged("entries", page, Math.Min(asked, 300), pager: true),
            (page, asked) => new JsonArray([.. Part(page, Math.Min(asked, 1000))]),
            (_, _) => new JsonArray([.. s_all.Select(k => (JsonNode)k)]),
        })
        {
            using var handler = Server(answer);
            Assert.Equal(wanted, await ReadAsync(handler, 500, skip, first));
        }
    }

    [Fact]
    public async Task A_page_that_comes_twice_where_pages_are_counted_is_an_error()
    {
        using var handler = Server((page, asked) =>
        {
            var answer = Paged("events", 1, asked, pager: true);
            answer["pager"]!["page"] = page;
            return answer;
        });
        Assert.Contains("a page before it", (await Assert.ThrowsAsync<Dhis2ClientException>(() => ReadAsync(handler, 500))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_comes_again_is_an_error_where_its_items_are_all_alike_too()
    {
        using var handler = Server((_, asked) => new JsonObject
        {
            ["pager"] = new JsonObject { ["page"] = 1, ["pageSize"] = asked },
            ["things"] = new JsonArray([.. Enumerable.Range(0, asked).Select(_ => (JsonNode)new JsonObject())]),
        });
        var caller = TestSession.CallerOf(handler);
        var list = new PagedReader<object?>(caller, (page, size) => new Dhis2Request("things") { Query = { { "page", page }, { "pageSize", size } } }, () => new NodeBuilder(), new PageShape<object?>("things", _ => null));
        await Assert.ThrowsAsync<Dhis2ClientException>(async () =>
        {
            await foreach (var _ in list.ReadAsync(10, 0, ulong.MaxValue, TestContext.Current.CancellationToken))
                Assert.InRange(handler.Requests.Count, 1, 10);
        });
    }

    [Theory]
    [InlineData("""{"version":"2.42"}""", "no list")]
    [InlineData("""{"pager":{"page":1},"listGrid":{"rows":[]}}""", "no list")]
    [InlineData("""{"headers":[],"rows":[[1]],"metaData":{}}""", "several lists in the answer (headers, rows)")]
    [InlineData("", "empty")]
    [InlineData("[1,2", "not whole")]
    [InlineData("""[1,2]{"a":1}""", "not whole")]
    public async Task What_is_no_list_is_an_error_that_says_so(string body, string said)
    {
        using var handler = new AnsweringHandler(_ => AnsweringHandler.Json(body));
        Assert.Contains(said, (await Assert.ThrowsAnyAsync<Dhis2ClientException>(() => ReadAsync(handler, 500))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Totals_are_told_from_beside_the_list_and_from_the_pager()
    {
        using var flat = Server((page, asked) => Paged("instances", page, asked, pager: false));
        using var pager = Server((page, asked) => Paged("events", page, asked, pager: true));
        foreach (var handler in new[] { flat, pager })
        {
            await using var pages = List(handler).ReadAsync(10, 0, 10, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
            Assert.True(await pages.MoveNextAsync());
            Assert.Equal(s_all.Length, pages.Current.Total);
        }
    }

    [Fact]
    public async Task A_list_that_is_made_anew_each_time_has_no_pages()
    {
        var made = 0;
        using var handler = Server((_, asked) => new JsonObject { ["codes"] = new JsonArray([.. Enumerable.Range(0, asked).Select(_ => (JsonNode)$"c{made++}")]) });
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"c{i}"), await ReadAsync(handler, 50));
        Assert.Equal(3, handler.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pages_cut_by_the_server_are_read_to_the_end_whether_it_says_so_or_not(bool says)
    {
        foreach (var name in new[] { null, "things" })
        {
            using var handler = Server((page, asked) =>
            {
                var answer = Paged("things", page, 50, pager: true, all: 73);
                answer["pager"]!["pageSize"] = says ? 50 : asked;
                return answer;
            });
            Assert.Equal(s_all.Take(73), await ReadAsync(handler, 1000, name: name));
            Assert.Equal(["1", "2"], handler.Requests.Select(PageOf));
        }
    }

    [Theory]
    [InlineData(0, 2500, 3)]
    [InlineData(1200, 700, 2)]
    [InlineData(2400, 700, 2)]
    public async Task A_known_list_whose_pages_are_cut_is_read_from_the_right_place(int skip, int first, int pages)
    {
        using var handler = Server((page, asked) => Paged("things", page, Math.Min(asked, 1000), pager: true));
        Assert.Equal(s_all.Skip(skip).Take(first), await ReadAsync(handler, 2000, (ulong)skip, (ulong)first, "things"));
        Assert.InRange(handler.Requests.Count, pages, pages + 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("things")]
    public async Task A_skip_beyond_all_counting_reads_nothing(string? name)
    {
        using var handler = Server((page, asked) => Paged("things", page, asked, pager: true));
        foreach (var skip in new[] { 4294967296000UL, ulong.MaxValue })
            Assert.Empty(await ReadAsync(handler, 1000, skip, ulong.MaxValue, name));
        Assert.Empty(handler.Requests);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("same")]
    public async Task A_total_that_is_too_high_ends_at_the_end(string beyond)
    {
        using var handler = Server((page, asked) => new JsonObject
        {
            ["pager"] = new JsonObject { ["page"] = page, ["pageSize"] = asked, ["total"] = 1332 },
            ["things"] = new JsonArray([.. page == 1 || beyond == "same" ? s_all.Take(3).Select(k => (JsonNode)k) : []]),
        });
        foreach (var name in new[] { null, "things" })
            Assert.Equal(s_all.Take(3), await ReadAsync(handler, 1000, name: name));
    }

    [Theory]
    [InlineData(43, "5000")]
    [InlineData(44, "1000")]
    public async Task No_more_is_asked_for_than_a_version_gives(int release, string size)
    {
        using var handler = Server((page, asked) => Paged("things", page, Math.Min(asked, release == 44 ? 1000 : 5000), pager: true));
        Assert.Equal(s_all, await ReadAsync(handler, 5000, name: "things", release: release));
        Assert.All(handler.Requests, r => Assert.Equal(size, System.Web.HttpUtility.ParseQueryString(r.Uri.Query)["pageSize"]));
    }

    private static string PageOf(SentRequest request) => System.Web.HttpUtility.ParseQueryString(request.Uri.Query)["page"]!;

    private static AnsweringHandler Server(Func<int, int, JsonNode> answer) => new(request =>
    {
        var query = System.Web.HttpUtility.ParseQueryString(request.Uri.Query);
        return AnsweringHandler.Json(answer(int.Parse(query["page"]!, null), int.Parse(query["pageSize"]!, null)).ToJsonString());
    });

    private static IEnumerable<JsonNode> Part(int page, int size) => s_all.Skip((page - 1) * size).Take(size).Select(k => (JsonNode)k);

    private static JsonObject Paged(string list, int page, int size, bool pager, int? all = null)
    {
        var paging = new JsonObject { ["page"] = page, ["pageSize"] = size, ["total"] = all ?? s_all.Length };
        var items = new JsonArray([.. s_all.Take(all ?? s_all.Length).Skip((page - 1) * size).Take(size).Select(k => (JsonNode)k)]);
        if (pager)
            return new JsonObject { ["pager"] = paging, [list] = items };
        paging[list] = items;
        return paging;
    }

    private static PagedReader<object?> List(AnsweringHandler handler, string? name = null, int release = 42)
    {
        var caller = TestSession.CallerOf(handler, release);
        return new PagedReader<object?>(caller, (page, size) => new Dhis2Request("things") { Query = { { "page", page }, { "pageSize", size } } }, () => new NodeBuilder(), new PageShape<object?>(name, item => item?.ToString() ?? ""));
    }

    private static async Task<List<string?>> ReadAsync(AnsweringHandler handler, int size, ulong skip = 0, ulong first = ulong.MaxValue, string? name = null, int release = 42)
    {
        var items = new List<string?>();
        await foreach (var page in List(handler, name, release).ReadAsync(size, skip, first, TestContext.Current.CancellationToken))
            items.AddRange(page.Items.Select(i => i?.ToString()));
        return items;
    }
}
