using Dhis2.Client.DataValues.SingleValues;
using Dhis2.Client.Tests.Support;
using Dhis2.Recordings;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>What servers answered about single data values, through the client's reader: the value, the deed, or the error with its status.</summary>
public sealed class SingleValueAnswerTests
{
    private static readonly DataValueCell s_cell = new() { DataElement = "wQnWB75rNpL", Period = "201502", OrgUnit = "OspiCZXWiTj" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Reads() => Of("GET", "/api/dataValues");

    public static TheoryData<string, string, string> Writes() => Of("POST", "/api/dataValues");

    public static TheoryData<string, string, string> Deletions() => Of("DELETE", "/api/dataValues");

    public static TheoryData<string, string, string> Marks() => Of("PUT", "/api/dataValues/followup");

    public static TheoryData<string, string, string> Files() => Of("GET", "/api/dataValues/files");

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_value_is_read_or_is_missing_with_one_status_on_every_version(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var reading = new DataValueStore(RecordedAnswer.Caller(exchange)).ReadValueAsync(s_cell, Stop);
        if (exchange.Response.Status == 200)
        {
            Assert.Equal((string?)RecordedAnswer.Json(exchange)![0], await reading);
            return;
        }
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => reading);
        Assert.Equal(404, error.StatusCode);
        Assert.Equal(s_cell, error.Item);
        Assert.Contains("wQnWB75rNpL 201502 OspiCZXWiTj", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_value_is_set_or_refused(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var setting = new DataValueStore(RecordedAnswer.Caller(exchange)).WriteAsync(s_cell, new DataValueChange { Value = "5" }, Stop);
        if (exchange.Response.Status == 201)
            Assert.True(await setting);
        // Of a fault of the server's own only what it holds tells, and here it tells nothing.
        else if (exchange.Response.Status == 500)
            await Assert.ThrowsAsync<Dhis2UnknownOutcomeException>(() => setting);
        else
            await IsRefused(exchange, setting);
    }

    [Theory]
    [MemberData(nameof(Deletions))]
    public async Task A_value_that_was_there_is_gone_afterwards_or_the_server_refuses(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var handler = new AnsweringHandler(request => request.Method == "GET" ? AnsweringHandler.Json("""["5"]""") : RecordedAnswer.Response(exchange));
        var deleting = new DataValueStore(TestSession.CallerOf(handler, RecordedAnswer.Release(exchange))).DeleteAsync(s_cell, null, overrideLock: false, Stop);
        // That nothing is there means that an earlier try has deleted it.
        if (exchange.Response.Status == 204 || name == "value-delete-again")
            await deleting;
        else
            await IsRefused(exchange, deleting);
        Assert.Equal(["GET", "DELETE"], handler.Requests.Select(r => r.Method));
    }

    [Theory]
    [MemberData(nameof(Marks))]
    public async Task A_mark_is_set_or_refused(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var handler = new AnsweringHandler(request => request.Method == "GET" ? AnsweringHandler.Json("""["5"]""") : RecordedAnswer.Response(exchange));
        var marking = new DataValueStore(TestSession.CallerOf(handler, RecordedAnswer.Release(exchange))).WriteAsync(s_cell, new DataValueChange { FollowUp = true }, Stop);
        if (exchange.Response.Status == 200)
            Assert.True(await marking);
        else
            await IsRefused(exchange, marking);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_comes_whole_or_is_refused(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var caller = RecordedAnswer.Caller(exchange);
        var reading = caller.ReadAsync(await new DataValueStore(caller).FileRequestAsync(s_cell, Stop), Stop);
        if (exchange.Response.Status == 200)
            Assert.Equal("hello"u8.ToArray(), await reading);
        else
            await IsRefused(exchange, reading);
    }

    private static async Task IsRefused(RecordedExchange exchange, Task work)
    {
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => work);
        Assert.Equal((exchange.Response.Status, (string?)(exchange.Response.Body.Json?["errorCode"])), (error.StatusCode, error.ErrorCode));
        Assert.NotEmpty(error.RecommendedAction ?? "");
    }

    private static TheoryData<string, string, string> Of(string method, string path) =>
        RecordedAnswer.Rows(e => e.Request.Method == method && RecordedAnswer.PathOf(e) == path, "data-values");
}
