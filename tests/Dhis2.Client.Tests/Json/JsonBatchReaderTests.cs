using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Json;

/// <summary>A list comes out the same however its bytes arrive, and one that is cut off never passes for a shorter one.</summary>
public sealed class JsonBatchReaderTests
{
    private const string List = """
        { "pager": { "page": 1, "total": 3, "nested": [ { "things": [1, 2] } ] }, "other": { "things": [ {"id": "not me"} ] }, "things": [
          { "id": "a1", "name": "Zoë \u00e9 \"quoted\" \\ 🏥", "n": -1.50e3, "on": true, "off": false, "none": null, "deep": { "x": [ [], {}, [ { "y": "" } ] ] } },
          { "id": "a2" , "na\u006de": "x" },
          "three", 4, [5]
        ], "after": { "things": [] } }
        """;

    [Fact]
    public async Task Every_split_gives_the_same_items()
    {
        var bytes = Encoding.UTF8.GetBytes(List);
        var expected = JsonNode.Parse(List)!["things"]!.AsArray().Select(i => i?.ToJsonString()).ToList();
        for (var piece = 1; piece <= bytes.Length; piece++)
        {
            var (items, total) = await ReadAsync(bytes, piece, max: 1 + (piece % 4));
            Assert.Equal(expected, items);
            Assert.Equal(3, total);
        }
    }

    [Theory]
    [InlineData("""{"things":[1,#,2],"after":3}""")]
    [InlineData("""{"before":#,"things":[1,2]}""")]
    public async Task A_large_value_that_comes_in_small_pieces_is_read_once_when_it_is_whole(string answer)
    {
        var large = $$"""{"geometry":[{{string.Join(",", Enumerable.Range(0, 20_000).Select(i => $"[{i}.5,{i}]"))}}],"text":"{{new string('x', 50_000)}}"}""";
        var builder = new NodeBuilder();
        var bytes = Encoding.UTF8.GetBytes(answer.Replace("#", large, StringComparison.Ordinal));
        using var reader = new JsonBatchReader<JsonNode?>(new PieceStream(bytes, 500), new ListEnvelope<JsonNode?>(builder, "things"), "test");
        var items = await reader.ReadAllAsync(TestContext.Current.CancellationToken);
        Assert.Equal(answer.Contains("[1,#", StringComparison.Ordinal) ? ["1", large, "2"] : ["1", "2"], items.Select(i => i!.ToJsonString()));
        // Each item the quick way and by the library, and what had come of the large one at the first look.
        Assert.InRange(builder.Resets, 2, 8);
    }

    [Fact]
    public async Task Every_truncation_is_an_error()
    {
        var bytes = Encoding.UTF8.GetBytes(List.TrimEnd());
        for (var length = 1; length < bytes.Length; length++)
        {
            foreach (var piece in new[] { 7, bytes.Length })
                await Assert.ThrowsAsync<Dhis2ClientException>(() => ReadAsync(bytes[..length], piece, max: 2));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task A_byte_order_mark_is_passed_over(int piece)
    {
        var (items, _) = await ReadAsync([0xEF, 0xBB, 0xBF, .. "{\"things\":[1,2]}"u8], piece, max: 10);
        Assert.Equal(["1", "2"], items);
    }

    [Theory]
    [InlineData("[1,2]", "an object was expected")]
    [InlineData("null", "an object was expected")]
    [InlineData("{\"things\":[{\"id\":}]}", "not whole, valid JSON")]
    [InlineData("{\"things\":[1,,2]}", "not whole, valid JSON")]
    [InlineData("<html></html>", "not whole, valid JSON")]
    [InlineData("{\"things\":[1]}}", "not whole, valid JSON")]
    [InlineData("{\"things\":[1]} {\"things\":[2]}", "not whole, valid JSON")]
    [InlineData("{\"things\":[1]} garbage", "not whole, valid JSON")]
    public async Task What_is_no_list_is_an_error(string json, string message)
    {
        foreach (var piece in new[] { 1, 1000 })
        {
            var error = await Assert.ThrowsAsync<Dhis2ClientException>(() => ReadAsync(Encoding.UTF8.GetBytes(json), piece, max: 10));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Blanks_after_the_end_are_no_fault()
    {
        var (items, _) = await ReadAsync(Encoding.UTF8.GetBytes("{\"things\":[1]} \r\n\t \n"), 3, max: 10);
        Assert.Equal(["1"], items);
    }

    [Theory]
    [InlineData(200_000)]
    [InlineData(3_000_000)]
    public async Task An_item_larger_than_the_buffer_comes_whole(int length)
    {
        var text = string.Concat(Enumerable.Repeat("0123456789", length / 10));
        var (items, _) = await ReadAsync(Encoding.UTF8.GetBytes($$"""{"things":[{"id":"{{text}}"},2]}"""), 60_000, max: 10);
        Assert.Equal([$$"""{"id":"{{text}}"}""", "2"], items);
    }

    [Fact]
    public async Task The_first_items_come_before_the_last_bytes_do()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        var token = TestContext.Current.CancellationToken;
        using var reader = new JsonBatchReader<JsonNode?>(pipe.Reader.AsStream(), new ListEnvelope<JsonNode?>(new NodeBuilder(), "things"), "test");
        await pipe.Writer.WriteAsync("{\"things\":[1,2,"u8.ToArray(), token);
        var first = await reader.ReadBatchAsync(100, token);
        Assert.Equal(["1", "2"], first!.Select(i => i!.ToJsonString()));
        await pipe.Writer.WriteAsync("3]}"u8.ToArray(), token);
        await pipe.Writer.CompleteAsync();
        Assert.Equal(["3"], (await reader.ReadBatchAsync(100, token))!.Select(i => i!.ToJsonString()));
        Assert.Null(await reader.ReadBatchAsync(100, token));
        Assert.True(reader.SawItems);
    }

    [Fact]
    public async Task Nothing_at_all_is_told_from_an_empty_list()
    {
        using var nothing = Reader([], 10);
        Assert.Null(await nothing.ReadBatchAsync(10, TestContext.Current.CancellationToken));
        Assert.True(nothing.IsEmpty);
        using var none = Reader("{\"things\":[]}"u8.ToArray(), 10);
        Assert.Null(await none.ReadBatchAsync(10, TestContext.Current.CancellationToken));
        Assert.True(none is { IsEmpty: false, SawItems: true });
        using var other = Reader("{\"others\":[1]}"u8.ToArray(), 10);
        Assert.Null(await other.ReadBatchAsync(10, TestContext.Current.CancellationToken));
        Assert.True(other is { IsEmpty: false, SawItems: false });
    }

    private static JsonBatchReader<JsonNode?> Reader(byte[] bytes, int piece) =>
        new(new PieceStream(bytes, piece), new ListEnvelope<JsonNode?>(new NodeBuilder(), "things"), "test");

    private static async Task<(List<string?> Items, long? Total)> ReadAsync(byte[] bytes, int piece, int max)
    {
        var envelope = new ListEnvelope<JsonNode?>(new NodeBuilder(), "things");
        using var reader = new JsonBatchReader<JsonNode?>(new PieceStream(bytes, piece), envelope, "test");
        var items = new List<string?>();
        while (await reader.ReadBatchAsync(max, TestContext.Current.CancellationToken) is { } batch)
        {
            Assert.InRange(batch.Count, 1, max);
            items.AddRange(batch.Select(i => i?.ToJsonString()));
        }
        return (items, envelope.Total);
    }
}
