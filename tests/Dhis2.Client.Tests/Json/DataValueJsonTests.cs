using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Json;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Json;

/// <summary>Data values from JSON and to JSON.</summary>
public sealed class DataValueJsonTests
{
    private static readonly TimeZoneInfo s_hourAhead = TimeZoneInfo.CreateCustomTimeZone("one hour ahead", TimeSpan.FromHours(1), null, null);

    [Fact]
    public async Task What_the_envelope_fixes_is_handed_down_and_a_row_has_the_last_word()
    {
        const string Json = """
            {"dataSet":"set1","period":"202401","orgUnit":"unit1","attributeOptionCombo":"aoc1","completeDate":"2024-02-01","dataValues":[
              {"dataElement":"de1","value":"1"},
              {"dataElement":"de2","period":"202402","orgUnit":"unit2","attributeOptionCombo":"aoc2","dataSet":"set2","value":"2"}]}
            """;
        for (var piece = 1; piece < 200; piece += 13)
        {
            var values = await ReadAsync(Encoding.UTF8.GetBytes(Json), piece);
            Assert.Equal(("set1", "202401", "unit1", "aoc1"), (values[0].DataSet, values[0].Period, values[0].OrgUnit, values[0].AttributeOptionCombo));
            Assert.Equal(("set2", "202402", "unit2", "aoc2"), (values[1].DataSet, values[1].Period, values[1].OrgUnit, values[1].AttributeOptionCombo));
        }
    }

