using System.Text.Json.Nodes;
using Dhis2.Client.Tasks;
using Dhis2.Recordings;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>Recorded looks at server tasks through the client's reader.</summary>
public sealed class TaskAnswerTests
{
    private static readonly string[] s_areas = ["jobs", "data-values", "metadata-import", "metadata-writes"];

    public static TheoryData<string, string, string> Notifications() => RecordedAnswer.Rows(e => IsGet(e, "/api/system/tasks/", 2), s_areas);

    public static TheoryData<string, string, string> Maps() => RecordedAnswer.Rows(e => IsGet(e, "/api/system/tasks/", 1), s_areas);

    public static TheoryData<string, string, string> Summaries() => RecordedAnswer.Rows(e => IsGet(e, "/api/system/taskSummaries/", 2), s_areas);

    public static TheoryData<string, string, string> States() => RecordedAnswer.Rows(e => IsGet(e, "/api/jobConfigurations/", 1), s_areas);

    [Theory]
    [MemberData(nameof(Notifications))]
    public async Task Notifications_come_oldest_first(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var reading = TaskReader.NotificationsAsync(RecordedAnswer.Caller(exchange), TaskOf(exchange), TestContext.Current.CancellationToken);
        if (exchange.Response.Status >= 400)
        {
            await Assert.ThrowsAnyAsync<Dhis2ApiException>(() => reading);
            return;
        }
        var recorded = RecordedAnswer.Json(exchange)?.AsArray().Reverse() ?? [];
        Assert.Equal(recorded.Select(Text), (await reading).Select(Text));
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public async Task The_newest_message_is_found_in_the_map(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var caller = RecordedAnswer.Caller(exchange);
        if (exchange.Response.Status >= 400)
        {
            await Assert.ThrowsAnyAsync<Dhis2ApiException>(() => TaskReader.NewestAsync(caller, new ServerTask("ANY", "abcdefghijk"), TestContext.Current.CancellationToken));
            return;
        }
        foreach (var (id, messages) in RecordedAnswer.Json(exchange)!.AsObject())
        {
            var newest = await TaskReader.NewestAsync(caller, new ServerTask("ANY", id), TestContext.Current.CancellationToken);
            Assert.Equal(Text(messages!.AsArray().FirstOrDefault()), newest is null ? Text((JsonNode?)null) : Text(newest));
        }
        Assert.Null(await TaskReader.NewestAsync(caller, new ServerTask("ANY", "notThere123"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Summaries))]
    public async Task A_summary_is_there_or_not(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var reading = TaskReader.SummaryAsync(RecordedAnswer.Caller(exchange), TaskOf(exchange), TestContext.Current.CancellationToken);
        if (exchange.Response.Status >= 400)
        {
            await Assert.ThrowsAnyAsync<Dhis2ApiException>(() => reading);
            return;
        }
        var recorded = RecordedAnswer.Json(exchange) is JsonObject { Count: > 0 } summary ? summary : null;
        var read = await reading;
        Assert.Equal(recorded is null, read is null);
        Assert.True(recorded is null || JsonNode.DeepEquals(recorded, JsonNode.Parse(read!.Value.GetRawText())));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_state_says_whether_a_job_is_over(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var reading = TaskReader.StateAsync(RecordedAnswer.Caller(exchange), TaskOf(exchange), TestContext.Current.CancellationToken);
        if (exchange.Response.Status is >= 400 and not 404)
        {
            await Assert.ThrowsAnyAsync<Dhis2ApiException>(() => reading);
            return;
        }
        var state = await reading;
        var json = RecordedAnswer.Json(exchange);
        var recorded = exchange.Response.Status == 404 ? null : (string?)json?["jobStatus"];
        Assert.Equal(recorded, state?.Status);
        if (state is null)
            return;
        var ended = (string?)json!["lastExecutedStatus"];
        Assert.Equal(ended, state.LastExecuted);
        Assert.Equal(recorded != "RUNNING" && ended is "COMPLETED" or "FAILED" or "STOPPED", state.IsOver);
    }

    private static bool IsGet(RecordedExchange exchange, string prefix, int segments)
    {
        var path = RecordedAnswer.PathOf(exchange);
        return exchange.Request.Method == "GET" && path.StartsWith(prefix, StringComparison.Ordinal) && path[prefix.Length..].Split('/').Length == segments
            && exchange.Response.MediaType != "text/html" && !path.EndsWith("/due", StringComparison.Ordinal) && !path.EndsWith("/stale", StringComparison.Ordinal);
    }

    private static ServerTask TaskOf(RecordedExchange exchange)
    {
        var parts = RecordedAnswer.PathOf(exchange).Split('/');
        return new ServerTask(parts[^2], parts[^1]);
    }

    private static string Text(JsonNode? item) =>
        $"{item?["uid"]} {item?["level"]} {item?["category"]} {item?["message"]} {item?["completed"]}".Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal);

    private static string Text(TaskNotification item) =>
        $"{item.Uid} {item.Level} {item.Category} {item.Message} {(item.Completed ? "true" : "false")}";
}
