using System.Text.Json;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using ClientDialect = Dhis2.Client.Sessions.Dialect;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;

namespace Dhis2.Client.Tests.Import;

/// <summary>Answers that do not say what became of the rows: the store is asked, and what it does not hold is sent again, three times in all.</summary>
public sealed class UnusableAnswerTests
{
    private const string Posts = "^/api/dataValueSets";
    private const string Locked = "Data set is locked";

    private static readonly string[] s_unusable =
    [
        "",
        """{"status":"OK","message":"Import was successful."}""",
        """{"status":"OK","response":{"status":"SUCCESS","importCount":{}}}""",
        """{"status":"OK","response":{"status":"SUCCESS","importCount":{"imported":"all"}}}""",
        """{"httpStatus":"OK","httpStatusCode":200,"status":"OK","message":"Initiated DATAVALUE_IMPORT","response":{"id":"YR1UxOUXmzT","jobType":"DATAVALUE_IMPORT"}}""",
        """{"result":"accepted"}""",
        "[]",
        "fine",
    ];

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    public static TheoryData<Dialect, string> Unusable()
    {
        var rows = new TheoryData<Dialect, string>();
        foreach (var dialect in Dialects.All)
        {
            foreach (var answer in s_unusable)
                rows.Add(dialect, answer);
        }
        return rows;
    }

    public static TheoryData<string> ReservedForImport { get; } =
    [
        "async", "ASYNC", "dryRun", "importStrategy", "strategy", "force", "skipAudit", "preheatCache", "skipExistingCheck", "strictPeriods", "requireCategoryOptionCombo", "dataSet", "period", "orgUnit", "attributeOptionCombo",
        "idScheme", "dataElementIdScheme", "orgUnitIdScheme", "categoryOptionComboIdScheme", "dataSetIdScheme", "format", "compression",
    ];

