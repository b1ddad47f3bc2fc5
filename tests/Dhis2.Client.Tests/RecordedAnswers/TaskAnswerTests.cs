using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Client.Http;
using Dhis2.Client.Jobs;
using Dhis2.Recordings;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>Recorded looks at server tasks through the client's reader.</summary>
public sealed class TaskAnswerTests
{
    private static readonly string[] s_areas = ["jobs", "data-values", "metadata-import", "metadata-writes"];

    private static readonly string[] s_bad = ["rejected", "broken", "geojson", "error", "malformed", "conflict"];

    public static TheoryData<string, string, string> Notifications() => RecordedAnswer.Rows(e => IsGet(e, "/api/system/tasks/", 2), s_areas);

    public static TheoryData<string, string, string> Maps() => RecordedAnswer.Rows(e => IsGet(e, "/api/system/tasks/", 1), s_areas);

    public static TheoryData<string, string, string> Summaries() => RecordedAnswer.Rows(e => IsGet(e, "/api/system/taskSummaries/", 2), s_areas);

    public static TheoryData<string, string, string> States() => RecordedAnswer.Rows(e => IsGet(e, "/api/jobConfigurations/", 1), s_areas);

    [Theory]
    [MemberData(nameof(Notifications))]
    public async Task Notifications_come_oldest_first(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var reading = JobReader.NotificationsAsync(RecordedAnswer.Caller(exchange), TaskOf(exchange), TestContext.Current.CancellationToken);
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
            await Assert.ThrowsAnyAsync<Dhis2ApiException>(() => JobReader.NewestAsync(caller, new ServerTask("ANY", "abcdefghijk"), TestContext.Current.CancellationToken));
            return;
        }
        foreach (var (id, messages) in RecordedAnswer.Json(exchange)!.AsObject())
        {
            var newest = await JobReader.NewestAsync(caller, new ServerTask("ANY", id), TestContext.Current.CancellationToken);
            Assert.Equal(Text(messages!.AsArray().FirstOrDefault()), newest is null ? Text((JsonNode?)null) : Text(newest));
        }
        Assert.Null(await JobReader.NewestAsync(caller, new ServerTask("ANY", "notThere123"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Summaries))]
    public async Task A_summary_is_there_or_not(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var reading = JobReader.SummaryAsync(RecordedAnswer.Caller(exchange), TaskOf(exchange), TestContext.Current.CancellationToken);
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
        var reading = JobReader.StateAsync(RecordedAnswer.Caller(exchange), TaskOf(exchange).Id, TestContext.Current.CancellationToken);
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
        Assert.Equal(ended, state.LastStatus);
        Assert.Equal(recorded != "RUNNING" && ended is "COMPLETED" or "FAILED" or "STOPPED", new JobRun(TaskOf(exchange)).IsOver(state));
    }

    // What was left out is in the names: the summaries of rejected and broken imports, and of GeoJSON, of which one feature's org unit is unknown.
    [Theory]
    [MemberData(nameof(Summaries))]
    public void A_summary_tells_whether_anything_was_left_out(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        if (exchange.Response.Status >= 400 || RecordedAnswer.Json(exchange) is not JsonObject { Count: > 0 } summary)
            return;
        using var json = JsonDocument.Parse(summary.ToJsonString());
        var outcome = SummaryReader.Instance.Read(new JobEnd { Task = TaskOf(exchange), Summary = json.RootElement });
        var isBad = s_bad.Any(word => name.Contains(word, StringComparison.Ordinal));
        Assert.Equal(!isBad, outcome.IsComplete);
        Assert.Equal(isBad, outcome.Message is { Length: > 0 });
        Assert.Equal(CountErrors(summary), outcome.Problems.Count);
        Assert.DoesNotContain(outcome.Problems, problem => problem.Message.Length == 0);
    }

    public static TheoryData<string, string, string> Starts() => RecordedAnswer.Rows(
        e => e.Request.Method == "POST" && e.Response.Status < 300 && RecordedAnswer.Json(e) is JsonObject answer && answer["response"] is JsonObject response && (response["jobType"] ?? response["location"]) is not null, [.. s_areas, "tracker", "analytics"]);

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task Every_answer_that_starts_a_job_names_it(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var request = new Dhis2Request("anything", HttpMethod.Post);
        var task = await JobStarter.StartAsync(RecordedAnswer.Caller(exchange), request, cancellationToken: TestContext.Current.CancellationToken);
        var response = RecordedAnswer.Json(exchange)!["response"]!;
        Assert.Equal((string?)response["jobType"] ?? "TRACKER_IMPORT_JOB", task.JobType);
        Assert.Equal((string?)response["id"], task.Id);
        Assert.NotNull(task.Started);
    }

    [Theory]
    [InlineData("2.40")]
    [InlineData("2.41")]
    [InlineData("2.42")]
    [InlineData("2.43")]
    public async Task The_record_of_completed_jobs_tells_why_one_failed(string version)
    {
        var exchange = RecordedAnswer.Find(version, "jobs", "scheduling-completed-type");
        var caller = RecordedAnswer.Caller(exchange);
        Assert.Equal(new JobRecord("ERROR", "Made to fail"), await JobReader.CompletedAsync(caller, new ServerTask("TEST", "iAkNoQbmlpr"), TestContext.Current.CancellationToken));
        Assert.Null(await JobReader.CompletedAsync(caller, new ServerTask("TEST", "z0UaLv3gfZx"), TestContext.Current.CancellationToken));
    }

    private static bool IsGet(RecordedExchange exchange, string prefix, int segments)
    {
        var path = RecordedAnswer.PathOf(exchange);
        return exchange.Request.Method == "GET" && path.StartsWith(prefix, StringComparison.Ordinal) && path[prefix.Length..].Split('/').Length == segments
            && exchange.Response.MediaType != "text/html" && !path.EndsWith("/due", StringComparison.Ordinal) && !path.EndsWith("/stale", StringComparison.Ordinal);
    }

    private static int CountErrors(JsonNode? node) => node switch
    {
        JsonArray list => list.Sum(CountErrors),
        JsonObject members => members.Sum(m => m.Key is "errorReports" or "conflicts" && m.Value is JsonArray errors ? errors.Sum(e => Math.Max(1, (e?["indexes"] as JsonArray)?.Count(i => (int)i! >= 0) ?? 0)) : CountErrors(m.Value)),
        _ => 0,
    };

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
