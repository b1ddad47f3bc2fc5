using System.Text.Json;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Import;

/// <summary>Outcomes that an answer, the order of requests or the end of an import could make look certain: rows that are stored are told as stored.</summary>
public sealed class UntoldOutcomeTests
{
    private const string Values = "^/api/dataValueSets";
    private static readonly ImportOptions s_monthly = new() { DataSet = Importing.Monthly };

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_web_page_under_500_does_not_say_that_nothing_was_stored(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Html, Status = 500, Method = "POST", Path = Values, Handled = true, Count = 0 });
        var rows = Importing.Rows(server, 5);
        var report = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((5, 5, 0), (report.Total, report.Imported + report.Updated, report.Rejected));
        Assert.All(rows, row => Assert.Equal(row.Value.Value, Importing.Stored(server, row)));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_conflict_without_a_summary_does_not_say_that_nothing_was_stored(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var bare = JsonSerializer.Deserialize<JsonElement>("""{"httpStatus":"Conflict","httpStatusCode":409,"status":"ERROR"}""");
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 409, Method = "POST", Path = Values, Handled = true, Count = 0, Body = bare });
        var rows = Importing.Rows(server, 5);
        var report = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((5, 5, 0), (report.Total, report.Imported + report.Updated, report.Rejected));
    }

    [Fact]
    public async Task A_row_that_goes_out_alone_is_told_with_the_period_that_the_server_cannot_read()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        var row = Importing.Rows(server, 1)[0];
        row.Value.Period = "2014-05";
        var report = await Importing.RunAsync(session, s_monthly, [row]);
        Assert.Equal(1, report.Rejected);
        Assert.Contains("'2014-05'", Assert.Single(report.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.V40)]
    [InlineData(Dialect.V41)]
    [InlineData(Dialect.V42)]
    public async Task A_conflict_that_names_no_row_is_told_where_all_rows_are_counted_as_stored(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var odd = JsonSerializer.Deserialize<JsonElement>("""{"status":"SUCCESS","importCount":{"imported":5,"updated":0,"ignored":0,"deleted":0},"conflicts":[{"object":"x","value":"Something is odd"}]}""");
        foreach (var options in new[] { s_monthly, s_monthly with { NoReadBack = true }, s_monthly with { DryRun = true } })
        {
            server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "POST", Path = Values, Handled = true, Body = odd });
            var report = await Importing.RunAsync(session, options, Importing.Rows(server, 5));
            Assert.Equal(("WARNING", 5, 5), (report.Status, report.Total, report.Imported + report.Updated));
            Assert.Equal((ImportOutcome.Warning, "Something is odd"), (Assert.Single(report.Problems).Outcome, report.Problems[0].Message));
        }
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_task_with_a_row_for_a_value_of_an_earlier_task_starts_when_that_one_is_over(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect, new SandboxOptions { JobDelay = TimeSpan.FromMilliseconds(150) });
        using var session = await TestSession.ConnectAsync(server);
        var unit = Importing.Facilities(server)[0];
        var importer = new DataValueImporter(session.As(), s_monthly with { ThrottleLimit = 8 });
        var tasks = new List<ServerTask>();
        for (var i = 1; i <= 3; i++)
        {
            importer.Add(Importing.Row(i, unit, 2018, 1, $"{i}"));
            tasks.AddRange(await importer.StartTasksAsync(TestContext.Current.CancellationToken));
            // Whatever ran before has stored its value by now; the task itself may be over, too.
            if (i > 1)
                Assert.Contains(Importing.Stored(server, Importing.Row(0, unit, 2018, 1, null)), new[] { $"{i - 1}", $"{i}" });
        }
        Assert.Equal(3, tasks.Count);
        await importer.CompleteAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task No_more_tasks_run_at_once_than_are_allowed()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42, new SandboxOptions { JobDelay = TimeSpan.FromMilliseconds(100) });
        using var session = await TestSession.ConnectAsync(server);
        var importer = new DataValueImporter(session.As(), s_monthly with { ThrottleLimit = 2 });
        var rows = Importing.Rows(server, 5);
        for (var i = 0; i < rows.Count; i++)
        {
            importer.Add(rows[i]);
            await importer.StartTasksAsync(TestContext.Current.CancellationToken);
            if (i >= 2)
                Assert.Equal(rows[i - 2].Value.Value, Importing.Stored(server, rows[i - 2]));
        }
        await importer.CompleteAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(Dialect.V40)]
    [InlineData(Dialect.V41)]
    [InlineData(Dialect.V42)]
    public async Task A_data_set_that_a_row_names_is_told_to_the_server_and_its_refusal_costs_its_rows_alone(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 6);
        foreach (var (row, set) in rows.Zip([Importing.Monthly, "Abcdefghij1", null, Importing.Monthly, null, "Abcdefghij1"]))
            row.Value.DataSet = set;
        var report = await Importing.RunAsync(session, new ImportOptions(), rows);
        Assert.Equal((6, 4, 2, 3), (report.Total, report.Imported, report.Rejected, report.Requests));
        Assert.Equal([(2L, "E7600"), (6L, "E7600")], report.Problems.Select(p => (p.Line!.Value, p.Code)));
    }

    [Theory]
    [InlineData("CODE", null)]
    [InlineData("CODE", "UID")]
    [InlineData(null, "CODE")]
    public async Task A_data_set_that_is_looked_up_is_named_under_the_scheme_of_the_request(string? all, string? sets)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        var unit = server.State.Country.OrgUnits.First(u => u.Uid == Importing.Facilities(server)[0]);
        DataValue value = all is null
            ? new() { DataElement = Importing.Births, OrgUnit = unit.Uid, Period = "201801", Value = "1" }
            : new() { DataElement = "DE_BIRTHS", OrgUnit = unit.Code, Period = "201801", Value = "1" };
        var report = await Importing.RunAsync(session, new ImportOptions { Schemes = new IdSchemes { All = all, DataSet = sets } }, [new ImportRow(value, line: 1)]);
        Assert.Empty(report.Problems);
        Assert.Equal((1, 1), (report.Total, report.Updated));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task What_a_stopped_import_had_under_way_is_looked_up(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.StallBody, Method = "POST", Path = Values, After = 1, AfterBytes = 5 });
        var rows = Importing.Rows(server, 20);
        var importer = new DataValueImporter(session.As(), s_monthly with { BatchSize = 10 });
        using var stop = new CancellationTokenSource();
        foreach (var row in rows)
        {
            if (importer.Add(row))
                await importer.FlushAsync(stop.Token);
        }
        var end = importer.CompleteAsync(stop.Token);
        while (Importing.Posts(server).Count < 2 || Importing.Stored(server, rows[19]) is null)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end);
        var report = await importer.AbortAsync();
        Assert.Equal((20, 20, 0), (report.Total, report.Imported + report.Updated, report.Unknown));
        Assert.True(report.Stopped);
    }
}
