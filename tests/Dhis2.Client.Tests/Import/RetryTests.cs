using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Import;

/// <summary>How often, when and in what size an import is sent again.</summary>
public sealed class RetryTests
{
    private const string Values = "^/api/dataValueSets";
    private static readonly ImportOptions s_monthly = new() { DataSet = Importing.Monthly };

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task What_was_too_large_is_halved_at_once_and_so_is_all_that_follows(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 413, Method = "POST", Path = Values, Count = 2 });
        var report = await Importing.RunAsync(session, s_monthly with { BatchSize = 400 }, Importing.Rows(server, 1600));
        Assert.Equal((1600, 1600), (report.Total, report.Imported + report.Updated));
        var sizes = Sizes(server).ToList();
        Assert.Equal([400, 200], sizes.Take(2));
        // How many rows were gathered when the ceiling fell is left to chance.
        Assert.All(sizes.Skip(2), size => Assert.InRange(size, 1, 100));
        Assert.Equal(1600, sizes.Skip(2).Sum());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_timeout_of_a_proxy_only_what_is_missing_goes_out_again_in_smaller_requests(bool handled)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 504, Method = "POST", Path = Values, Handled = handled });
        var rows = Importing.Rows(server, 100);
        var report = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((100, 100, 0), (report.Total, report.Imported + report.Updated, report.Unknown));
        Assert.Equal(handled ? [100] : [100, 50, 50], Sizes(server));
        Assert.Contains(server.Log.Requests, r => r.Method == "GET" && r.Path.StartsWith("/api/dataValueSets", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_server_that_says_when_to_come_back_is_heeded(int status)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        var waits = new ConcurrentQueue<TimeSpan>();
        using var session = await TestSession.ConnectAsync(server, o => o with { Delay = (time, _) => { waits.Enqueue(time); return Task.CompletedTask; } });
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = status, RetryAfter = "5", Method = "POST", Path = Values });
        var report = await Importing.RunAsync(session, s_monthly, Importing.Rows(server, 10));
        Assert.Equal((10, 2), (report.Imported + report.Updated, report.Requests));
        Assert.Equal([TimeSpan.FromSeconds(5)], waits);
    }

    [Theory]
    [InlineData(0, 429, 1)]
    [InlineData(2, 429, 3)]
    [InlineData(2, 503, 1)]
    public async Task The_settings_of_the_session_say_how_often(int maximum, int status, int posts)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server, o => o with { Retry = o.Retry with { MaximumRetryCount = maximum, Statuses = [429] } });
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = status, Method = "POST", Path = Values, Count = 0 });
        var report = await Importing.RunAsync(session, s_monthly, Importing.Rows(server, 10));
        Assert.Equal((10, 0, true), (report.Total, report.Rejected, report.Stopped));
        Assert.Equal(status == 429 ? 10 : 0, report.NotSent);
        Assert.Equal(posts, Importing.Posts(server).Count);
    }

    [Fact]
    public async Task Two_rows_for_one_value_are_told_wherever_they_fall()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var unit = Importing.Facilities(server)[0];
        var rows = new[] { 1, 2, 1, 3, 4, 3 }.Select((month, i) => Importing.Row(i + 1, unit, 2018, month, $"{i + 1}")).ToList();
        rows[2].Value.CategoryOptionCombo = Importing.Default;
        var report = await Importing.RunAsync(session, s_monthly with { BatchSize = 2 }, rows);
        Assert.Equal((6, 0, "WARNING"), (report.Total, report.Rejected, report.Status));
        Assert.Equal([3L, 6L], report.Problems.Select(p => p.Line!.Value));
        Assert.All(report.Problems, p => Assert.Equal(ImportOutcome.Warning, p.Outcome));
        Assert.Contains("row 1", report.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("row 4", report.Problems[1].Message, StringComparison.Ordinal);
        Assert.Equal(("3", "6"), (Importing.Stored(server, rows[2]), Importing.Stored(server, rows[5])));
    }

    [Fact]
    public async Task The_object_of_the_caller_is_left_as_it_was()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var given = new DataValue { DataElement = Importing.Births, OrgUnit = Importing.Facilities(server)[0], Value = "none", CategoryOptionCombo = "" };
        var report = await Importing.RunAsync(session, s_monthly with { Period = "201801" }, [new ImportRow(given, line: 1)]);
        Assert.Equal((null, null, ""), (given.Period, given.DataSet, given.CategoryOptionCombo));
        Assert.Equal("201801", ((DataValueImportProblem)Assert.Single(report.Problems)).Period);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Rows_that_an_answer_does_not_count_are_read_back_unless_their_element_keeps_no_zeros(int counted)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var unit = Importing.Facilities(server)[0];
        var rows = Enumerable.Range(1, 5).Select(i => Importing.Row(i, unit, 2018, i, "0")).ToList();
        rows.Add(Importing.Row(6, unit, 2018, 6, "7"));
        var summary = JsonSerializer.Deserialize<JsonElement>($$$"""{"status":"OK","response":{"status":"SUCCESS","importCount":{"imported":{{{counted}}},"updated":0,"ignored":0,"deleted":0},"conflicts":[]}}""");
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "POST", Path = Values, Body = summary });
        var report = await Importing.RunAsync(session, s_monthly, rows);
        // Births keep their zeros, and none of the rows is stored.
        Assert.Equal((6, 0, "ERROR"), (report.Total, report.Skipped, report.Status));
        Assert.Equal(6, report.Rejected + report.Unknown);
    }

    [Fact]
    public async Task Tasks_that_run_are_told_when_a_later_one_cannot_be_started()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 409, Method = "POST", Path = Values, After = 1 });
        var unit = Importing.Facilities(server)[0];
        var importer = new DataValueImporter(session.As(), new ImportOptions());
        importer.Add(Importing.Row(1, unit, 2018, 1, "1"));
        importer.Add(new ImportRow(new DataValue { DataElement = "yeVtOBiAdGb", Period = "2018W5", OrgUnit = unit, Value = "2" }, line: 2));
        var started = new List<ServerTask>();
        await Assert.ThrowsAsync<Dhis2ApiException>(() => importer.StartTasksAsync(TestContext.Current.CancellationToken, started.Add));
        var report = await importer.AbortAsync();
        Assert.Equal(1, Assert.Single(started).Rows);
        Assert.Equal((1, 1), (report.Total, report.NotSent));
        Assert.Equal(2, Assert.Single(report.Problems).Line);
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("""["broken"]""")]
    [InlineData("""[{"value":"far","indexes":[99999999999]}]""")]
    [InlineData("""[{"object":"births","property":"value"}]""")]
    [InlineData("""[{"objects":7,"indexes":"all"}]""")]
    public async Task Conflicts_of_any_shape_leave_the_account_standing(string conflicts)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 2);
        rows.Add(Importing.Row(3, rows[0].Value.OrgUnit!, 2019, 1, "none"));
        var body = JsonSerializer.Deserialize<JsonElement>($$$"""{"status":"WARNING","httpStatusCode":"409","response":{"status":"WARNING","importCount":{"imported":2,"updated":null,"ignored":1,"deleted":"none"},"conflicts":{{{conflicts}}}}}""");
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 409, Method = "POST", Path = Values, Handled = true, Body = body });
        var report = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((3, 2, 1), (report.Total, report.Imported, report.Rejected));
        Assert.NotEmpty(Assert.Single(report.Problems).Message);
    }

    private static List<int> Sizes(SandboxServer server) => [.. Importing.Posts(server).Select(p => JsonNode.Parse(p.Body)!["dataValues"]!.AsArray().Count)];
}
