using System.Text.Json.Nodes;
using Dhis2.Client.Metadata;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Metadata;

/// <summary>How lists are asked for, and where they end.</summary>
public sealed class MetadataReaderTests
{
    [Theory]
    [InlineData(0, 10, 1)]
    [InlineData(9, 10, 1)]
    [InlineData(10, 10, 2)]
    [InlineData(25, 10, 3)]
    public async Task A_list_ends_at_a_short_page_whatever_the_pager_says(int count, int pageSize, int requests)
    {
        var handler = Pages(count, """{"page":1,"total":1,"pageSize":1,"nextPage":"http://elsewhere.example.org/"}""");
        var items = await ReadAsync(handler, new MetadataQuery { Type = MetadataType.Of("dataElements"), PageSize = pageSize });
        Assert.Equal(Enumerable.Range(0, count).Select(Id), items);
        Assert.Equal(requests, handler.Requests.Count);
        Assert.All(handler.Requests, r => Assert.Equal("localhost", r.Uri.Host));
    }

    [Theory]
    [InlineData(0UL, 3UL, 1, 3)]
    [InlineData(0UL, 25UL, 3, 25)]
    [InlineData(7UL, 6UL, 2, 6)]
    [InlineData(20UL, 100UL, 2, 10)]
    [InlineData(50UL, 5UL, 1, 0)]
    [InlineData(0UL, 0UL, 0, 0)]
    public async Task Skip_and_first_read_no_more_than_they_must(ulong skip, ulong first, int requests, int items)
    {
        var handler = Pages(30, "{}");
        var read = await ReadAsync(handler, new MetadataQuery { Type = MetadataType.Of("dataElements"), PageSize = 10, Skip = skip, First = first });
        Assert.Equal(Enumerable.Range((int)skip, items).Select(Id), read);
        Assert.InRange(handler.Requests.Count, requests, requests + 1);
    }

