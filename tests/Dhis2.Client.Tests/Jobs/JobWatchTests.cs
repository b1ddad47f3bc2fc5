using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Jobs;
using Dhis2.Client.Tests.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Jobs;

namespace Dhis2.Client.Tests.Jobs;

/// <summary>Waiting for server tasks: to their true end, with what they left, and without harming them.</summary>
public sealed class JobWatchTests
{
    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task An_import_that_runs_as_a_task_accounts_for_every_row(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 100);
        rows[41].Value.Value = "none";
        var importer = new DataValueImporter(session.As(), new ImportOptions { DataSet = Importing.Monthly, SkipPreflight = true });
        rows.ForEach(r => importer.Add(r));
        var task = Assert.Single(await importer.StartTasksAsync(TestContext.Current.CancellationToken));
        var result = await WaitAsync(session, task);
        var account = Assert.IsType<DataValueImportReport>(result.Report);
        Assert.Equal((100, 99, 1), (account.Total, account.Imported + account.Updated, account.Rejected));
        Assert.Equal(42, Assert.Single(account.Conflicts).Line);
        Assert.Equal((100, true), (task.Rows, task.Started is not null));
        Assert.False(result.Success);
        Assert.Equal("100", Importing.Stored(server, rows[99]));
        IsHarmless(server, dialect, task);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_task_that_went_well_is_a_success_with_all_its_messages(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var task = Start(server, new TestJob("METADATA_IMPORT", Messages: 4));
        var result = await WaitAsync(session, task);
        Assert.True(result.Success);
        Assert.Equal("COMPLETED", result.Status);
        Assert.Equal(5, result.Notifications.Count);
        Assert.Equal("Step 1 of 4", result.Notifications[0].Message);
        Assert.NotNull(result.SummaryJson);
        IsHarmless(server, dialect, task);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_task_that_failed_or_broke_is_no_success(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        foreach (var outcome in new[] { "failed", "crash" })
        {
            foreach (var type in new[] { "METADATA_IMPORT", "DATAVALUE_IMPORT" })
            {
                var result = await WaitAsync(session, Start(server, new TestJob(type, outcome)));
                Assert.False(result.Success, $"{type} {outcome}: {result.Status} {result.SummaryJson}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_task_that_never_ends_is_left_in_time(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var task = Start(server, new TestJob(Outcome: "never"));
        var error = await Assert.ThrowsAsync<Dhis2TaskTimeoutException>(() => WaitAsync(session, task, TimeSpan.FromMilliseconds(600)));
        Assert.Equal(task.Name, error.TaskId);
        IsHarmless(server, dialect, task);
    }

    [Theory]
    [InlineData(Dialect.V41)]
    [InlineData(Dialect.V42)]
    [InlineData(Dialect.V43)]
    public async Task A_task_nobody_knows_is_told(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var task = new ServerTask("DATAVALUE_IMPORT", "abcdefghijk");
        Assert.Same(task, (await Assert.ThrowsAsync<Dhis2InputException>(() => WaitAsync(session, task))).Item);
    }

    // 2.40 has no list of jobs to tell an unknown one from one that waits to start: after a minute without a word it is taken for unknown.
    [Fact]
    public async Task A_task_that_2_40_says_nothing_of_for_a_minute_is_unknown()
    {
        var time = new PassingTime();
        using var session = TestSession.Of(new AnsweringHandler(_ => AnsweringHandler.Json("[]")), 40);
        var task = new ServerTask("DATAVALUE_IMPORT", "abcdefghijk");
        var waiting = new JobWatch(session.As(), time.With(new JobWatchOptions())).WaitAsync(task, TestContext.Current.CancellationToken);
        Assert.Same(task, (await Assert.ThrowsAsync<Dhis2InputException>(() => waiting)).Item);
        Assert.InRange(time.Passed, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(62.1));
    }

    [Fact]
    public async Task Looks_come_soon_at_first_and_then_at_the_interval_and_end_before_the_timeout()
    {
        var time = new PassingTime();
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json("""{"jobStatus":"SCHEDULED","lastExecutedStatus":"NOT_STARTED"}"""));
        using var session = TestSession.Of(handler);
        var options = time.With(new JobWatchOptions { PollInterval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(5) });
        var waiting = new JobWatch(session.As(), options).WaitAsync(new ServerTask("ANALYTICS_TABLE", "abcdefghijk"), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<Dhis2TaskTimeoutException>(() => waiting);
        Assert.Equal([200, 300, 450, 675, 1000, 1000, 1000], time.Pauses.Select(p => p.TotalMilliseconds));
        Assert.Equal(time.Pauses.Count + 1, handler.Requests.Count);
    }

    private static ServerTask Start(SandboxServer server, TestJob order)
    {
        var job = TestJobs.Start(server.State, order);
        return new ServerTask(job.Type, job.Id);
    }

    private static Task<TaskResult> WaitAsync(Session session, ServerTask task, TimeSpan? timeout = null) =>
        new JobWatch(session.As(), new JobWatchOptions { Timeout = timeout ?? TimeSpan.FromSeconds(20), PollInterval = TimeSpan.FromMilliseconds(50) })
            .WaitAsync(task, TestContext.Current.CancellationToken);

    // From 2.41 on a look at a single task's messages may end it: there is one, after everything else.
    private static void IsHarmless(SandboxServer server, Dialect dialect, ServerTask task)
    {
        if (dialect == Dialect.V40)
            return;
        var requests = server.Log.Requests.Select(r => r.Path).ToList();
        var looks = requests.FindAll(p => p.StartsWith($"/api/system/tasks/{task.JobType}/", StringComparison.Ordinal));
        Assert.InRange(looks.Count, 0, 1);
        if (looks.Count == 1)
            Assert.Equal(requests[^1], looks[0]);
        Assert.Contains(requests, p => p.StartsWith($"/api/jobConfigurations/{task.Id}", StringComparison.Ordinal));
    }
}
