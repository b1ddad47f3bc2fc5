using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Imports;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Import;

/// <summary>Two rows for one value are told with both places, however far apart they are.</summary>
public sealed class SentKeysTests
{
    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    // So that the first row is long out of memory.
    [Fact]
    public void The_first_row_is_known_after_a_million()
    {
        var keys = new SentKeys();
        Assert.Null(keys.Replace(Key(0), Row("a.csv", 2)));
        for (var i = 1; i < 1_200_000; i++)
            Assert.Null(keys.Replace(Key(i), Row(i < 600_000 ? "a.csv" : "b.csv", i + 2)));
        Assert.Equal("a.csv:2", keys.Replace(Key(0), Row("b.csv", 1_200_002)));
        Assert.Equal("b.csv:1200002", keys.Replace(Key(0), Row("b.csv", 1_200_003)));
        Assert.Equal("a.csv:600001", keys.Replace(Key(599_999), Row("b.csv", 1_200_004)));
        Assert.Equal("b.csv:600002", keys.Replace(Key(600_000), Row("b.csv", 1_200_005)));
        Assert.False(keys.IsFull);
        Assert.Equal(1_200_000, keys.Count);
    }

    [Fact]
    public void Places_are_told_whatever_order_files_and_objects_come_in()
    {
        var keys = new SentKeys();
        (string? File, long Line, string Place)[] rows =
            [(null, 7, "row 7"), ("a.csv", 900, "a.csv:900"), (null, 8, "row 8"), ("a.csv", 3, "a.csv:3"), ("b.csv", 5_000_000_000 / 2, "b.csv:2500000000"), ("a.csv", 2, "a.csv:2")];
        for (var i = 0; i < rows.Length; i++)
            Assert.Null(keys.Replace(Key(i), Row(rows[i].File, rows[i].Line)));
        Assert.Equal(rows.Select(r => r.Place), rows.Select((r, i) => keys.Replace(Key(i), Row("again.csv", i + 2))));
    }

    [Fact]
    public void Each_part_of_a_key_and_the_order_of_parts_tells_keys_apart()
    {
        var keys = new SentKeys();
        ValueKey[] different =
        [
            new("a", "b", "c", null, null), new("b", "a", "c", null, null), new("a", "b", "c", "", null), new("a", "b", "c", null, ""), new("ab", "", "c", null, null),
            new("", "ab", "c", null, null), new("a", "b", "c", "d", null), new("a", "b", "c", null, "d"), new("a", "b", "C", null, null), new("abcd", "e", "c", null, null), new("abc", "de", "c", null, null),
        ];
        Assert.All(different, key => Assert.Null(keys.Replace(key, Row(null, 1))));
        Assert.All(different, key => Assert.NotNull(keys.Replace(key, Row(null, 2))));
    }

    // Few in memory, so that most are in the file, some in several places of it.
    [Fact]
    public void The_place_of_the_last_row_is_told_wherever_it_is_kept()
    {
        var keys = new SentKeys(inMemory: 100);
        var places = new Dictionary<int, int>();
        var random = new Random(7);
        for (var row = 1; row <= 20_000; row++)
        {
            var key = random.Next(3_000);
            var before = places.TryGetValue(key, out var place) ? $"row {place}" : null;
            Assert.Equal(before, keys.Replace(Key(key), Row(null, row)));
            places[key] = row;
        }
        Assert.Equal(places.Count, keys.Count);
        Assert.False(keys.IsFull);
    }

    [Fact]
    public void Hashes_that_differ_in_their_last_bits_alone_are_told_apart_in_a_file()
    {
        ulong[] hashes = [1, 2, 0x1234_5678_9ABC_DE00, 0x1234_5678_9ABC_DE01, 0x1234_5678_9ABC_DE03, 0x1234_5679_0000_0000, ulong.MaxValue - 1, ulong.MaxValue];
        ulong[] absent = [3, 0x1234_5678_9ABC_DE02, 0x1234_5678_9ABC_DE04, 0x8000_0000_0000_0000, ulong.MaxValue - 2];
        var run = KeyRun.TryWrite(new GrowingFile(), hashes, [.. Enumerable.Range(10, hashes.Length).Select(i => (uint)i)])!;
        Assert.Equal(Enumerable.Range(10, hashes.Length).Select(i => (uint?)i), hashes.Select(run.Find));
        Assert.All(absent, hash => Assert.Null(run.Find(hash)));
        Assert.Equal(hashes.Select(hash => (int)(hash >> 40)).Order(), run.Beginnings(24).Order());
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Two_rows_for_one_value_in_two_requests_are_both_named(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 50);
        var again = new ImportRow(new DataValue { DataElement = rows[6].Value.DataElement, Period = rows[6].Value.Period, OrgUnit = rows[6].Value.OrgUnit, Value = "99" }, line: 51);
        var report = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly, BatchSize = 10 }, [.. rows, again]);
        var warning = Assert.Single(report.Problems, p => p.Outcome == ImportOutcome.Warning);
        Assert.Equal("row 51", warning.Place);
        Assert.Contains("(row 7)", warning.Message, StringComparison.Ordinal);
        Assert.Equal("99", Importing.Stored(server, rows[6]));
    }

    internal static ValueKey Key(int i) => new($"wQnWB75rN{i % 40:00}", $"2024{(i / 40 % 12) + 1:00}", $"o{i / 480:0000000000}", null, null);

    internal static ImportRow Row(string? file, long line) => new(new DataValue(), file, line);

    internal static ImportRow Row(in ValueKey key, long line) => new(new DataValue { DataElement = key.DataElement, Period = key.Period, OrgUnit = key.OrgUnit, Value = "1" }, null, line);
}
