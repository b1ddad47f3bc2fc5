using Dhis2.Client.Jobs;

namespace Dhis2.Client.Tests.Jobs;

/// <summary>Jobs of one run on 2.40 that never say that they are over: none is waited for without end.</summary>
public sealed class SilentJobTests
{
    private const string Id = "YR1UxOUXmzT";
    private const string Error = """[{"uid":"etrCXEjpHqQ","level":"ERROR","message":"Process failed: broken pipe","completed":false}]""";

    [Theory]
    [InlineData("METADATA_IMPORT")]
    [InlineData("MONITORING")]
    public async Task An_error_that_never_completes_is_a_failure_in_its_own_words(string kind)
    {
        using var server = new JobServer(40, ($"system/tasks/{kind}/{Id}", [Error]), ($"system/taskSummaries/{kind}/{Id}", [""]));
        var result = await server.WaitAsync(new ServerTask(kind, Id), new JobWatchOptions { Timeout = TimeSpan.FromMinutes(5) });
        Assert.Equal(("FAILED", false, "Process failed: broken pipe"), (result.Status, result.Success, result.Message));
    }

    [Fact]
    public async Task An_error_of_a_job_that_the_server_lists_as_running_is_not_its_end()
    {
        using var server = new JobServer(
            40,
            ("system/tasks/ANALYTICS_TABLE/" + Id, [.. Enumerable.Repeat(Error, 12), """[{"level":"INFO","message":"Done","completed":true},{"level":"ERROR","message":"One table failed"}]"""]),
            ("scheduling/running/ANALYTICS_TABLE", [$$"""[{"jobId":"{{Id}}","status":"RUNNING"}]"""]),
            ("system/taskSummaries/ANALYTICS_TABLE/" + Id, [""]));
        var result = await server.WaitAsync(new ServerTask("ANALYTICS_TABLE", Id));
        Assert.Equal(("One table failed", 2), (result.Message, result.Notifications.Count));
        Assert.Contains("GET scheduling/running/ANALYTICS_TABLE", server.Requests);
    }

    [Theory]
    [InlineData("DATA_INTEGRITY")]
    [InlineData("DATA_INTEGRITY_DETAILS")]
    public async Task The_record_of_completed_jobs_ends_the_wait_for_a_job_that_says_nothing(string kind)
    {
        using var server = new JobServer(
            40,
            ($"system/tasks/{kind}/{Id}", ["[]"]),
            ($"scheduling/completed/{kind}", ["[]", """[{"jobId":"other123456","status":"SUCCESS"}]""", $$"""[{"jobId":"{{Id}}","status":"SUCCESS"}]"""]),
            ($"system/taskSummaries/{kind}/{Id}", [""]));
        var result = await server.WaitAsync(new ServerTask(kind, Id));
        Assert.Equal(("COMPLETED", true, 2), (result.Status, result.Success, server.Time.Pauses.Count));
    }

    [Theory]
    [InlineData("SUCCESS", true)]
    [InlineData("ERROR", false)]
    public async Task A_prediction_is_over_when_it_says_that_it_has_finished(string status, bool success)
    {
        var finished = $$"""[{"level":"INFO","message":"Finished predictors from Tue Jun 01: PredictionSummary{status={{status}}, predictors=1}","completed":false}]""";
        using var server = new JobServer(
            40,
            ("system/tasks/PREDICTOR/" + Id, ["""[{"level":"INFO","message":"Fetching predictors","completed":false}]""", finished]),
            ("system/taskSummaries/PREDICTOR/" + Id, [""]));
        var result = await server.WaitAsync(new ServerTask("PREDICTOR", Id));
        Assert.Equal((success, success ? "COMPLETED" : "FAILED"), (result.Success, result.Status));
    }

    [Theory]
    [InlineData("""{"status":"SUCCESS","importCount":{"imported":1,"updated":0,"ignored":0,"deleted":0},"conflicts":[]}""", true)]
    [InlineData("""{"status":"ERROR","importCount":{"imported":0,"updated":0,"ignored":1,"deleted":0},"conflicts":[{"object":"g2w0ymEnRsN","value":"Data set not found or not accessible"}]}""", false)]
    public async Task The_summary_ends_the_wait_for_an_import_of_registrations(string summary, bool success)
    {
        const string Kind = "COMPLETE_DATA_SET_REGISTRATION_IMPORT";
        using var server = new JobServer(40, ($"system/tasks/{Kind}/{Id}", ["[]"]), ($"system/taskSummaries/{Kind}/{Id}", ["", "", summary]));
        var result = await server.WaitAsync(new ServerTask(Kind, Id));
        Assert.Equal((success, success ? "COMPLETED" : "FAILED", 2), (result.Success, result.Status, server.Time.Pauses.Count));
        Assert.Equal(success ? null : "Data set not found or not accessible", result.Message);
    }
}
