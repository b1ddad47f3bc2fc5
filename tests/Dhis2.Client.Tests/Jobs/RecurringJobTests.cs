using Dhis2.Client.Jobs;

namespace Dhis2.Client.Tests.Jobs;

/// <summary>Jobs that run again and again: the run that is waited for is not mistaken for the one before.</summary>
public sealed class RecurringJobTests
{
    private const string Id = "z0UaLv3gfZx";
    private const string Configuration = "jobConfigurations/" + Id;
    private const string Messages = "system/tasks/TEST/" + Id;
    private const string Idle = """{"jobType":"TEST","jobStatus":"SCHEDULED","schedulingType":"CRON","cronExpression":"0 0 3 ? * *","enabled":true,"lastExecutedStatus":"COMPLETED","lastExecuted":"2026-11-21T03:00:00.100","lastFinished":"2026-11-21T03:00:02.100"}""";
    private const string ToldToRun = """{"jobStatus":"SCHEDULED","schedulingType":"ONCE_ASAP","cronExpression":"0 0 3 ? * *","enabled":true,"lastExecutedStatus":"COMPLETED","lastExecuted":"2026-11-21T03:00:00.100"}""";
    private const string Running = """{"jobStatus":"RUNNING","schedulingType":"ONCE_ASAP","cronExpression":"0 0 3 ? * *","enabled":true,"lastExecutedStatus":"COMPLETED","lastExecuted":"2026-11-22T14:29:00.855"}""";
    private const string Failed = """{"jobStatus":"SCHEDULED","schedulingType":"CRON","cronExpression":"0 0 3 ? * *","enabled":true,"lastExecutedStatus":"FAILED","lastExecuted":"2026-11-22T14:29:00.855","lastFinished":"2026-11-22T14:29:01.073"}""";
    private const string Said = """[{"level":"ERROR","message":"Process failed: Made to fail","completed":true,"uid":"rK4lA7bAB2e"}]""";

    // 2.40 knows no ONCE_ASAP: the job stands there as before until it has begun, and shows no time of its start while it runs.
    private static readonly string[] s_states40 = [WithoutScheduling(Idle), WithoutScheduling(Idle), WithoutScheduling(Running), WithoutScheduling(Failed)];

    public static TheoryData<int> Releases => [40, 41, 42, 43, 44];

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task The_run_that_was_started_is_waited_for_and_not_the_one_before(int release)
    {
        using var server = new JobServer(
            release,
            (Configuration, release == 40 ? s_states40 : [Idle, ToldToRun, ToldToRun, Running, Failed]),
            (Configuration + "/execute", ["""{"klass":"org.hisp.dhis.scheduling.JobConfiguration","index":0,"errorReports":[]}"""]),
            ("system/tasks/TEST", ["{}"]),
            (Messages, [Said]));
        var task = await JobStarter.RunAsync(server.Caller, Id, TestContext.Current.CancellationToken);
        var result = await server.WaitAsync(task);
        Assert.Equal(("TEST/" + Id, "FAILED", false, false), (task.Name, result.Status, result.Success, result.IsEarlierRun));
        Assert.Equal("Process failed: Made to fail", result.Message);
        Assert.Equal(new DateTime(2026, 11, 22, 14, 29, 0, 855), result.RunStarted);
        Assert.Equal("POST jobConfigurations/z0UaLv3gfZx/execute", server.Requests[1]);
        // From 2.41 on a look at the messages before the end could end the run.
        Assert.Equal(server.Requests.Count - 1, server.Requests.ToList().IndexOf("GET " + Messages));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task A_job_named_by_its_id_that_is_not_at_work_gives_its_last_run_and_says_so(int release)
    {
        using var server = new JobServer(release, (Configuration, [release == 40 ? WithoutScheduling(Idle) : Idle]), (Messages, ["[]"]));
        var result = await server.WaitAsync(new ServerTask("TEST", Id));
        Assert.Equal((true, true), (result.IsEarlierRun, result.Success));
        Assert.Equal(new DateTime(2026, 11, 21, 3, 0, 0, 100), result.RunStarted);
        Assert.Empty(server.Time.Pauses);
    }

    [Fact]
    public async Task A_job_named_by_its_id_that_was_told_to_run_is_waited_for()
    {
        using var server = new JobServer(42, (Configuration, [ToldToRun, Running, Failed]), ("system/tasks/TEST", ["{}"]), (Messages, [Said]));
        var result = await server.WaitAsync(new ServerTask("TEST", Id));
        Assert.Equal(("FAILED", false), (result.Status, result.IsEarlierRun));
    }

    [Fact]
    public async Task A_job_that_runs_again_at_once_has_ended_all_the_same()
    {
        var again = Running.Replace("2026-11-22T14:29:00.855", "2026-11-22T14:29:02.000", StringComparison.Ordinal);
        using var server = new JobServer(42, (Configuration, [Running, again]), ("system/tasks/TEST", ["{}"]), (Messages, ["[]"]));
        var result = await server.WaitAsync(new ServerTask("TEST", Id));
        Assert.Equal(("COMPLETED", null), (result.Status, result.RunStarted));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_it_begins_is_stopped()
    {
        var cancelled = Idle.Replace("\"COMPLETED\"", "\"STOPPED\"", StringComparison.Ordinal);
        using var server = new JobServer(42, (Configuration, [Idle, ToldToRun, cancelled]), (Configuration + "/execute", ["{}"]), (Messages, ["[]"]));
        var result = await server.WaitAsync(await JobStarter.RunAsync(server.Caller, Id, TestContext.Current.CancellationToken));
        Assert.Equal(("STOPPED", false), (result.Status, result.Success));
    }

    [Fact]
    public async Task A_disabled_job_that_never_ran_is_not_waited_for()
    {
        using var server = new JobServer(42, (Configuration, ["""{"jobStatus":"DISABLED","schedulingType":"CRON","enabled":false,"lastExecutedStatus":"NOT_STARTED"}"""]));
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => server.WaitAsync(new ServerTask("TEST", Id)));
        Assert.Contains("never run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_2_40_would_not_run_is_an_error()
    {
        using var server = new JobServer(
            40,
            (Configuration, [WithoutScheduling(Running).Replace("{", """{"jobType":"TEST",""", StringComparison.Ordinal)]),
            (Configuration + "/execute", ["""{"errorReports":[{"message":"Failed to execute job: `JOBS_TEST_LONG`","errorCode":"E7006"}]}"""]));
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => JobStarter.RunAsync(server.Caller, Id, TestContext.Current.CancellationToken));
        Assert.Contains("JOBS_TEST_LONG", error.Message, StringComparison.Ordinal);
    }

    private static string WithoutScheduling(string state)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(state)!.AsObject();
        json.Remove("schedulingType");
        json.Remove("lastFinished");
        if ((string?)json["jobStatus"] == "RUNNING")
            json.Remove("lastExecuted");
        return json.ToJsonString();
    }
}
