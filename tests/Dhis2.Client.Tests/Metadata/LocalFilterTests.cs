using System.Text.Json.Nodes;
using Dhis2.Client.Metadata;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Metadata;

/// <summary>Filters whose values a server would misread: it is asked for more, and what is not wanted is left out here.</summary>
public sealed class LocalFilterTests
{
    private static readonly (string Id, string Item)[] s_objects =
    [
        ("Object00001", """{"id":"Object00001","name":"Births"}"""),
        ("Object00002", """{"id":"Object00002","name":"Births, late","displayName":"Births, shown late","description":"So, so","code":"B_1","attributeValues":[{"attribute":{"id":"a5cAFIwsWBM"},"value":"A, b"}]}"""),
        ("Object00003", """{"id":"Object00003","name":"births, LATE","code":"BX1","categoryCombo":{"name":"Age, sex"}}"""),
        ("Object00004", """{"id":"Object00004","name":"50% of [x]","dataSetElements":[{"dataSet":{"name":"One"}},{"dataSet":{"name":"Two, too"}}]}"""),
    ];

    [Theory]
    [InlineData("name:eq:Births, late", 42, "name:like:Births", "2")]
    [InlineData("name:ieq:Births, late", 43, "name:ilike:Births", "2,3")]
    [InlineData("name:like:ths, l", 42, "name:like:ths", "2")]
    [InlineData("name:$ilike:births, l", 42, "name:ilike:births", "2,3")]
    [InlineData("name:ilike$:, late", 42, "name:ilike:late", "2,3")]
    [InlineData("name:ne:Births, late", 42, null, "1,3,4")]
    [InlineData("name:!ilike:, late", 42, null, "1,4")]
    [InlineData("name:!in:[50% of [x],Births]", 42, null, "2,3")]
    [InlineData("name:in:[50% of [x],Births]", 43, null, "1,4")]
    [InlineData("code:like:B_", 40, "code:like:B", "2")]
    [InlineData("name:like:50%", 41, "name:like:50", "4")]
    [InlineData("name:eq:50% of [x]", 40, "name:like:50", "4")]
    [InlineData("name:like:%", 40, null, "4")]
    [InlineData("a5cAFIwsWBM:eq:A, b", 42, "a5cAFIwsWBM:like:A", "2")]
    [InlineData("displayName:eq:Births, shown late", 42, "displayName:like:shown late", "2")]
    [InlineData("description:like:o, s", 43, "description:like:o", "2")]
    [InlineData("categoryCombo.name:eq:Age, sex", 42, "categoryCombo.name:like:Age", "3")]
    [InlineData("dataSetElements.dataSet.name:eq:Two, too", 42, "dataSetElements.dataSet.name:like:Two", "4")]
    public async Task A_value_that_the_server_misreads_is_compared_here(string filter, int release, string? sent, string expected)
    {
        var (queries, ids) = await ReadAsync(new MetadataQuery { Type = MetadataType.Of("dataElements"), Fields = "name", Filters = [filter, "valueType:eq:NUMBER"] }, release);
        Assert.Equal(expected.Split(',').Select(number => "Object0000" + number), ids);
        Assert.Equal(sent is null ? ["valueType:eq:NUMBER"] : ["valueType:eq:NUMBER", sent], Filters(queries[0]));
        Assert.StartsWith("id:in:[", Assert.Single(Filters(queries[1])), StringComparison.Ordinal);
        Assert.Contains("fields=id,name&", queries[1], StringComparison.Ordinal);
        Assert.Equal(2, queries.Count);
    }

    [Fact]
    public async Task Skip_and_first_count_what_is_left()
    {
        var (_, ids) = await ReadAsync(new MetadataQuery { Type = MetadataType.Of("dataElements"), Filters = ["name:ne:Births, late"], Skip = 1, First = 1 }, 42);
        Assert.Equal(["Object00003"], ids);
    }

    [Fact]
    public async Task It_holds_for_objects_of_ids_too()
    {
        var (_, ids) = await ReadAsync(new MetadataQuery { Type = MetadataType.Of("dataElements"), Ids = ["Object00003", "Object00002"], Filters = ["name:eq:Births, late"] }, 42);
        Assert.Equal(["Object00002"], ids);
    }

    [Fact]
    public async Task Filters_joined_by_or_cannot_be_compared_one_by_one()
    {
        var query = new MetadataQuery { Type = MetadataType.Of("dataElements"), AnyFilter = true, Filters = ["name:eq:Births, late", "code:eq:X"] };
        var refused = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(query, 42));
        Assert.Equal("name:eq:Births, late", refused.Item);
    }

    [Fact]
    public async Task Objects_come_in_the_order_of_their_ids()
    {
        var (_, ids) = await ReadAsync(new MetadataQuery { Type = MetadataType.Of("dataElements"), Ids = ["Object00003", "Object00001", "Object00004"] }, 42);
        Assert.Equal(["Object00003", "Object00001", "Object00004"], ids);
    }

    // A server that lets every filter through but that of ids, and answers in the order of its own.
    private static async Task<(List<string> Queries, List<string> Ids)> ReadAsync(MetadataQuery query, int release)
    {
        var handler = new AnsweringHandler(request =>
        {
            var filter = Filters(Uri.UnescapeDataString(request.Uri.Query)).FirstOrDefault(text => text.StartsWith("id:in:", StringComparison.Ordinal));
            return AnsweringHandler.Json($$"""{"dataElements":[{{string.Join(",", s_objects.Where(o => filter?.Contains(o.Id, StringComparison.Ordinal) != false).Select(o => o.Item))}}]}""");
        });
        var ids = new List<string>();
        var reader = new MetadataReader<JsonNode?>(TestSession.CallerOf(handler, release), _ => new NodeBuilder(), item => (string?)item!["id"]);
        await foreach (var page in reader.ReadAsync(query, null, TestContext.Current.CancellationToken))
            ids.AddRange(page.Items.Select(item => (string)item!["id"]!));
        return ([.. handler.Requests.Select(request => Uri.UnescapeDataString(request.Uri.Query))], ids);
    }

    private static List<string> Filters(string query) => [.. query.TrimStart('?').Split('&').Where(part => part.StartsWith("filter=", StringComparison.Ordinal)).Select(part => part["filter=".Length..])];
}
