using System.Text.Json;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Import;

/// <summary>What becomes of good and bad rows on each version of the server.</summary>
public sealed class ImportBehaviourTests
{
    private static readonly ImportOptions s_monthly = new() { DataSet = Importing.Monthly };

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Bad_values_are_rejected_by_their_lines_and_the_rest_is_stored(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 500);
        int[] bad = [17, 18, 250, 500];
        foreach (var line in bad)
            rows[line - 1].Value.Value = "-5";
        var account = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((500, 496, 4), (account.Total, account.Imported + account.Updated, account.Rejected));
        Assert.Equal(bad.Select(l => (long?)l), account.Conflicts.Select(c => c.Line));
        Assert.All(account.Conflicts, c => Assert.Equal(dialect == Dialect.V43 ? "E8122" : "E7619", c.ErrorCode));
        Assert.Equal("WARNING", account.Status);
        IsStored(server, rows.Where(r => r.Value.Value != "-5"));
        Assert.All(bad, line => Assert.Null(Importing.Stored(server, rows[line - 1])));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task What_the_client_can_tell_never_leaves_it(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var unit = Importing.Facilities(server)[0];
        List<ImportRow> rows =
        [
            Importing.Row(1, "somewhere", 2018, 1, "1"), Importing.Row(2, unit, 2018, 1, "1", "births"), Importing.Row(3, unit, 2018, 1, ""), Importing.Row(4, unit, 2018, 1, " \t"),
            Importing.Row(5, unit, 2018, 1, null), Importing.Row(6, unit, 2018, 1, "1\0"), new(new DataValue { DataElement = Importing.Births, OrgUnit = unit, Value = "1" }, line: 7),
            new(new DataValue { DataElement = Importing.Births, OrgUnit = unit, Value = "1", Period = "January" }, line: 8),
            new(new DataValue { DataElement = Importing.Births, OrgUnit = unit, Value = "1", Period = "201801", CategoryOptionCombo = "default" }, line: 9),
            Importing.Row(10, unit, 2018, 1, "10"),
        ];
        var account = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((10, 1, 9), (account.Total, account.Imported + account.Updated, account.Rejected));
        Assert.Equal(Enumerable.Range(1, 9).Select(i => (long?)i), account.Conflicts.Select(c => c.Line));
        Assert.All(account.Conflicts, c => Assert.Null(c.ErrorCode));
        var post = Assert.Single(Importing.Posts(server));
        Assert.DoesNotContain("somewhere", post.Body, StringComparison.Ordinal);
        Assert.Equal("10", Importing.Stored(server, rows[9]));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Of_rows_for_one_value_the_last_counts_however_its_combo_is_written(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var unit = Importing.Facilities(server)[0];
        var rows = Enumerable.Range(1, 4).Select(i => Importing.Row(i, unit, 2018, 1, $"{i}")).ToList();
        rows[1].Value.CategoryOptionCombo = Importing.Default;
        rows[2].Value.AttributeOptionCombo = Importing.Default;
        rows.Add(Importing.Row(5, unit, 2018, 2, "50"));
        var account = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((5, 2, 3, 0), (account.Total, account.Imported + account.Updated, account.Skipped, account.Rejected));
        Assert.Equal([1L, 2L, 3L], account.Conflicts.Select(c => c.Line!.Value));
        Assert.All(account.Conflicts, c => Assert.Equal(ImportOutcome.Skipped, c.Outcome));
        Assert.Equal(("4", "50"), (Importing.Stored(server, rows[3]), Importing.Stored(server, rows[4])));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task One_poisonous_row_among_thousands_is_found(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 5000);
        rows[3333].Value.Period = "201813";
        var account = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((5000, 4999, 1, 0), (account.Total, account.Imported + account.Updated, account.Rejected, account.Unknown));
        Assert.Equal(3334, Assert.Single(account.Conflicts).Line);
        IsStored(server, rows.Where((_, i) => i != 3333));
        Assert.InRange(account.Requests, 1, 60);
    }

    [Fact]
    public async Task Org_units_that_a_server_names_one_at_a_time_are_all_found()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        var good = Importing.Rows(server, 300);
        var closed = server.State.Country.OrgUnits.Where(u => u is { Level: 4, ClosedDate: not null }).Select(u => u.Uid).ToList();
        var unassigned = server.State.Country.OrgUnits.Where(u => u.Level < 4).Select(u => u.Uid).ToList();
        var bad = closed.Concat(unassigned).Select((unit, i) => Importing.Row(1000 + i, unit, 2023, 1, "1")).ToList();
        var account = await Importing.RunAsync(session, s_monthly with { SkipPreflight = true }, good.Concat(bad));
        Assert.Equal((300, bad.Count, 0), (account.Updated, account.Rejected, account.Unknown));
        Assert.Equal(bad.Select(r => r.Line).Order(), account.Conflicts.Select(c => c.Line).Order());
        Assert.Equal(closed.Count, account.Conflicts.Count(c => c.ErrorCode == "E8031"));
        Assert.Equal(unassigned.Count, account.Conflicts.Count(c => c.ErrorCode == "E8022"));
        IsStored(server, good);
    }