    public static TheoryData<string> ReservedForExport { get; } =
    [
        "compression", "Compression", "format", "attachment", "dataSet", "dataElementGroup", "dataElement", "period", "startDate", "endDate", "orgUnit", "children", "orgUnitGroup",
        "attributeOptionCombo", "includeDeleted", "lastUpdated", "lastUpdatedDuration", "limit", "idScheme", "dataElementIdScheme", "orgUnitIdScheme", "categoryOptionComboIdScheme",
    ];

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task Rows_that_were_stored_are_read_back_and_sent_once(Dialect dialect, string answer)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(Answering(200, answer, handled: true));
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly }, Importing.Rows(server, 5));
        Assert.Equal((5, 5, "SUCCESS", 1), (account.Total, account.Imported + account.Updated, account.Status, account.Requests));
        Assert.Single(Importing.Posts(server));
        Assert.Single(Reads(server));
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task Rows_that_the_store_does_not_hold_are_sent_once_more(Dialect dialect, string answer)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(Answering(200, answer, handled: false));
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly }, Importing.Rows(server, 5));
        Assert.Equal((5, 5, "SUCCESS", 2), (account.Total, account.Imported + account.Updated, account.Status, account.Requests));
        Assert.Equal(2, Importing.Posts(server).Count);
        Assert.Equal(2, Reads(server).Count);
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task Rows_that_are_not_stored_after_three_times_are_unknown_and_not_refused(Dialect dialect, string answer)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(Answering(200, answer, handled: false) with { Count = 0 });
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly }, Importing.Rows(server, 5));
        Assert.Equal((5, 5, 0, "ERROR"), (account.Total, account.Unknown, account.Rejected, account.Status));
        Assert.Equal([1L, 2L, 3L, 4L, 5L], account.Conflicts.Where(c => c.Outcome == ImportOutcome.Unknown).Select(c => c.Line!.Value));
        Assert.Equal(3, Importing.Posts(server).Count);
    }

    [Fact]
    public async Task Answers_without_a_count_are_counted_anew_after_one_that_says_something()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        // 2.43 names one of the bad org units a request.
        for (var after = 0; after < 8; after += 2)
            server.Faults.Add(Answering(200, "", handled: false) with { After = after });
        var rows = Importing.Rows(server, 20);
        foreach (var line in new[] { 3, 9, 15 })
            rows[line - 1].Value.OrgUnit = $"Abcdefghij{line % 10}";
        var report = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly }, rows);
        Assert.Equal((20, 17, 3, 0), (report.Total, report.Imported + report.Updated, report.Rejected, report.Unknown));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Where_the_store_cannot_be_read_or_nothing_is_stored_rows_are_unknown(Dialect dialect)
    {
        foreach (var dryRun in new[] { false, true })
        {
            await using var server = await SandboxFixture.StartAsync(dialect);
            using var session = await TestSession.ConnectAsync(server);
            server.Faults.Add(Answering(200, "", handled: true) with { Count = 0 });
            server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "GET", Path = Posts, Count = 0 });
            var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly, DryRun = dryRun }, Importing.Rows(server, 5));
            Assert.Equal((5, 5, "ERROR", false), (account.Total, account.Unknown, account.Status, account.Stopped));
            Assert.Equal(dryRun ? 1 : 3, Importing.Posts(server).Count);
            Assert.Equal(dryRun ? 0 : 5, Reads(server).Count);
        }
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Rows_left_out_that_no_conflict_names_are_found_in_the_store(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 3);
        rows.Add(Importing.Row(4, rows[0].Value.OrgUnit!, 2019, 1, "none"));
        rows.Add(Importing.Row(5, rows[0].Value.OrgUnit!, 2019, 2, "none"));
        server.Faults.Add(Answering(dialect == Dialect.V43 ? 200 : 409, Summary("WARNING", 3, 2), handled: true));
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly, SkipPreflight = true }, rows);
        Assert.Equal((5, 3, 2, "WARNING"), (account.Total, account.Imported, account.Rejected, account.Status));
        Assert.Equal([4L, 5L], account.Conflicts.Select(c => c.Line!.Value));
        Assert.All(account.Conflicts, c => Assert.Equal((Locked, "E7000"), (c.Message, c.ErrorCode)));
        Assert.Single(Importing.Posts(server));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_refusal_of_all_rows_that_names_none_is_told_of_each(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(Answering(409, Summary("ERROR", 0, 5), handled: false));
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly }, Importing.Rows(server, 5));
        Assert.Equal((5, 5, "ERROR"), (account.Total, account.Rejected, account.Status));
        Assert.All(account.Conflicts, c => Assert.Equal(Locked, c.Message));
        Assert.Single(Importing.Posts(server));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_conflict_is_told_though_the_store_holds_all_that_was_sent(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 5);
        await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly }, rows);
        server.Faults.Add(Answering(409, Summary("ERROR", 0, 5), handled: false));
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly }, Importing.Rows(server, 5));
        Assert.Equal((5, 5, "WARNING"), (account.Total, account.Unchanged, account.Status));
        Assert.Equal(Locked, Assert.Single(account.Conflicts).Message);
    }

    [Theory]
    [InlineData(Dialect.V40)]
    [InlineData(Dialect.V41)]
    [InlineData(Dialect.V42)]
    public async Task An_import_that_is_no_success_and_gives_no_reason_is_read_back(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        const string Answer = """{"status":"WARNING","response":{"status":"WARNING","importCount":{"imported":3,"updated":0,"ignored":2,"deleted":0},"conflicts":[]}}""";
        var rows = Importing.Rows(server, 3);
        rows.Add(Importing.Row(4, rows[0].Value.OrgUnit!, 2019, 1, "none"));
        rows.Add(Importing.Row(5, rows[0].Value.OrgUnit!, 2019, 2, "none"));
        server.Faults.Add(Answering(409, Answer, handled: true));
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly }, rows);
        Assert.Equal((5, 3, 2, "WARNING"), (account.Total, account.Imported, account.Rejected, account.Status));
        Assert.Single(Importing.Posts(server));
    }

    [Theory]
    [InlineData("""{"status":"SUCCESS"}""")]
    [InlineData("""{"status":"SUCCESS","importCount":{}}""")]
    [InlineData("""{"message":"done"}""")]
    public void A_summary_of_a_task_without_counts_leaves_its_rows_unknown(string summary)
    {
        foreach (var release in new[] { "2.42.0", "2.43.0" })
        {
            using var json = JsonDocument.Parse(summary);
            var dialect = ClientDialect.Of(ServerVersion.Parse(release), release, allowFallback: false);
            var batch = new ImportBatch([new ImportRow(new DataValue(), line: 1), new ImportRow(new DataValue(), line: 2)], null, new ImportOptions());
            var own = TaskAccount.Of(batch, json.RootElement, dialect);
            Assert.Equal((2, 2, "ERROR"), (own.Total, own.Unknown, own.Status));
            Assert.Equal("ERROR", TaskAccount.Of(null, json.RootElement, dialect).Status);
        }
    }

    [Fact]
    public void A_summary_of_a_task_that_leaves_out_rows_without_naming_them_is_no_success()
    {
        using var json = JsonDocument.Parse(Summary("WARNING", 3, 2));
        var summary = json.RootElement.GetProperty("response");
        var dialect = ClientDialect.Of(ServerVersion.Parse("2.42.0"), "2.42.0", allowFallback: false);
        var batch = new ImportBatch([.. Enumerable.Range(1, 5).Select(i => new ImportRow(new DataValue(), line: i))], null, new ImportOptions());
        var own = TaskAccount.Of(batch, summary, dialect);
        Assert.Equal((5, 3, 2, "ERROR"), (own.Total, own.Imported, own.Unknown, own.Status));
        // Which two of the five it left out nobody knows: all are named.
        Assert.Equal(5, own.Conflicts.Count);
        Assert.All(own.Conflicts, conflict => Assert.Contains(Locked, conflict.Message, StringComparison.Ordinal));
        var bare = TaskAccount.Of(null, summary, dialect);
        Assert.Equal((5, 3, 2, "ERROR"), (bare.Total, bare.Imported, bare.Unknown, bare.Status));
    }

    [Theory]
    [MemberData(nameof(ReservedForImport))]
    public void What_the_options_of_an_import_decide_no_other_parameter_can(string name)
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}"));
        var options = new ImportOptions { Extra = new QueryParameters { { "notificationLevel", "INFO" }, { name, "true" } } };
        var error = Assert.Throws<Dhis2InputException>(() => new DataValueImporter(TestSession.CallerOf(handler), options));
        Assert.Equal(name, error.Item);
        Assert.NotEmpty(error.RecommendedAction!);
        Assert.Empty(handler.Requests);
    }

    [Theory]
    [MemberData(nameof(ReservedForExport))]
    public async Task What_a_query_of_values_decides_no_other_parameter_can(string name)
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("""{"dataValues":[]}"""));
        var query = new DataValueQuery { DataSets = ["set"], Periods = ["2024"], OrgUnits = ["unit"], Extra = new QueryParameters { { name, "1" } } };
        var error = await Assert.ThrowsAsync<Dhis2InputException>(async () =>
        {
            await foreach (var values in DataValueReader.ReadAsync(TestSession.CallerOf(handler), query, 10, TestContext.Current.CancellationToken))
                Assert.Empty(values);
        });
        Assert.Equal(name, error.Item);
        Assert.Empty(handler.Requests);
    }

    private static Fault Answering(int status, string body, bool handled) => body.Length == 0
        ? new Fault { Kind = FaultKind.Empty, Status = status, Method = "POST", Path = Posts, Handled = handled }
        : new Fault { Kind = FaultKind.Status, Status = status, Method = "POST", Path = Posts, Handled = handled, Body = body[0] is '{' or '[' ? JsonSerializer.Deserialize<JsonElement>(body) : JsonSerializer.SerializeToElement(body) };

    private static string Summary(string status, int imported, int ignored) =>
        $$$"""{"status":"{{{status}}}","response":{"status":"{{{status}}}","importCount":{"imported":{{{imported}}},"updated":0,"ignored":{{{ignored}}},"deleted":0},"conflicts":[{"value":"{{{Locked}}}","errorCode":"E7000"}],"rejectedIndexes":[]}}""";

    private static List<LoggedRequest> Reads(SandboxServer server) =>
        [.. server.Log.Requests.Where(r => r.Method == "GET" && r.Path.StartsWith("/api/dataValueSets", StringComparison.Ordinal))];
}
