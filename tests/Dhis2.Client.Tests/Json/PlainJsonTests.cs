using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Client.DataValues;
using Dhis2.Client.Grids;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Json;

/// <summary>The quick way of reading items is of one opinion with the library's reader: about what is there, and about what is none.</summary>
public sealed class PlainJsonTests
{
    private const string Lists = """{"pager":{"total":5},"things":[{"id":"a1","n":-1.50,"deep":{"x":[[],{},[{"y":""}]]}},{"id":"Zoë 🏥","on":true,"off":false,"none":null},"three",4,[5,0,-0,1.25],{"e":1e3,"q":"a\"b"},{"id":"last one of all","n":12345678901234567890}]}""";

    private const string Values = """{"dataSet":"s","dataValues":[{"dataElement":"de1","period":"202401","value":"1","created":"2026-11-22T14:21:37.123+0000","followup":false},{"dataElement":"de1","period":"202401","value":12,"created":"2026-11-22T14:21:37.123+0000","followup":false},{"dataElement":"de1","period":"202402","value":123,"created":null,"followup":true},{"dataElement":"de1","period":"202402","value":123,"created":null,"followup":true},{"dataElement":"de2","value":12.5,"deleted":true,"comment":null,"x":1},{"dataElement":"de3","value":"ü","deep":{"a":[1]},"followUp":"true"},{"dataElement":"de3","value":"ü"},{"value":"end"}]}""";

    private const string Grid = """{"listGrid":{"headers":[{"name":"a"},{"name":"b"}],"rows":[["1","x"],[2,null],["Zoë",true],["a\"b","y"],["last","row"]]}}""";

    private static ReadOnlySpan<byte> Odd => "\"\\{}[],: 0-.tfn\u0001\n"u8;

    [Theory]
    [InlineData(1, Lists)]
    [InlineData(2, Values)]
    [InlineData(3, Grid)]
    public async Task Every_damage_is_seen_as_the_library_sees_it(int seed, string json)
    {
        var random = new Random(seed);
        var whole = Encoding.UTF8.GetBytes(json);
        Assert.StartsWith("[", await OutcomeAsync(whole, whole.Length, quick: true), StringComparison.Ordinal);
        for (var round = 0; round < 6000; round++)
        {
            var bytes = round == 0 ? whole : Damage(whole, random);
            var piece = round % 3 == 0 ? random.Next(1, 40) : bytes.Length + 1;
            Assert.Equal(await OutcomeAsync(bytes, piece, quick: false), await OutcomeAsync(bytes, piece, quick: true));
        }
    }

    [Fact]
    public void What_is_plain_is_taken_and_nothing_else()
    {
        foreach (var text in new[] { "null", "true", "false", "0", "-0", "17", "-1.50", "\"\"", "\"abc\"", "\"12345678\"", "\"Zoë 🏥 and more of it\"" })
            Assert.True(Takes(text), text);
        foreach (var text in new[] { "nul", "True", "+1", "01", "-", "1.", ".5", "1e3", "\"a\\\"b\"", "\"tab\there\"", "\"1234567\u0001\"", "\"open", " 1", "{}", "" })
            Assert.False(Takes(text), text);

        static bool Takes(string text)
        {
            var json = new PlainJson(Encoding.UTF8.GetBytes(text + ","), 0);
            return json.TryScalar(out _) && json.TryTake(',');
        }
    }

    [Fact]
    public async Task Most_items_of_a_servers_answer_never_see_the_library()
    {
        var counter = new Counting();
        var json = "{\"dataValues\":[" + string.Join(",", Enumerable.Range(0, 1000).Select(i => $$"""{"dataElement":"d","value":"{{i}}"}""")) + "]}";
        using var reader = new JsonBatchReader<DataValue>(new PieceStream(Encoding.UTF8.GetBytes(json), 5000), counter, "test");
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{i}"), (await reader.ReadAllAsync(TestContext.Current.CancellationToken)).Select(v => v.Value));
        Assert.InRange(counter.ByLibrary, 1, 20);
    }

    [Fact]
    public async Task A_fault_is_told_with_its_place_however_the_items_before_it_were_read()
    {
        var answer = Encoding.UTF8.GetBytes("{\"things\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"},{\"id\":?}]}");
        using var reader = new JsonBatchReader<JsonNode?>(new PieceStream(answer, 1000), new ListEnvelope<JsonNode?>(new NodeBuilder(), "things"), "test");
        var error = await Assert.ThrowsAsync<Dhis2ClientException>(() => reader.ReadAllAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"(at byte {Array.IndexOf(answer, (byte)'?')})", error.Message, StringComparison.Ordinal);
    }

    // A byte gone, doubled, changed or put in, or a stretch of it moved: once to three times.
    private static byte[] Damage(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes.RemoveAt(at);
                    break;
                case 1:
                    bytes.Insert(at, bytes[at]);
                    break;
                case 2:
                    bytes[at] = Odd[random.Next(Odd.Length)];
                    break;
                case 3:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    var length = Math.Min(random.Next(1, 12), bytes.Count - at);
                    var stretch = bytes.GetRange(at, length);
                    bytes.RemoveRange(at, length);
                    bytes.InsertRange(random.Next(bytes.Count + 1), stretch);
                    break;
            }
        }
        return [.. bytes];
    }

    private static async Task<string> OutcomeAsync(byte[] bytes, int piece, bool quick)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text.Contains("listGrid", StringComparison.Ordinal) ? await ReadAsync(bytes, piece, new GridEnvelope<string>(new Rows()), quick)
            : text.Contains("dataSet", StringComparison.Ordinal) ? await ReadAsync(bytes, piece, new DataValueEnvelope(), quick)
            : await ReadAsync(bytes, piece, new ListEnvelope<JsonNode?>(new NodeBuilder(), "things"), quick);
    }

    private static async Task<string> ReadAsync<T>(byte[] bytes, int piece, JsonEnvelope<T> envelope, bool quick)
    {
        using var reader = new JsonBatchReader<T>(new PieceStream(bytes, piece), quick ? envelope : new LibraryOnly<T>(envelope), "test");
        try
        {
            return JsonSerializer.Serialize(await reader.ReadAllAsync(TestContext.Current.CancellationToken));
        }
        catch (Dhis2ClientException e)
        {
            // The place may be told by the start of an item or by what is wrong inside it.
            return e.Message[..e.Message.LastIndexOf('(')];
        }
    }

    private sealed class LibraryOnly<T>(JsonEnvelope<T> inner) : JsonEnvelope<T>
    {
        public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth) => inner.Classify(name, kind, depth);

        public override void ReadSide(string name, ref Utf8JsonReader reader) => inner.ReadSide(name, ref reader);

        public override bool TryReadItem(ref Utf8JsonReader reader, out T item) => inner.TryReadItem(ref reader, out item);
    }

    private sealed class Counting : JsonEnvelope<DataValue>
    {
        private readonly DataValueEnvelope _values = new();

        public int ByLibrary { get; private set; }

        public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth) => _values.Classify(name, kind, depth);

        public override void ReadSide(string name, ref Utf8JsonReader reader) => _values.ReadSide(name, ref reader);

        public override bool TryReadItem(ref Utf8JsonReader reader, out DataValue item)
        {
            ByLibrary++;
            return _values.TryReadItem(ref reader, out item);
        }

        public override bool TryReadPlain(ref PlainJson json, out DataValue item) => _values.TryReadPlain(ref json, out item);
    }

    private sealed class Rows : IRowFactory<string>
    {
        public void Columns(IReadOnlyList<string> names)
        {
        }

        public string Create(string?[] cells) => JsonSerializer.Serialize(cells);
    }
}
