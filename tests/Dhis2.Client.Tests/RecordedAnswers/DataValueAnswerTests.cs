using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Client.DataValues;
using Dhis2.Recordings;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>Recorded exports of data values through the client's reader: every row with every field, or the error.</summary>
public sealed class DataValueAnswerTests
{
    public static TheoryData<string, string, string> Exports() => RecordedAnswer.Rows(
        e => e.Request.Method == "GET" && RecordedAnswer.PathOf(e) is "/api/dataValueSets" or "/api/dataValueSets.json"
            && (e.Response.Body.Json is not null || e.Response.Body.IsEmpty || e.Response.Status >= 400),
        "data-values");

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task An_export_is_read_whole_or_refused(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var reading = ReadAsync(exchange);
        if (exchange.Response.Status >= 400)
        {
            Assert.Equal(exchange.Response.Status, (await Assert.ThrowsAnyAsync<Dhis2ApiException>(() => reading)).StatusCode);
            return;
        }
        if (exchange.Response.Body.IsEmpty)
        {
            Assert.Contains("outside the account's hierarchy", (await Assert.ThrowsAsync<Dhis2ApiException>(() => reading)).Message, StringComparison.Ordinal);
            return;
        }
        var set = RecordedAnswer.Json(exchange)!.AsObject();
        var rows = set["dataValues"]?.AsArray() ?? [];
        var values = await reading;
        Assert.Equal(rows.Select(row => Expected(set, row!.AsObject())), values.Select(Actual));
    }

    private static async Task<List<DataValue>> ReadAsync(RecordedExchange exchange)
    {
        var query = new DataValueQuery { DataSets = ["any"], Periods = ["any"], OrgUnits = ["any"] };
        var values = new List<DataValue>();
        await foreach (var batch in DataValueReader.ReadAsync(RecordedAnswer.Caller(exchange), query, 7, TestContext.Current.CancellationToken))
            values.AddRange(batch);
        return values;
    }

    private static string Expected(JsonObject set, JsonObject row) => string.Join(
        '|',
        Text(row["dataElement"]), Text(row["period"] ?? set["period"]), Text(row["orgUnit"] ?? set["orgUnit"]), Combo(row["categoryOptionCombo"]),
        Text(row["attributeOptionCombo"] ?? set["attributeOptionCombo"]), Text(row["value"]), Text(row["storedBy"]), Time(row["created"]), Time(row["lastUpdated"]),
        Text(row["comment"]), Text(row["followup"] ?? row["followUp"] ?? false), Text(row["deleted"] ?? false), Text(set["dataSet"]));

    private static string Actual(DataValue v) => string.Join(
        '|',
        v.DataElement, v.Period, v.OrgUnit, v.CategoryOptionCombo is ['{', ..] parts ? Combo(JsonNode.Parse(parts)) : v.CategoryOptionCombo, v.AttributeOptionCombo, v.Value, v.StoredBy, Time(v.Created), Time(v.LastUpdated),
        v.Comment, v.FollowUp ? "true" : "false", v.Deleted ? "true" : "false", v.DataSet);

    // An object where unfoldOptionCombos asked for its parts.
    private static string? Combo(JsonNode? node) => node is JsonObject parts ? parts.ToJsonString() : Text(node);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag ? "true" : "false" : node?.ToString();

    private static string? Time(JsonNode? node) =>
        node is null ? null : Time(DateTimeOffset.ParseExact((string)node!, ["yyyy-MM-dd'T'HH:mm:ss.fffzzz", "yyyy-MM-dd'T'HH:mm:ss.fff"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    private static string? Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
