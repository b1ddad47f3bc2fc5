using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Jobs;
using Dhis2.Client.Tests.Support;
using Dhis2.Csv;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Import;

/// <summary>What a file says of itself holds for its rows, before what the import is told, and in its place among the others.</summary>
public sealed class FileTermsTests
{
    private const string Unit = "aIv4qaIOQ2k";
    private const string Registrations = "/api/completeDataSetRegistrations";
    private static readonly ImportOptions s_monthly = new() { DataSet = Importing.Monthly };

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Id_schemes_of_a_file_hold_for_its_rows_and_go_with_its_requests(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(
            session,
            new ImportOptions(),
            $"dataElement,period,orgUnit,value,dataSet\n{Importing.Births},202001,{Unit},1,{Importing.Monthly}\n",
            "<dataValueSet idScheme='code' dataSet='DS_ROUTINE' period='202002' orgUnit='OU_NORTH_D2_F1'><dataValue dataElement='DE_BIRTHS' value='2'/></dataValueSet>",
            "{\"dataValues\":[{\"dataElement\":\"DE_BIRTHS\",\"period\":\"202003\",\"orgUnit\":\"" + Unit + "\",\"value\":\"3\"}],\"dataSet\":\"" + Importing.Monthly + "\",\"dataElementIdScheme\":\"CODE\"}",
            $"dataElement,period,orgUnit,value,dataSet\n{Importing.Births},202004,{Unit},4,{Importing.Monthly}\n");
        Assert.Equal((4, 4, 0), (report.Total, report.Imported + report.Updated, report.Problems.Count));
        Assert.Equal(["1", "2", "3", "4"], Enumerable.Range(1, 4).Select(month => Importing.Stored(server, Importing.Row(0, Unit, 2020, month, null))));
        Assert.Equal([(false, false), (true, false), (false, true), (false, false)], Importing.Posts(server).Select(p => (p.Path.Contains("idScheme=CODE", StringComparison.Ordinal), p.Path.Contains("dataElementIdScheme=CODE", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task The_order_of_the_input_holds_across_files_with_terms_of_their_own()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(
            session,
            s_monthly with { ThrottleLimit = 4 },
            Csv("202001", "1"),
            "<dataValueSet dataElementIdScheme='CODE' period='202001' orgUnit='" + Unit + "'><dataValue dataElement='DE_BIRTHS' value='2'/></dataValueSet>",
            Csv("202001", "3"),
            "<dataValueSet importStrategy='DELETE' period='202001' orgUnit='" + Unit + "'><dataValue dataElement='" + Importing.Births + "' value='3'/></dataValueSet>");
        Assert.Equal(1, report.Deleted);
        Assert.Equal(4, report.Total);
        Assert.Null(Importing.Stored(server, Importing.Row(0, Unit, 2020, 1, null)));
        Assert.Equal(["1", "2", "3", "3"], Importing.Posts(server).Select(p => (string)JsonNode.Parse(p.Body)!["dataValues"]![0]!["value"]!));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_file_that_says_dry_run_is_tried_and_never_counted_as_stored(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_monthly, Csv("202001", "1"), Json("202002", "2", "\"dryRun\":true"), Csv("202003", "3"));
        Assert.Equal((3, 2, 1, "WARNING", false), (report.Total, report.Imported + report.Updated, report.Skipped, report.Status, report.DryRun));
        Assert.Equal(["1", null, "3"], Enumerable.Range(1, 3).Select(month => Importing.Stored(server, Importing.Row(0, Unit, 2020, month, null))));
        var told = Assert.Single(report.Problems);
        Assert.Equal((ImportOutcome.Warning, "file2"), (told.Outcome, told.File));
        Assert.Contains("none of them is stored", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_for_a_file_that_says_dry_run_reports_a_trial_and_one_that_asks_for_a_completion_is_refused()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var importer = new DataValueImporter(session.As(), s_monthly);
        var tasks = new List<ServerTask>();
        using (var file = Open(Json("202002", "2", "\"dryRun\":true"), "trial"))
            await importer.AddFileAsync(file, TestContext.Current.CancellationToken, tasks.Add);
        using (var file = Open(Json("202002", "2", "\"completeDate\":\"2020-03-01\""), "complete"))
            Assert.Contains("-Async", (await Assert.ThrowsAsync<Dhis2InputException>(() => importer.AddFileAsync(file, TestContext.Current.CancellationToken, tasks.Add))).RecommendedAction, StringComparison.Ordinal);
        await importer.CompleteAsync(TestContext.Current.CancellationToken);
        var result = await new JobWatch(session.As()).WaitAsync(Assert.Single(tasks), TestContext.Current.CancellationToken);
        Assert.True(Assert.IsType<DataValueImportReport>(result.Report).DryRun);
        Assert.Null(Importing.Stored(server, Importing.Row(0, Unit, 2020, 2, null)));
    }

    [Fact]
    public async Task A_trial_that_the_user_asked_for_stays_one_whatever_a_file_says()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_monthly with { DryRun = true }, Json("202002", "2", "\"dryRun\":false,\"strategy\":\"CREATE_AND_UPDATE\",\"completeDate\":\"2020-03-01\""));
        Assert.True(report.DryRun);
        Assert.Equal(1, report.Imported);
        Assert.Null(Importing.Stored(server, Importing.Row(0, Unit, 2020, 2, null)));
        Assert.Empty(RegistrationsOf(server));
        Assert.Contains("only tried", Assert.Single(report.Completions).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_completion_is_registered_when_the_rows_of_its_file_are_in(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        Serve(server, "registration-post");
        var report = await ImportAsync(session, s_monthly, Json("202002", "2", "\"completeDate\":\"2020-03-01T00:00:00.000+0000\",\"attributeOptionCombo\":\"" + Importing.Default + "\""));
        Assert.Equal(("SUCCESS", 0), (report.Status, report.Problems.Count));
        var completion = Assert.Single(report.Completions);
        Assert.Equal((true, "file1", Importing.Monthly, "202002", Unit, "2020-03-01"), (completion.IsRegistered, completion.File, completion.DataSet, completion.Period, completion.OrgUnit, completion.Date));
        var sent = Assert.Single(RegistrationsOf(server));
        var expected = $$"""{"completeDataSetRegistrations":[{"dataSet":"{{Importing.Monthly}}","period":"202002","organisationUnit":"{{Unit}}","attributeOptionCombo":"{{Importing.Default}}","date":"2020-03-01","completed":true}]}""";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(sent.Body)), sent.Body);
        // Behind the rows.
        Assert.Equal(sent, server.Log.Requests.Last(r => r.Method == "POST"));
    }

    [Fact]
    public async Task A_completion_goes_by_the_id_schemes_of_its_file()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        Serve(server, "registration-codes");
        var report = await ImportAsync(session, new ImportOptions(), "<dataValueSet idScheme='code' dataSet='DS_ROUTINE' completeDate='true' period='202002' orgUnit='OU_NORTH_D2_F1'><dataValue dataElement='DE_BIRTHS' value='2'/></dataValueSet>");
        Assert.True(Assert.Single(report.Completions).IsRegistered);
        var sent = Assert.Single(RegistrationsOf(server));
        Assert.Contains("idScheme=CODE", sent.Path, StringComparison.Ordinal);
        var registration = JsonNode.Parse(sent.Body)!["completeDataSetRegistrations"]![0]!;
        Assert.Equal(("DS_ROUTINE", "OU_NORTH_D2_F1", null), ((string?)registration["dataSet"], (string?)registration["organisationUnit"], registration["date"]));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_completion_waits_for_every_row_of_its_file_and_is_told_where_it_is_not_registered(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_monthly, Json("202002", "many", "\"completeDate\":\"2020-03-01\""), Json("202003", "3", "\"completeDate\":\"2020-03-01\"", unit: null));
        Assert.Equal((2, 2), (report.Total, report.Rejected));
        Assert.Empty(RegistrationsOf(server));
        Assert.Equal([false, false], report.Completions.Select(c => c.IsRegistered));
        Assert.All(report.Completions, c => Assert.Contains("1 of its 1 rows did not go in", c.Message, StringComparison.Ordinal));
        Assert.Equal(["file1", "file2"], report.Problems.Where(p => p.Outcome == ImportOutcome.Warning).Select(p => p.File!));
    }

    [Fact]
    public async Task A_completion_without_an_org_unit_for_all_rows_is_told_and_not_registered()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_monthly, "<dataValueSet completeDate='2020-03-01'><dataValue dataElement='" + Importing.Births + "' period='202002' orgUnit='" + Unit + "' value='2'/></dataValueSet>");
        Assert.Equal((1, "WARNING"), (report.Imported, report.Status));
        Assert.Contains("names a period", Assert.Single(report.Completions).Message, StringComparison.Ordinal);
        Assert.Empty(RegistrationsOf(server));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_completion_that_the_server_refuses_is_an_error_in_its_words(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        Serve(server, "registration-clerk-outside");
        var report = await ImportAsync(session, s_monthly, Json("202002", "2", "\"completeDate\":\"2020-03-01\""));
        Assert.Equal((1, "WARNING"), (report.Imported + report.Updated, report.Status));
        var completion = Assert.Single(report.Completions);
        Assert.Contains("not in hierarchy", completion.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("file1", completion.Error.Item);
        Assert.Single(RegistrationsOf(server));
    }

    // 2.43 fails where the period is new to it, and takes the second attempt.
    [Fact]
    public async Task A_completion_that_fails_for_a_new_period_is_asked_for_once_more()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        Serve(server, "registration-period-never-used");
        Serve(server, "registration-period-second-attempt");
        var report = await ImportAsync(session, s_monthly, Json("202002", "2", "\"completeDate\":\"2020-03-01\""));
        Assert.True(Assert.Single(report.Completions).IsRegistered);
        Assert.Equal(2, RegistrationsOf(server).Count);
        Assert.Equal("SUCCESS", report.Status);
    }

    [Fact]
    public async Task A_strategy_of_a_file_holds_for_its_rows_alone_though_the_newest_servers_heed_none()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        var faults = new List<Dhis2InputException>();
        var report = await ImportAsync(session, s_monthly, faults, Csv("202001", "1"), Json("202001", "2", "\"importStrategy\":\"CREATE\""), Csv("202003", "3"));
        Assert.Empty(faults);
        Assert.Equal((3, 2, 1), (report.Total, report.Updated, report.Rejected));
        Assert.Contains("the strategy is Create", Assert.Single(report.Problems, p => p.Outcome == ImportOutcome.Rejected).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_of_another_id_scheme_than_the_file_says_is_refused()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var faults = new List<Dhis2InputException>();
        var report = await ImportAsync(session, s_monthly with { OrgUnit = Unit }, faults, "<dataValueSet idScheme='CODE' dataSet='DS_ROUTINE' period='202001'><dataValue dataElement='DE_BIRTHS' value='1'/></dataValueSet>");
        Assert.Contains("-OrgUnit", Assert.Single(faults).Message, StringComparison.Ordinal);
        Assert.Empty(Importing.Posts(server));
        Assert.Equal(0, report.Total);
    }

    // What is left of several files may go into one that says nothing of them.
    [Theory]
    [InlineData("idScheme='CODE' dataSet='DS_ROUTINE'", "import it with -IdScheme CODE.")]
    [InlineData("importStrategy='DELETE' orgUnitIdScheme='CODE'", "import it with -OrgUnitIdScheme CODE -ImportStrategy Delete.")]
    [InlineData("dryRun='true'", "import it with -WhatIf.")]
    [InlineData("dryRun='false'", null)]
    public async Task A_row_that_did_not_go_in_tells_what_its_file_says_of_it(string terms, string? says)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_monthly with { DataSet = null }, $"<dataValueSet {terms}><dataValue dataElement='{Importing.Births}' orgUnit='{Unit}' value='1'/></dataValueSet>", "dataElement,period,orgUnit,value\na,202001,b,1\n");
        Assert.Equal(2, report.Rejected);
        var rejected = report.Problems.Where(p => p.Outcome == ImportOutcome.Rejected).ToList();
        Assert.Contains("no period", rejected[0].Message, StringComparison.Ordinal);
        Assert.Equal(says is not null, rejected[0].Message.Contains("import it with", StringComparison.Ordinal));
        Assert.Contains(says ?? "", rejected[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("import it with", rejected[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_before_a_fault_of_a_file_with_terms_of_its_own_go_in()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var faults = new List<Dhis2InputException>();
        var report = await ImportAsync(session, s_monthly, faults, $"<dataValueSet completeDate='2020-03-01' period='202001' orgUnit='{Unit}'><dataValue dataElement='{Importing.Births}' value='1'/><dataVal");
        Assert.Single(faults);
        Assert.Equal(1, report.Imported);
        Assert.Contains("not read to its end", Assert.Single(report.Completions).Message, StringComparison.Ordinal);
        Assert.Empty(RegistrationsOf(server));
    }

    [Fact]
    public async Task When_the_server_ends_the_import_every_row_of_every_file_is_in_the_account()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "POST", Path = "^/api/dataValueSets", Count = 0 });
        var report = await ImportAsync(session, s_monthly, Csv("202001", "1"), Json("202002", "2", "\"completeDate\":\"2020-03-01\""), Csv("202003", "3"));
        Assert.Equal((3, 0, "ERROR"), (report.Total, report.Imported + report.Unknown, report.Status));
        Assert.Equal(2, report.NotSent);
        Assert.False(Assert.Single(report.Completions).IsRegistered);
        Assert.Empty(RegistrationsOf(server));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_value_or_comment_that_no_server_stores_is_rejected_and_those_around_it_go_in(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var most = dialect >= Dialect.V43 ? 5_000 : 50_000;
        var rows = new StringBuilder("dataElement,period,orgUnit,value,comment\n");
        foreach (var (month, value, comment) in new[] { (1, "1", 0), (2, new string('1', 50_001), 0), (3, "3", most + 1), (4, "4", most) })
            rows.Append(CultureInfo.InvariantCulture, $"{Importing.Births},20200{month},{Unit},{value},{new string('c', comment)}\n");
        var report = await ImportAsync(session, s_monthly, rows.ToString());
        Assert.Equal((4, 2, 2), (report.Total, report.Imported + report.Updated, report.Rejected));
        Assert.Contains("50,001 characters", report.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains(string.Format(CultureInfo.InvariantCulture, "{0:N0} characters", most + 1), report.Problems[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decimal_comma_that_the_server_refuses_is_told_as_one()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_monthly, $"dataElement;period;orgUnit;value\n{Importing.Births};202001;{Unit};3,5\n{Importing.Births};202002;{Unit};many\n");
        Assert.Equal([true, false], report.Problems.Select(p => p.Message.Contains("written with a point", StringComparison.Ordinal)));
    }

    private static string Csv(string period, string value) => $"dataElement,period,orgUnit,value\n{Importing.Births},{period},{Unit},{value}\n";

    private static string Json(string period, string value, string terms, string? unit = Unit) =>
        $"{{\"dataValues\":[{{\"dataElement\":\"{Importing.Births}\",\"value\":\"{value}\"}}],\"period\":\"{period}\",{(unit is null ? "" : $"\"orgUnit\":\"{unit}\",")}{terms}}}";

    private static DataValueFile Open(string text, string name) =>
        DataValueFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, new DataValueFileOptions { Csv = () => new CsvFormat() });

    private static void Serve(SandboxServer server, string name) =>
        server.Faults.Add(new Fault { Kind = FaultKind.Recorded, Area = "data-values", Name = name, Method = "POST", Path = $"^{Registrations}" });

    private static List<LoggedRequest> RegistrationsOf(SandboxServer server) =>
        [.. server.Log.Requests.Where(r => r.Method == "POST" && r.Path.StartsWith(Registrations, StringComparison.Ordinal))];

    private static Task<DataValueImportReport> ImportAsync(Session session, ImportOptions options, params string[] files) => ImportAsync(session, options, [], files);

    // As a cmdlet does: a fault of a file leaves the others.
    private static async Task<DataValueImportReport> ImportAsync(Session session, ImportOptions options, List<Dhis2InputException> faults, params string[] files)
    {
        var token = TestContext.Current.CancellationToken;
        var importer = new DataValueImporter(session.As(), options with { Pause = TimeSpan.FromMilliseconds(20) });
        Dhis2Exception? end = null;
        for (var i = 0; i < files.Length; i++)
        {
            using var file = Open(files[i], $"file{i + 1}");
            try
            {
                await (end is null ? importer.AddFileAsync(file, token) : importer.AddUnsentAsync(file, end, token));
            }
            catch (Dhis2InputException e)
            {
                faults.Add(e);
            }
            catch (Dhis2Exception e)
            {
                end = e;
            }
        }
        try
        {
            return end is null ? await importer.CompleteAsync(token) : await importer.AbortAsync();
        }
        catch (Dhis2Exception)
        {
            return await importer.AbortAsync();
        }
    }
}
