using System.Text.Json;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Import;

/// <summary>What is read back: every row with Verify, no row with NoReadBack.</summary>
public sealed class VerifyTests
{
    private const string Values = "^/api/dataValueSets";
    private static readonly ImportOptions s_monthly = new() { DataSet = Importing.Monthly };

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Verify_reads_back_what_the_server_says_that_it_took(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 20);
        rows.Add(Importing.Row(21, rows[0].Value.OrgUnit!, 2019, 1, "none"));
        // The second answer is a success, and nothing was done.
        var body = JsonSerializer.Deserialize<JsonElement>($$$"""{"status":"OK","response":{"status":"SUCCESS","importCount":{"imported":{{{(dialect == Dialect.V43 ? 0 : 10)}}},"updated":{{{(dialect == Dialect.V43 ? 10 : 0)}}},"ignored":0,"deleted":0},"conflicts":[],"rejectedIndexes":[]}}""");
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "POST", Path = Values, After = 1, Body = body });
        var report = await Importing.RunAsync(session, s_monthly with { Verify = true, BatchSize = 10, SkipPreflight = true }, rows);
        Assert.Equal((21, 10, 1, 10), (report.Total, report.Imported + report.Updated, report.Rejected, report.Unknown));
        Assert.Equal(Enumerable.Range(11, 10).Select(i => (long?)i), report.Problems.Where(p => p.Outcome == ImportOutcome.Unknown).Select(p => p.Line));
        Assert.Equal(3, Importing.Posts(server).Count);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task What_can_be_verified_counts_as_the_server_counts_it(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 20);
        var plain = await Importing.RunAsync(session, s_monthly, rows);
        var report = await Importing.RunAsync(session, s_monthly with { Verify = true }, rows);
        Assert.Equal((20, 0, "SUCCESS"), (report.Total, report.Unknown, report.Status));
        Assert.Equal(dialect == Dialect.V43 ? plain.Updated : 0, report.Updated);
        // An account that may not read verifies nothing, which is no failure of the import.
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "GET", Path = Values, Count = 0 });
        var blind = await Importing.RunAsync(session, s_monthly with { Verify = true }, rows);
        Assert.Equal(20, blind.Updated + blind.Unchanged + blind.Unknown);
        Assert.NotEmpty(blind.Problems);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Without_reading_back_a_lost_request_is_sent_again_without_a_look(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = Values, Handled = true });
        var report = await Importing.RunAsync(session, s_monthly with { NoReadBack = true }, Importing.Rows(server, 10));
        Assert.Equal((10, 0, 2), (report.Imported + report.Updated + report.Unchanged, report.Unknown + report.Rejected, report.Requests));
        Assert.DoesNotContain(server.Log.Requests, r => r.Method == "GET" && r.Path.StartsWith("/api/dataValueSets", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Dialect.V40)]
    [InlineData(Dialect.V41)]
    [InlineData(Dialect.V42)]
    public async Task Without_reading_back_a_row_that_was_refused_after_a_lost_answer_is_unknown(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = Values, Handled = true });
        var report = await Importing.RunAsync(session, s_monthly with { NoReadBack = true, Strategy = ImportStrategy.Create }, Importing.Rows(server, 10));
        Assert.Equal((10, 0), (report.Unknown, report.Rejected));
    }

    [Fact]
    public async Task Under_create_and_update_the_newest_servers_are_asked_first_and_told_nothing_that_does_not_fit()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 6);
        await Importing.RunAsync(session, s_monthly, rows.Take(3));
        foreach (var row in rows)
            row.Value.Value = "77";
        var created = await Importing.RunAsync(session, s_monthly with { Strategy = ImportStrategy.Create }, rows);
        Assert.Equal((3, 0, 3), (created.Imported, created.Updated, created.Rejected));
        Assert.Equal(["1", "2", "3", "77", "77", "77"], rows.Select(row => Importing.Stored(server, row)));
        var fresh = Importing.Rows(server, 9).Skip(6).ToList();
        var updated = await Importing.RunAsync(session, s_monthly with { Strategy = ImportStrategy.Update }, [.. rows.Take(3), .. fresh]);
        Assert.Equal((0, 3, 3), (updated.Imported, updated.Updated, updated.Rejected));
        Assert.All(fresh, row => Assert.Null(Importing.Stored(server, row)));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_server_that_forgets_who_is_asking_is_given_time_after_it_has_known_it(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        var waits = new System.Collections.Concurrent.ConcurrentQueue<TimeSpan>();
        using var session = await TestSession.ConnectAsync(server, o => o with { Delay = (time, _) => { waits.Enqueue(time); return Task.CompletedTask; } });
        var body = JsonSerializer.Deserialize<JsonElement>("""{"httpStatus":"Unauthorized","httpStatusCode":401,"status":"ERROR","message":"Unauthorized"}""");
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 401, Method = "POST", Path = Values, After = 1, Count = 3, Body = body });
        var rows = Importing.Rows(server, 30);
        var report = await Importing.RunAsync(session, s_monthly with { BatchSize = 10 }, rows);
        Assert.Equal((30, 30, false), (report.Total, report.Imported + report.Updated, report.Stopped));
        Assert.Contains(TimeSpan.FromSeconds(5), waits);
        // A password that is wrong from the start, or stays so, ends the import.
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 401, Method = "POST", Path = Values, Count = 0, Body = body });
        var refused = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((30, true), (refused.Rejected, refused.Stopped));
        Assert.True(Importing.Posts(server).Count < 12);
    }
}