    [Fact]
    public async Task Every_form_of_a_field_is_read()
    {
        const string Json = """
            {"dataValues":[{"dataElement":"d","value":12.50,"followup":true,"deleted":"true","comment":"a \"b\"\n\u00e9","created":"2026-11-22T14:21:37.123\u002B0000",
            "lastUpdated":"2026-11-22T14:21:37.000","storedBy":null,"val\u0075e2":{"x":[1]}},{"value":false,"followUp":"false"},{"valu\u0065":"escaped"}]}
            """;
        var envelope = new DataValueEnvelope();
        var values = await ReadAsync(Encoding.UTF8.GetBytes(Json), 5, envelope);
        // No point in time before the zone is known.
        Assert.True(envelope.HasTimesWithoutZone);
        Assert.Null(values[0].LastUpdated);
        envelope.SetZone(s_hourAhead);
        Assert.False(envelope.HasTimesWithoutZone);
        Assert.Equal(("d", "12.50", true, true, "a \"b\"\n\u00e9", null), (values[0].DataElement, values[0].Value, values[0].FollowUp, values[0].Deleted, values[0].Comment, values[0].StoredBy));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 14, 21, 37, 123, TimeSpan.Zero), values[0].Created);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 14, 21, 37, TimeSpan.FromHours(1)), values[0].LastUpdated);
        Assert.Equal(("false", false), (values[1].Value, values[1].FollowUp));
        Assert.Equal("escaped", values[2].Value);
    }

    [Theory]
    [InlineData("{\"dataValues\":[{\"value\":{}}]}")]
    [InlineData("{\"dataValues\":[{\"value\":[1]}]}")]
    [InlineData("{\"dataValues\":[1]}")]
    [InlineData("{\"dataValues\":[{\"value\":\"1\"}]}{\"dataValues\":[{\"value\":\"2\"}]}")]
    public async Task What_is_no_data_value_is_an_error(string json) =>
        await Assert.ThrowsAsync<Dhis2ClientException>(() => ReadAsync(Encoding.UTF8.GetBytes(json), 3));

    [Fact]
    public async Task Text_that_is_not_utf8_is_an_error() =>
        await Assert.ThrowsAsync<Dhis2ClientException>(() => ReadAsync([.. "{\"dataValues\":[{\"value\":\"caf"u8, 0xE9, .. "\"}]}"u8], 1000));

    [Theory]
    [InlineData("2026-11-22T14:21:37.000+0000", "2026-11-22T14:21:37.0000000+00:00")]
    [InlineData("2026-11-22T14:21:37.000+0130", "2026-11-22T14:21:37.0000000+01:30")]
    [InlineData("2026-11-22T14:21:37.000Z", "2026-11-22T14:21:37.0000000+00:00")]
    [InlineData("2026-11-22T14:21:37.000", "2026-11-22T14:21:37.0000000+00:00")]
    [InlineData("2026-11-22", "2026-11-22T00:00:00.0000000+00:00")]
    [InlineData("2026-02-30T14:21:37.000+0000", null)]
    [InlineData("2026-13-01T14:21:37.000+0000", null)]
    [InlineData("2026-11-22T24:21:37.000+0000", null)]
    [InlineData("0000-11-22T14:21:37.000+0000", null)]
    [InlineData("2026-1x-22T14:21:37.000+0000", null)]
    [InlineData("0001-01-01T00:00:00.000", null)]
    [InlineData("9999-12-31T23:59:59.000", null)]
    [InlineData("", null)]
    public void A_time_is_read_or_it_is_none(string text, string? expected) =>
        Assert.Equal(expected, ServerTime.Parse(Encoding.UTF8.GetBytes(text))?.In(TimeZoneInfo.Utc).ToString("O", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2026-11-22T14:21:37.000+0000", "2026-11-22T14:21:37.0000000+00:00")]
    [InlineData("2026-11-22T14:21:37.000+0001", "2026-11-22T14:21:37.0000000+00:01")]
    [InlineData("2026-11-22T14:21:37.000", null)]
    [InlineData("2026-11-22", null)]
    public void A_time_without_a_zone_is_no_point_in_time_until_the_zone_is_known(string text, string? moment)
    {
        var time = ServerTime.Parse(Encoding.UTF8.GetBytes(text))!.Value;
        Assert.Equal(moment, time.Moment?.ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(moment is null ? TimeSpan.FromHours(1) : time.Offset, time.In(s_hourAhead).Offset);
        Assert.Equal(time.Time, time.In(s_hourAhead).DateTime);
    }

    [Fact]
    public void The_cache_never_mixes_up_texts()
    {
        var cache = new Utf8StringCache(4);
        var texts = Enumerable.Range(0, 5000).Select(i => $"{(i % 7 == 0 ? "é" : "k")}{i % 997}{new string('x', i % 60)}").ToList();
        Assert.Same(cache.Get("same"u8), cache.Get("same"u8));
        foreach (var text in texts)
            Assert.Equal(text, cache.Get(Encoding.UTF8.GetBytes(text)));
        // By now it has seen that keeping them does not pay.
        Assert.NotSame(cache.Get("same"u8), cache.Get("same"u8));
        Assert.Equal("", cache.Get([]));
    }

    [Fact]
    public void The_cache_keeps_texts_that_come_again()
    {
        var cache = new Utf8StringCache(8);
        for (var i = 0; i < 20_000; i++)
            Assert.Equal($"id{i % 50}", cache.Get(Encoding.UTF8.GetBytes($"id{i % 50}")));
        Assert.Same(cache.Get("id7"u8), cache.Get("id7"u8));
    }

    [Theory]
    [InlineData(false, "followup")]
    [InlineData(true, "followUp")]
    public async Task A_body_holds_every_field_as_text(bool byGroup, string followUp)
    {
        var value = new DataValue
        {
            DataElement = "d",
            Period = "202401",
            OrgUnit = "o",
            CategoryOptionCombo = "c",
            AttributeOptionCombo = "a",
            Value = "1.0 \"<é\n🏥",
            Comment = "said",
            StoredBy = "me",
            FollowUp = true,
            Deleted = true,
        };
        var body = await WriteAsync(new ImportBatch([new ImportRow(value), new ImportRow(new DataValue { DataElement = "e", Period = "2024", OrgUnit = "p", Value = "7" })], "set", new ImportOptions()), byGroup);
        Assert.Equal("set", (string?)body["dataSet"]);
        var row = body["dataValues"]![0]!.AsObject();
        var expected = new JsonObject
        {
            ["dataElement"] = "d",
            ["period"] = "202401",
            ["orgUnit"] = "o",
            ["categoryOptionCombo"] = "c",
            ["attributeOptionCombo"] = "a",
            ["value"] = value.Value,
            ["comment"] = "said",
            [followUp] = true,
            ["deleted"] = true,
        };
        if (!byGroup)
            expected["storedBy"] = "me";
        Assert.Equal(expected.ToJsonString(), row.ToJsonString());
        Assert.Equal("""{"dataElement":"e","period":"2024","orgUnit":"p","value":"7"}""", body["dataValues"]![1]!.ToJsonString());
    }

    [Fact]
    public async Task A_body_of_many_rows_has_them_all_in_order()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => new ImportRow(new DataValue { DataElement = "d", Period = "2024", OrgUnit = "o", Value = i.ToString(CultureInfo.InvariantCulture) })).ToList();
        var body = await WriteAsync(new ImportBatch(rows, null, new ImportOptions()), byGroup: true);
        Assert.False(body.AsObject().ContainsKey("dataSet"));
        Assert.Equal(Enumerable.Range(0, 20_000), body["dataValues"]!.AsArray().Select(r => int.Parse((string)r!["value"]!, CultureInfo.InvariantCulture)));
    }

    // As it goes over the wire: gzip, in as many writes as it likes.
    private static async Task<JsonNode> WriteAsync(ImportBatch batch, bool byGroup)
    {
        var writes = 0;
        using var content = DataValueSetBody.Of(batch, byGroup).ToContent(() => writes++, TestContext.Current.CancellationToken);
        using var packed = new MemoryStream(await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.True(writes > 0);
        await using var plain = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
        return (await JsonNode.ParseAsync(plain, cancellationToken: TestContext.Current.CancellationToken))!;
    }

    private static async Task<List<DataValue>> ReadAsync(byte[] bytes, int piece, DataValueEnvelope? envelope = null)
    {
        using var reader = new JsonBatchReader<DataValue>(new PieceStream(bytes, piece), envelope ?? new DataValueEnvelope(), "test");
        var values = new List<DataValue>();
        while (await reader.ReadBatchAsync(2, TestContext.Current.CancellationToken) is { } batch)
            values.AddRange(batch);
        return values;
    }
}
