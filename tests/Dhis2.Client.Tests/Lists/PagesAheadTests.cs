using System.Text.Json.Nodes;
using Dhis2.Client.Lists;
using Dhis2.Client.Metadata;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Lists;

/// <summary>Pages are asked for before they are wanted: more of them the longer somebody reads, and none that is known not to be there.</summary>
public sealed class PagesAheadTests
{
    private const int Size = 10;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    [InlineData(4, 6)]
    [InlineData(8, 8)]
    public async Task So_many_pages_are_asked_for_by_the_time_so_many_are_taken(int taken, int asked)
    {
        using var server = new Pages(total: 80);
        var pages = server.Read().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        for (var i = 0; i < taken; i++)
            Assert.True(await pages.MoveNextAsync());
        await server.AskedForAsync(asked);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, asked), server.Asked.Order());
        await pages.DisposeAsync();
    }

    [Fact]
    public async Task They_come_in_order_however_the_answers_do()
    {
        using var server = new Pages(total: 75) { Delay = page => page % 3 == 2 ? 60 : 0 };
        var ids = new List<string>();
        await foreach (var page in server.Read())
            ids.AddRange(page.Items.Select(i => (string)i!["id"]!));
        Assert.Equal(Enumerable.Range(0, 75).Select(Pages.Id), ids);
        Assert.Equal(Enumerable.Range(1, 8), server.Asked.Order());
    }

    [Fact]
    public async Task Without_a_total_there_is_one_at_a_time()
    {
        using var server = new Pages(total: 40) { TellsTotal = false };
        var pages = server.Read().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        for (var i = 1; i <= 3; i++)
        {
            Assert.True(await pages.MoveNextAsync());
            Assert.Equal(i, server.Asked.Count);
        }
        await pages.DisposeAsync();
    }

    [Fact]
    public async Task First_is_never_read_past()
    {
        using var server = new Pages(total: 80);
        await foreach (var _ in server.Read(first: 35))
        {
        }
        Assert.Equal([1, 2, 3, 4], server.Asked.Order());
    }

    [Fact]
    public async Task A_fault_of_a_page_comes_after_the_pages_before_it()
    {
        using var server = new Pages(total: 80) { Fails = page => page == 3 };
        var read = 0;
        await Assert.ThrowsAnyAsync<Dhis2Exception>(async () =>
        {
            await foreach (var page in server.Read())
                read += page.Items.Count;
        });
        Assert.Equal(2 * Size, read);
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_what_is_under_way()
    {
        using var server = new Pages(total: 80) { Delay = page => page > 2 ? 60_000 : 0 };
        var pages = server.Read().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await pages.MoveNextAsync());
        Assert.True(await pages.MoveNextAsync());
        await server.AskedForAsync(3);
        await pages.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.True(server.Cancelled >= 1);
    }

    /// <summary>A server with a list, and what was asked of it.</summary>
    private sealed class Pages : IDisposable
    {
        private readonly int _total;
        private readonly AnsweringHandler _network;
        private int _cancelled;

        public Pages(int total)
        {
            _total = total;
            _network = new AnsweringHandler(AnswerAsync);
        }

        public IReadOnlyList<int> Asked => [.. _network.Requests.Select(PageOf)];

        public int Cancelled => _cancelled;

        public bool TellsTotal { get; init; } = true;

        public Func<int, int> Delay { get; init; } = _ => 0;

        public Func<int, bool> Fails { get; init; } = _ => false;

        public static string Id(int number) => $"A{number:0000000000}";

        public IAsyncEnumerable<Page<JsonNode?>> Read(ulong first = ulong.MaxValue) =>
            new MetadataReader<JsonNode?>(TestSession.CallerOf(_network), _ => new NodeBuilder(), item => (string?)item!["id"])
                .ReadAsync(new MetadataQuery { Type = MetadataType.Of("dataElements"), PageSize = Size, First = first }, null, TestContext.Current.CancellationToken);

        public void Dispose() => _network.Dispose();

        public async Task AskedForAsync(int pages)
        {
            for (var i = 0; i < 500 && Asked.Count < pages; i++)
                await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        private static int PageOf(SentRequest request) => int.Parse(System.Web.HttpUtility.ParseQueryString(request.Uri.Query)["page"]!, null);

        private async Task<HttpResponseMessage> AnswerAsync(SentRequest request, CancellationToken cancellationToken)
        {
            var page = PageOf(request);
            try
            {
                await Task.Delay(Delay(page), cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref _cancelled);
                throw;
            }
            if (Fails(page))
                return AnsweringHandler.Status(409);
            var items = Enumerable.Range((page - 1) * Size, Size).Where(i => i < _total).Select(i => $$"""{"id":"{{Id(i)}}"}""");
            var pager = TellsTotal ? $$"""{"page":{{page}},"total":{{_total}}}""" : "{}";
            return AnsweringHandler.Json($$"""{"pager":{{pager}},"dataElements":[{{string.Join(",", items)}}]}""");
        }
    }
}
