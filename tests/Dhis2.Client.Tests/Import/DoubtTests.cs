using System.Text.Json;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Import;

/// <summary>Rows whose answer was lost: none is called refused or not stored unless the store proves it, and none is forgotten.</summary>
public sealed class DoubtTests
{
    private const string Values = "^/api/dataValueSets";
    private static readonly ImportOptions s_monthly = new() { DataSet = Importing.Monthly };

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [InlineData(Dialect.V40, 403)]
    [InlineData(Dialect.V42, 401)]
    [InlineData(Dialect.V43, 403)]
    public async Task A_refusal_of_the_second_try_says_nothing_of_the_first(Dialect dialect, int status)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(Lost());
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = Values, Body = Empty });
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = Values, Body = Empty });
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = status, Method = "POST", Path = Values, Count = 0 });
        var rows = Importing.Rows(server, 10);
        var report = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((10, 10, 0, true), (report.Total, report.Imported + report.Updated, report.Rejected, report.Stopped));
        Assert.All(rows, r => Assert.Equal(r.Value.Value, Importing.Stored(server, r)));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_any_more_may_have_taken_the_rows_before()
    {
        var handler = new AnsweringHandler(request => throw (request.Method == "POST"
            ? new HttpRequestException("reset", new System.Net.Sockets.SocketException(104))
            : new HttpRequestException("refused", new System.Net.Sockets.SocketException(111))));
        using var session = TestSession.Of(handler);
        var report = await Importing.RunAsync(session, s_monthly, [.. Enumerable.Range(1, 5).Select(i => Importing.Row(i, "aIv4qaIOQ2k", 2018, i, "1"))]);
        Assert.Equal((5, 5, 0), (report.Total, report.Unknown, report.NotSent));
    }

    [Fact]
    public async Task A_refusal_of_the_whole_request_after_a_lost_answer_is_checked_against_the_store()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(Lost());
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = Values, Count = 2, Body = Empty });
        var refusal = JsonSerializer.Deserialize<JsonElement>("""{"status":"ERROR","response":{"status":"ERROR","importCount":{"imported":0,"updated":0,"ignored":10,"deleted":0},"conflicts":[{"value":"No data set","errorCode":"E7600"}]}}""");
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 409, Method = "POST", Path = Values, Body = refusal });
        var report = await Importing.RunAsync(session, s_monthly, Importing.Rows(server, 10));
        Assert.Equal((10, 10, 0), (report.Total, report.Imported + report.Updated, report.Rejected));
    }

    [Fact]
    public async Task The_transport_never_sends_an_import_again_by_itself()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server, o => o with { Retry = o.Retry with { RetryNonIdempotent = true } });
        server.Faults.Add(Lost());
        var report = await Importing.RunAsync(session, s_monthly with { Strategy = ImportStrategy.Create }, Importing.Rows(server, 10));
        Assert.Equal((10, 10, 0), (report.Total, report.Imported, report.Rejected));
        Assert.Single(Importing.Posts(server));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Rows_that_cannot_be_read_back_are_in_the_account(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(Lost());
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 409, Method = "GET", Path = Values, Count = 0 });
        var strategy = dialect == Dialect.V43 ? ImportStrategy.CreateAndUpdate : ImportStrategy.Create;
        var report = await Importing.RunAsync(session, s_monthly with { Strategy = strategy }, Importing.Rows(server, 10));
        // 2.43 takes the rows again and says so; elsewhere they exist already, by whose hand nobody can see.
        Assert.Equal((10, dialect == Dialect.V43 ? 0 : 10, 0), (report.Total, report.Unknown, report.Rejected));
    }

    [Fact]
    public async Task Rows_whose_data_set_cannot_be_looked_up_are_not_sent()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 409, Method = "GET", Path = "^/api/dataSets", Count = 0 });
        var report = await Importing.RunAsync(session, new ImportOptions(), Importing.Rows(server, 10));
        Assert.Equal((10, 10, 0), (report.Total, report.NotSent, report.Rejected));
        Assert.Empty(Importing.Posts(server));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Rows_of_another_id_scheme_are_read_back_by_uid(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server, o => o with { Retry = o.Retry with { MaximumRetryCount = 0 } });
        server.Faults.Add(Lost());
        var rows = Importing.Rows(server, 10);
        rows.ForEach(r => r.Value.DataElement = "DE_BIRTHS");
        var report = await Importing.RunAsync(session, s_monthly with { Schemes = new IdSchemes { DataElement = "CODE" } }, rows);
        Assert.Equal((10, 10, 0, 0), (report.Total, report.Imported + report.Updated, report.Rejected, report.Unknown));
        Assert.Single(Importing.Posts(server));
    }

    [Theory]
    [InlineData("5", "new", true)]
    [InlineData("007", null, false)]
    public async Task A_row_is_stored_only_where_the_server_holds_all_that_it_says(string value, string? comment, bool followUp)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        const string Text = "tqMs4690lkQ";
        var element = comment is null ? Text : Importing.Births;
        var rows = Importing.Rows(server, 1);
        (rows[0].Value.DataElement, rows[0].Value.Value, rows[0].Value.Comment) = (element, comment is null ? "7" : "5", "old");
        Assert.Equal(1, (await Importing.RunAsync(session, s_monthly, rows)).Imported);
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = Values });
        (rows[0].Value.Value, rows[0].Value.Comment, rows[0].Value.FollowUp) = (value, comment, followUp);
        var report = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((1, 1, 2), (report.Total, report.Updated, report.Requests));
        Assert.Equal(value, Importing.Stored(server, rows[0]));
    }

    [Fact]
    public async Task Rows_of_a_query_that_was_refused_are_not_missing()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var unit = Importing.Facilities(server)[0];
        var rows = Enumerable.Range(0, 36).Select(i => Importing.Row(i + 1, unit, 2010 + (i / 12), 1 + (i % 12), $"{i + 1}")).ToList();
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = Values, Count = 0, Handled = true });
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 404, Method = "GET", Path = Values + ".*period=201201", Count = 0 });
        var report = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((36, 0), (report.Total, report.Rejected));
        Assert.Equal(36, report.Imported + report.Updated + report.Unknown);
    }

    [Fact]
    public async Task Rows_by_an_attribute_or_by_a_code_with_a_comma_are_read_back_by_uid()
    {
        foreach (var (scheme, id, filter) in new[] { ("ATTRIBUTE:a5cAFIwsWBM", "births", "a5cAFIwsWBM:!null"), ("CODE", "DE,BIRTHS", "code:like:BIRTHS") })
        {
            await using var server = await SandboxFixture.StartAsync(Dialect.V42);
            using var session = await TestSession.ConnectAsync(server);
            var elements = new[]
            {
                new { id = Importing.Deaths, code = "DE_BIRTHS", attributeValues = new[] { new { value = "deaths", attribute = new { id = "a5cAFIwsWBM" } } } },
                new { id = Importing.Births, code = "DE,BIRTHS", attributeValues = new[] { new { value = "births", attribute = new { id = "a5cAFIwsWBM" } } } },
            };
            server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = "^/api/dataElements", Body = JsonSerializer.SerializeToElement(new { dataElements = elements }) });
            var rows = Importing.Rows(server, 5);
            Assert.Equal(5, (await Importing.RunAsync(session, s_monthly, rows)).Imported);
            // The same values again, by ids that only this answer knows: what is stored already is found.
            server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 502, Method = "POST", Path = Values });
            rows.ForEach(r => r.Value.DataElement = id);
            var report = await Importing.RunAsync(session, s_monthly with { Schemes = new IdSchemes { DataElement = scheme } }, rows);
            Assert.Equal((5, 5, 0), (report.Total, report.Updated, report.Unknown));
            Assert.Contains(server.Log.Requests, r => r.Path.StartsWith("/api/dataElements", StringComparison.Ordinal) && Uri.UnescapeDataString(r.Path).Contains(filter, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task What_the_account_cannot_see_is_neither_missing_nor_deleted(Dialect dialect)
    {
        foreach (var strategy in new[] { ImportStrategy.CreateAndUpdate, ImportStrategy.Delete })
        {
            await using var server = await SandboxFixture.StartAsync(dialect);
            using var session = await TestSession.ConnectAsync(server);
            server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = Values, Count = 0, Handled = true });
            server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = Values, Count = 0, Body = Empty });
            var report = await Importing.RunAsync(session, s_monthly with { Strategy = strategy }, Importing.Rows(server, 5));
            Assert.Equal((5, 5, 0, 0), (report.Total, report.Unknown, report.Rejected, report.Deleted));
        }
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task What_is_not_there_yet_is_looked_for_again_before_it_is_sent_again(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(Lost());
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = Values, Body = Empty });
        var report = await Importing.RunAsync(session, s_monthly, Importing.Rows(server, 10));
        Assert.Equal((10, 10, 0, 1), (report.Total, report.Imported + report.Updated, report.Unknown, report.Requests));
        Assert.Single(Importing.Posts(server));
    }

    [Fact]
    public async Task A_server_that_refuses_to_show_anything_is_not_asked_without_end()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(Lost());
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 409, Method = "GET", Path = Values, Count = 0 });
        var report = await Importing.RunAsync(session, s_monthly, Importing.Rows(server, 2_000));
        Assert.Equal((2_000, 2_000, 0), (report.Total, report.Imported + report.Updated + report.Unchanged, report.Rejected));
        Assert.InRange(server.Log.Requests.Count(r => r.Method == "GET" && r.Path.StartsWith("/api/dataValueSets", StringComparison.Ordinal)), 2, 600);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task One_row_that_nothing_can_be_stored_for_does_not_hide_the_others(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(Lost());
        var rows = Importing.Rows(server, 40);
        var unit = rows[0].Value.OrgUnit!;
        rows.Add(new ImportRow(new DataValue { DataElement = Importing.Births, Period = "20189", OrgUnit = unit, Value = "1" }, line: 41));
        rows.Add(Importing.Row(42, "somewhere", 2018, 1, "1"));
        rows.Add(Importing.Row(43, unit, 2018, 2, "1", "births"));
        var report = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((43, 40, 3, 0, false), (report.Total, report.Imported + report.Updated, report.Rejected, report.Unknown, report.Stopped));
        Assert.Equal([41L, 42L, 43L], report.Conflicts.Where(c => c.Outcome == ImportOutcome.Rejected).Select(c => c.Line!.Value));
        Assert.All(rows.Take(40), r => Assert.Equal(r.Value.Value, Importing.Stored(server, r)));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_row_refused_for_what_it_says_was_not_stored_by_an_earlier_request(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(Lost());
        // The account sees nothing, and the refusal alone has to tell.
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = Values, Count = 0, Body = Empty });
        var rows = Importing.Rows(server, 5);
        rows.Add(Importing.Row(6, "Abcdefghij1", 2018, 1, "1"));
        rows.Add(Importing.Row(7, rows[0].Value.OrgUnit!, 2018, 2, "none"));
        var report = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal((7, 5, 2, 0), (report.Total, report.Imported + report.Updated + report.Unchanged, report.Rejected, report.Unknown));
    }

    private static JsonElement Empty { get; } = JsonSerializer.Deserialize<JsonElement>("""{"dataValues":[]}""");

    private static Fault Lost() => new() { Kind = FaultKind.Reset, Method = "POST", Path = Values, Handled = true };
}