    [Fact]
    public async Task Rows_of_several_data_sets_go_out_one_set_a_request()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        var unit = Importing.Facilities(server)[0];
        List<ImportRow> rows =
        [
            Importing.Row(1, unit, 2018, 1, "1"), new(new DataValue { DataElement = "yeVtOBiAdGb", Period = "2018W5", OrgUnit = unit, Value = "2" }, line: 2),
            Importing.Row(3, unit, 2018, 2, "3"), new(new DataValue { DataElement = "WnOEEQwZgvA", Period = "2018Q1", OrgUnit = unit, AttributeOptionCombo = "Wy87rYjlpSG", Value = "4" }, line: 4),
        ];
        var account = await Importing.RunAsync(session, new ImportOptions(), rows);
        Assert.Empty(account.Conflicts.Select(c => c.ToString()));
        Assert.Equal((4, 4, 3), (account.Total, account.Updated, account.Requests));
        IsStored(server, rows);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Several_requests_are_under_way_where_that_is_asked_for(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Stall, Method = "POST", Path = "^/api/dataValueSets", Milliseconds = 500, Count = 2 });
        var rows = Importing.Rows(server, 60);
        // Rows of one org unit are never under way in two requests, and keep their order.
        rows.Add(Importing.Row(61, rows[0].Value.OrgUnit!, 2010, 1, "777"));
        var report = await Importing.RunAsync(session, s_monthly with { BatchSize = 20, ThrottleLimit = 2 }, rows);
        Assert.Equal((61, 61), (report.Total, report.Imported + report.Updated));
        Assert.Equal("777", Importing.Stored(server, rows[0]));
        IsStored(server, rows.Skip(1));
        var posts = server.Log.Requests.Where(r => r.Method == "POST").OrderBy(r => r.At).ToList();
        Assert.True(posts[1].At < posts[0].At + posts[0].Elapsed, "The second request waited for the first.");
        foreach (var (a, b) in posts.SelectMany((a, i) => posts.Skip(i + 1).Select(b => (a, b))).Where(pair => pair.b.At < pair.a.At + pair.a.Elapsed))
            Assert.Empty(UnitsOf(a).Intersect(UnitsOf(b)));
    }

    [Fact]
    public async Task A_row_that_is_refused_for_what_another_request_does_is_sent_once_more_alone()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var refusal = JsonSerializer.Deserialize<JsonElement>("""
            {"httpStatus":"Conflict","httpStatusCode":409,"status":"WARNING","response":{"status":"WARNING","importCount":{"imported":0,"updated":0,"ignored":20,"deleted":0},
            "conflicts":[{"object":"201001","value":"Period not valid: `201001`","errorCode":"E7611","indexes":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]}],
            "rejectedIndexes":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]}}
            """);
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 409, Method = "POST", Path = "^/api/dataValueSets", Body = refusal });
        var rows = Importing.Rows(server, 80);
        var report = await Importing.RunAsync(session, s_monthly with { BatchSize = 20, ThrottleLimit = 2 }, rows);
        Assert.Equal((80, 80, 0), (report.Total, report.Imported + report.Updated, report.Rejected));
        IsStored(server, rows);
        var posts = server.Log.Requests.Where(r => r.Method == "POST").OrderBy(r => r.At).ToList();
        Assert.Equal(UnitsOf(posts[0]).Order(), UnitsOf(posts[^1]).Order());
    }

    private static IEnumerable<string> UnitsOf(LoggedRequest post) =>
        JsonDocument.Parse(post.Body).RootElement.GetProperty("dataValues").EnumerateArray().Select(value => value.GetProperty("orgUnit").GetString()!).Distinct();

    [Fact]
    public async Task Two_spellings_of_a_week_are_one_value_and_half_a_character_is_none()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 3);
        (rows[0].Value.Period, rows[1].Value.Period) = ("2018W5", "2018W05");
        rows[1].Value.OrgUnit = rows[0].Value.OrgUnit;
        rows[2].Value.Comment = "a\uD800b";
        var report = await Importing.RunAsync(session, new ImportOptions { SkipPreflight = true }, rows);
        Assert.Equal([(1L, ImportOutcome.Skipped), (3L, ImportOutcome.Rejected)], report.Conflicts.Where(c => c.Line != 2).Select(c => (c.Line!.Value, c.Outcome)));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_period_that_is_none_is_found_at_once(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 200);
        rows[20].Value.Period = "20189";
        rows[150].Value.Period = "2015-13-x";
        var report = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((200, 198, 2), (report.Total, report.Imported + report.Updated, report.Rejected));
        Assert.Equal([21L, 151L], report.Conflicts.Select(c => c.Line!.Value));
        // 2.43 refuses all rows for it, and does not say which.
        Assert.Equal(dialect == Dialect.V43 ? 2 : 1, Importing.Posts(server).Count);
    }

    [Theory]
    [InlineData("2024", "202401", "202412", "20240131", "2024-01-31", "2024Q1", "2024W1", "2024W52", "2024SunW7", "2024BiW1", "202401B", "2024S1", "2024AprilS1", "2024NovS2", "2024April", "2024July", "2024Oct", "2024Nov", "2024NovQ1")]
    public void No_period_of_the_server_is_taken_for_none(params string[] periods)
    {
        var rows = periods.Append("20189").Select((period, i) => new ImportRow(new DataValue { Period = period }, line: i)).ToList();
        Assert.Equal([periods.Length], RefusedRows.WithUnreadablePeriod(new ImportBatch(rows, null, s_monthly)).Keys);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_dry_run_stores_nothing(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var before = Importing.Snapshot(server);
        var rows = Importing.Rows(server, 100);
        rows[4].Value.Value = "none";
        var account = await Importing.RunAsync(session, s_monthly with { DryRun = true }, rows);
        Assert.Equal((100, 1, true), (account.Total, account.Rejected, account.DryRun));
        Assert.Equal(5, Assert.Single(account.Conflicts).Line);
        Assert.Equal(before, Importing.Snapshot(server));
        Assert.All(Importing.Posts(server), p => Assert.Contains("dryRun=true", p.Path, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Deleting_deletes(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 50);
        await Importing.RunAsync(session, s_monthly, rows);
        var account = await Importing.RunAsync(session, s_monthly with { Strategy = ImportStrategy.Delete }, rows.Take(20));
        Assert.Equal((20, 20), (account.Total, account.Deleted));
        Assert.All(rows.Take(20), r => Assert.Null(Importing.Stored(server, r)));
        IsStored(server, rows.Skip(20));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Many_rows_go_out_in_batches_and_are_all_counted(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 1003);
        var account = await Importing.RunAsync(session, s_monthly with { BatchSize = 100 }, rows);
        Assert.Equal((1003, 1003, 11), (account.Total, account.Imported + account.Updated, account.Requests));
        Assert.Equal(11, Importing.Posts(server).Count);
        IsStored(server, rows);
        Assert.Equal("SUCCESS", account.Status);
    }

    private static void IsStored(SandboxServer server, IEnumerable<ImportRow> rows)
    {
        foreach (var row in rows)
            Assert.Equal(row.Value.Value, Importing.Stored(server, row));
    }
}