    [Theory]
    [InlineData(null, "id:asc")]
    [InlineData("name", "name:asc,id:asc")]
    [InlineData("name:desc", "name:desc,id:asc")]
    [InlineData("name:desc,level", "name:desc,level:asc,id:asc")]
    [InlineData("id:desc", "id:desc")]
    public async Task The_order_always_has_the_id(string? order, string expected)
    {
        var handler = Pages(3, "{}");
        await ReadAsync(handler, new MetadataQuery { Type = MetadataType.Of("dataElements"), Order = order is null ? [] : [order] });
        Assert.Contains("order=" + Uri.EscapeDataString(expected), handler.Requests[0].Uri.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_are_asked_for_in_parts_and_missing_ones_are_told()
    {
        var ids = Enumerable.Range(0, 250).Select(Id).ToList();
        var handler = new AnsweringHandler(request =>
        {
            var asked = ids.Where(id => Uri.UnescapeDataString(request.Uri.Query).Contains(id, StringComparison.Ordinal) && id != Id(5) && id != Id(240));
            return AnsweringHandler.Json($$"""{"dataElements":[{{string.Join(",", asked.Select(id => $$"""{"id":"{{id}}"}"""))}}]}""");
        });
        var missing = new List<string>();
        var items = await ReadAsync(handler, new MetadataQuery { Type = MetadataType.Of("dataElements"), Ids = ids, Fields = "name" }, missing.Add);
        Assert.Equal([Id(5), Id(240)], missing);
        Assert.Equal(248, items.Count);
        Assert.Equal(3, handler.Requests.Count);
        Assert.All(handler.Requests, r =>
        {
            Assert.Contains("fields=id%2Cname", r.Uri.Query, StringComparison.Ordinal);
            Assert.InRange(r.Uri.PathAndQuery.Length, 1, 4000);
        });
    }

    [Fact]
    public async Task An_object_is_not_missing_because_only_a_part_of_it_was_asked_for_its_id()
    {
        var handler = new AnsweringHandler(request => AnsweringHandler.Json(
            Uri.UnescapeDataString(request.Uri.Query).Contains("fields=id,name,", StringComparison.Ordinal) ? $$"""{"dataElements":[{"id":"{{Id(1)}}"}]}""" : """{"dataElements":[{"name":"One"}]}"""));
        var missing = new List<string>();
        var items = await ReadAsync(handler, new MetadataQuery { Type = MetadataType.Of("dataElements"), Ids = [Id(1)], Fields = "name,categoryCombo[code,id,name]" }, missing.Add);
        Assert.Empty(missing);
        Assert.Equal([Id(1)], items);
    }

    [Theory]
    [InlineData("name:^like:x", 42)]
    [InlineData("name:is:x", 42)]
    [InlineData("name:ieq:x", 40)]
    [InlineData("organisationUnits:!empty", 41)]
    [InlineData("name:gt:a,b", 43)]
    [InlineData("name:token:a,b", 42)]
    [InlineData("categoryCombo.name:!eq:a,b", 42)]
    [InlineData("name:eq:", 42)]
    [InlineData("name", 42)]
    [InlineData(":eq:x", 42)]
    [InlineData("name:null:x", 42)]
    [InlineData("id:in:a,b", 42)]
    [InlineData("name:eq:a\0", 42)]
    public async Task A_filter_that_would_bring_other_rows_is_refused_before_it_is_sent(string filter, int release)
    {
        var handler = Pages(3, "{}");
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(handler, new MetadataQuery { Type = MetadataType.Of("dataElements"), Filters = [filter] }, release: release));
        Assert.Equal(filter, error.Item);
        Assert.Empty(handler.Requests);
    }

    [Theory]
    [InlineData("name:eq:a,b", 41)]
    [InlineData("name:eq:50%", 42)]
    [InlineData("name:in:[a[1],b]", 41)]
    [InlineData("name:ilike:x:y", 42)]
    [InlineData("name:ieq:x", 41)]
    [InlineData("organisationUnits:!empty", 42)]
    [InlineData("name:startsWith:x", 40)]
    [InlineData("name:!in:[a,b]", 42)]
    [InlineData("code:null", 40)]
    [InlineData("name:$like:x", 43)]
    public async Task A_filter_that_is_good_is_sent_as_it_is(string filter, int release)
    {
        var handler = Pages(3, "{}");
        await ReadAsync(handler, new MetadataQuery { Type = MetadataType.Of("dataElements"), Filters = [filter] }, release: release);
        Assert.Contains("filter=" + Uri.EscapeDataString(filter), handler.Requests[0].Uri.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(41, true)]
    [InlineData(42, false)]
    public async Task Or_is_refused_where_it_would_mean_and(int release, bool refused)
    {
        var handler = Pages(3, "{}");
        var query = new MetadataQuery { Type = MetadataType.Of("dataElements"), Filters = ["name:eq:a", "name:eq:b"], AnyFilter = true };
        if (refused)
            await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(handler, query, release: release));
        else
            await ReadAsync(handler, query, release: release);
        Assert.Equal(refused ? 0 : 1, handler.Requests.Count(r => r.Uri.Query.Contains("rootJunction=OR", StringComparison.Ordinal)));
    }

    private static string Id(int number) => $"id{number:000000000}";

    private static AnsweringHandler Pages(int count, string pager) => new(request =>
    {
        var query = System.Web.HttpUtility.ParseQueryString(request.Uri.Query);
        var (page, size) = (int.Parse(query["page"]!, null), int.Parse(query["pageSize"]!, null));
        var items = Enumerable.Range(0, count).Skip((page - 1) * size).Take(size).Select(i => $$"""{"id":"{{Id(i)}}"}""");
        return AnsweringHandler.Json($$"""{"pager":{{pager}},"dataElements":[{{string.Join(",", items)}}]}""");
    });

    private static async Task<List<string>> ReadAsync(AnsweringHandler handler, MetadataQuery query, Action<string>? onMissing = null, int release = 42)
    {
        var reader = new MetadataReader<JsonNode?>(TestSession.CallerOf(handler, release), _ => new NodeBuilder(), item => (string?)item!["id"]);
        var ids = new List<string>();
        await foreach (var page in reader.ReadAsync(query, onMissing, TestContext.Current.CancellationToken))
            ids.AddRange(page.Items.Select(i => (string)i!["id"]!));
        return ids;
    }
}
