using Dhis2.Client.Grids;
using Dhis2.Client.SqlViews;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.SqlViews;

/// <summary>What a server would drop without a word, and then answer with other rows, never leaves the client; the rest goes out as it was given.</summary>
public sealed class SqlViewGuardTests
{
    private const string Id = "abcdefghijk";

    [Theory]
    [InlineData("level", "1,2")]
    [InlineData("level", "1:2")]
    [InlineData("level", "")]
    [InlineData("level", "2024-01-01'")]
    [InlineData("le vel", "1")]
    [InlineData("", "1")]
    public async Task Pairs_that_would_be_dropped_are_refused(string name, string value)
    {
        await IsRefused(new SqlViewQuery { Id = Id, Variables = [new(name, value)] });
        await IsRefused(new SqlViewQuery { Id = Id, Criteria = [new(name, value)] });
    }

    [Theory]
    [InlineData("name")]
    [InlineData("name:eq")]
    [InlineData("name:eq:")]
    [InlineData("name:eq:a:b")]
    [InlineData("name:like$:a")]
    [InlineData("name:null:a")]
    [InlineData("name:in:a,b")]
    [InlineData(":eq:a")]
    public async Task Filters_that_would_fail_or_be_bent_are_refused(string filter) =>
        await IsRefused(new SqlViewQuery { Id = Id, Filters = [filter] });

    [Theory]
    [InlineData("abc")]
    [InlineData("1bcdefghijk")]
    [InlineData("abcdefghij/")]
    public async Task An_id_that_is_none_is_refused(string id) => await IsRefused(new SqlViewQuery { Id = id });

    [Fact]
    public async Task All_rows_are_asked_for_with_every_pair_and_filter()
    {
        var handler = Handler();
        await ReadAsync(handler, new SqlViewQuery
        {
            Id = Id,
            Variables = [new("level", "2"), new("name", "Ngelehun CHC é")],
            Criteria = [new("code", "A_1")],
            Filters = ["name:^like:N", "code:in:[a,b]", "code:!null"],
            Fields = ["name", "code"],
        });
        Assert.Equal(
            $"/api/sqlViews/{Id}/data?paging=false&var=level%3A2&var=name%3ANgelehun%20CHC%20%C3%A9&criteria=code%3AA_1&filter=name%3A%5Elike%3AN&filter=code%3Ain%3A%5Ba%2Cb%5D&filter=code%3A%21null&fields=name%2Ccode",
            Assert.Single(handler.Requests).Uri.PathAndQuery);
    }

    [Theory]
    [InlineData("""{"listGrid":{"headers":[{"name":"a"},{"name":"b"}],"rows":[["1"]]}}""")]
    [InlineData("""{"listGrid":{"headers":[{"name":"a"}],"rows":[["1","2"]]}}""")]
    [InlineData("""{"listGrid":{"rows":[["1","2"]]}}""")]
    [InlineData("""{"listGrid":{"headers":[{"name":"a"}],"rows":[{"a":"1"}]}}""")]
    [InlineData("""{"listGrid":{"headers":[{"name":"a"}]}}""")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task A_grid_that_does_not_fit_is_an_error(string json) =>
        await Assert.ThrowsAsync<Dhis2ClientException>(() => ReadAsync(AnsweringHandler.InTurn(() => AnsweringHandler.Json(json)), new SqlViewQuery { Id = Id }));

    private static AnsweringHandler Handler() => AnsweringHandler.InTurn(() => AnsweringHandler.Json("""{"listGrid":{"headers":[{"name":"a"}],"rows":[["1"]]}}"""));

    private static async Task IsRefused(SqlViewQuery query)
    {
        var handler = Handler();
        await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(handler, query));
        Assert.Empty(handler.Requests);
    }

    private static async Task ReadAsync(AnsweringHandler handler, SqlViewQuery query)
    {
        await foreach (var batch in SqlViewReader.ReadAsync(TestSession.CallerOf(handler), query, new Rows(), 10, TestContext.Current.CancellationToken))
            Assert.NotEmpty(batch);
    }

    private sealed class Rows : IRowFactory<string>
    {
        public void Columns(IReadOnlyList<string> names)
        {
        }

        public string Create(string?[] cells) => string.Join('|', cells);
    }
}
