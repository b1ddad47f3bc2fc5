using System.Globalization;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Periods;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Import;

/// <summary>Rows that their data set does not take are known before they are sent: 2.43 would refuse the good ones with them, and 2.40 to 2.42 would store them.</summary>
public sealed class PreflightTests
{
    private const string Opd = "OqYjd00phS6";
    private static readonly ImportOptions s_monthly = new() { DataSet = Importing.Monthly };

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    /// <summary>One row for each rule, and the code under which 2.43 refuses it.</summary>
    public static TheoryData<Dialect, string, string> Faults()
    {
        var rows = new TheoryData<Dialect, string, string>();
        foreach (var dialect in Dialects.All)
        {
            rows.Add(dialect, "element", "E8020");
            rows.Add(dialect, "period", "E8021");
            rows.Add(dialect, "unit", "E8022");
            rows.Add(dialect, "attribute", "E8023");
            rows.Add(dialect, "combo", "E8024");
            rows.Add(dialect, "closed", "E8031");
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_row_that_its_data_set_does_not_take_is_found_before_it_is_sent(Dialect dialect, string fault, string code)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 3);
        Spoil(server, rows[1].Value, fault);
        var report = await Importing.RunAsync(session, s_monthly, rows);
        var problem = Assert.Single(report.Problems);
        Assert.Equal((2L, code), (problem.Line!.Value, problem.Code));
        Assert.Single(Importing.Posts(server));
        if (dialect == Dialect.V43)
            Assert.Equal((ImportOutcome.Rejected, 2, 1), (problem.Outcome, report.Updated, report.Rejected));
        else
            Assert.Equal((ImportOutcome.Warning, 3, 0), (problem.Outcome, report.Imported, report.Rejected));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Strict_rejects_on_every_version_what_the_newest_would_refuse(Dialect dialect, string fault, string code)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 3);
        Spoil(server, rows[1].Value, fault);
        var report = await Importing.RunAsync(session, s_monthly with { Strict = true }, rows);
        var problem = Assert.Single(report.Problems);
        Assert.Equal((2L, ImportOutcome.Rejected, code), (problem.Line!.Value, problem.Outcome, problem.Code));
        Assert.StartsWith("Not sent: ", problem.Message, StringComparison.Ordinal);
        Assert.Equal((2, 1), (report.Imported + report.Updated, report.Rejected));
        Assert.Null(Importing.Stored(server, rows[1]));
        Assert.Single(Importing.Posts(server));
    }

    [Fact]
    public async Task The_server_refuses_each_of_these_rows_itself_under_the_same_code()
    {
        foreach (var (fault, code) in Faults().Where(row => row.Data.Item1 == Dialect.V43).Select(row => (row.Data.Item2, row.Data.Item3)))
        {
            await using var server = await SandboxFixture.StartAsync(Dialect.V43);
            using var session = await TestSession.ConnectAsync(server);
            var rows = Importing.Rows(server, 3);
            Spoil(server, rows[1].Value, fault);
            var report = await Importing.RunAsync(session, s_monthly with { SkipPreflight = true }, rows);
            Assert.Equal((code, 2L, 2, 1), (Assert.Single(report.Problems).Code, report.Problems[0].Line!.Value, report.Updated, report.Rejected));
            Assert.True(Importing.Posts(server).Count > 1);
        }
    }

    [Theory]
    [InlineData("CODE")]
    [InlineData("NAME")]
    public async Task Rows_of_another_id_scheme_are_checked_as_well(string scheme)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        var unit = server.State.Country.OrgUnits.Where(u => u.Level == 4 && u.ClosedDate is null).First(u => u.Uid == Importing.Facilities(server)[0]);
        string Name(string code, string name) => scheme == "CODE" ? code : name;
        DataValue Value(string element, string period) => new() { DataElement = element, OrgUnit = Name(unit.Code!, unit.Name), Period = period, Value = "1" };
        var report = await Importing.RunAsync(session, new ImportOptions { DataSet = Name("DS_ROUTINE", "Routine monthly"), Schemes = new IdSchemes { All = scheme } },
        [
            new ImportRow(Value(Name("DE_BIRTHS", "Births"), "201801"), line: 1), new ImportRow(Value(Name("DE_LOOSE", "In no data set"), "201801"), line: 2),
            new ImportRow(Value(Name("DE_DEATHS", "Deaths"), "2018"), line: 3),
        ]);
        Assert.Equal([(2L, "E8020"), (3L, "E8021")], report.Problems.Select(p => (p.Line!.Value, p.Code!)));
        Assert.Equal(1, report.Updated);
    }

    [Fact]
    public async Task Org_units_that_are_closed_or_not_assigned_cost_no_request_more()
    {
        var asked = new List<int>();
        foreach (var isBad in new[] { false, true })
        {
            await using var server = await SandboxFixture.StartAsync(Dialect.V43);
            using var session = await TestSession.ConnectAsync(server);
            var bad = server.State.Country.OrgUnits.Where(unit => unit.Level < 4 || unit.ClosedDate is not null).Select((unit, i) => Importing.Row(1000 + i, unit.Uid, 2023, 1, "1")).ToList();
            var report = await Importing.RunAsync(session, s_monthly, [.. Importing.Rows(server, 300), .. isBad ? bad : []]);
            Assert.Equal((isBad ? bad.Count : 0, 300, 1), (report.Rejected, report.Updated, report.Requests));
            asked.Add(server.Log.Requests.Count);
        }
        Assert.Equal(asked[0], asked[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(93)]
    public async Task Of_many_org_units_that_are_not_open_none_costs_requests_of_its_own(int closed)
    {
        var rejected = closed * 48;
        var (clean, cleanSkipping) = (await AskedAsync(0, skip: false), await AskedAsync(0, skip: true));
        var (found, named) = (await AskedAsync(closed, skip: false), await AskedAsync(closed, skip: true));
        Assert.Equal((4608 - rejected, rejected), (found.Report.Updated, found.Report.Rejected));
        Assert.Equal((4608 - rejected, rejected), (named.Report.Updated, named.Report.Rejected));
        Assert.All(found.Report.Problems.Concat(named.Report.Problems), problem => Assert.Equal("E8031", problem.Code));
        Assert.InRange(found.Requests, 0, clean.Requests + 3);
        Assert.InRange(named.Requests, cleanSkipping.Requests + 1, cleanSkipping.Requests + 20);
    }

    [Theory]
    [InlineData("admin", SandboxUsers.AdminPassword, 0)]
    [InlineData("clerk", SandboxUsers.Password, 1)]
    public async Task A_period_that_is_not_open_yet_is_known_for_all_but_administrators(string user, string password, int refused)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server, options => options with { Identity = Dhis2Identity.Basic(user, password) });
        var unit = server.State.Country.OrgUnits.First(u => u.Level == 4 && u.Name.StartsWith("North", StringComparison.Ordinal)).Uid;
        var next = DateTime.UtcNow.AddMonths(3);
        var report = await Importing.RunAsync(session, s_monthly, [Importing.Row(1, unit, 2018, 1, "1"), Importing.Row(2, unit, next.Year, next.Month, "1")]);
        Assert.Equal((2 - refused, refused, 1), (report.Updated, report.Problems.Count(p => p.Code == "E8030" && p.Message.StartsWith("Not sent", StringComparison.Ordinal)), report.Requests));
    }

    [Fact]
    public async Task Of_a_data_set_that_never_expires_every_period_is_open()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server, options => options with { Identity = Dhis2Identity.Basic("clerk", SandboxUsers.Password) });
        var set = server.State.Country.Find("dataSets", Importing.Monthly)!.DeepClone().AsObject();
        set["expiryDays"] = System.Text.Json.Nodes.JsonNode.Parse("-1.0");
        server.State.Country.Put("dataSets", set);
        var unit = server.State.Country.OrgUnits.First(u => u.Level == 4 && u.Name.StartsWith("North", StringComparison.Ordinal)).Uid;
        var next = DateTime.UtcNow.AddMonths(3);
        foreach (var skip in new[] { false, true })
        {
            var report = await Importing.RunAsync(session, s_monthly with { SkipPreflight = skip }, [Importing.Row(1, unit, next.Year, next.Month, "1")]);
            Assert.True(report.Updated == 1, string.Join("\n", report.Problems.Select(p => p.Message)));
        }
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Where_data_sets_cannot_be_read_the_server_decides_and_that_is_said(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "GET", Path = "^/api/dataSets", Count = 0 });
        var report = await Importing.RunAsync(session, s_monthly, Importing.Rows(server, 3));
        Assert.Equal((3, 3), (report.Total, report.Imported + report.Updated));
        Assert.Equal(ImportOutcome.Warning, Assert.Single(report.Problems).Outcome);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_combo_left_out_of_an_element_that_is_broken_down_is_told(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var unit = Importing.Facilities(server)[0];
        var report = await Importing.RunAsync(session, s_monthly, [Importing.Row(1, unit, 2018, 1, "1"), Importing.Row(2, unit, 2018, 1, "1", Opd)]);
        Assert.Equal((2L, ImportOutcome.Warning), (Assert.Single(report.Problems).Line!.Value, report.Problems[0].Outcome));
        Assert.Equal(2, report.Imported + report.Updated);
    }

    [Fact]
    public async Task Of_several_data_sets_that_hold_an_element_one_that_takes_the_row_is_chosen()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Facilities(server).Take(40).Select((unit, i) => Importing.Row(i + 1, unit, 2018, 1, "1", "gua36KsU3y2")).ToList();
        var report = await Importing.RunAsync(session, new ImportOptions(), rows);
        Assert.Equal((40, 40), (report.Total, report.Updated));
    }

    [Theory]
    [InlineData("2024", "Yearly", "2024-01-01", "2024-12-31")]
    [InlineData("202402", "Monthly", "2024-02-01", "2024-02-29")]
    [InlineData("20240229", "Daily", "2024-02-29", "2024-02-29")]
    [InlineData("202406B", "BiMonthly", "2024-11-01", "2024-12-31")]
    [InlineData("2024Q4", "Quarterly", "2024-10-01", "2024-12-31")]
    [InlineData("2024NovQ1", "QuarterlyNov", "2023-11-01", "2024-01-31")]
    [InlineData("2024S2", "SixMonthly", "2024-07-01", "2024-12-31")]
    [InlineData("2024AprilS2", "SixMonthlyApril", "2024-10-01", "2025-03-31")]
    [InlineData("2024NovS1", "SixMonthlyNov", "2023-11-01", "2024-04-30")]
    [InlineData("2024April", "FinancialApril", "2024-04-01", "2025-03-31")]
    [InlineData("2024Nov", "FinancialNov", "2023-11-01", "2024-10-31")]
    [InlineData("2024W1", "Weekly", "2024-01-01", "2024-01-07")]
    [InlineData("2020W53", "Weekly", "2020-12-28", "2021-01-03")]
    [InlineData("2024SunW1", "WeeklySunday", "2023-12-31", "2024-01-06")]
    [InlineData("2024BiW2", "BiWeekly", "2024-01-15", "2024-01-28")]
    public void Periods_of_every_type_have_their_days(string text, string type, string start, string end)
    {
        var period = PeriodParser.Parse(text)!;
        Assert.Equal((type, start, end), (period.Type, period.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), period.End.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("202413")]
    [InlineData("2024W54")]
    [InlineData("2021W53")]
    [InlineData("2024W0")]
    [InlineData("2024Q5")]
    [InlineData("2024Q")]
    [InlineData("20240230")]
    [InlineData("202407B")]
    [InlineData("2024Nov3")]
    [InlineData("2024X1")]
    [InlineData("0000W1")]
    [InlineData("9999W53")]
    [InlineData("24Q1")]
    public void What_is_no_period_has_none(string text) => Assert.Null(PeriodParser.Parse(text));

    [Fact]
    public async Task Where_nothing_can_be_looked_up_each_org_unit_costs_two_requests_at_most()
    {
        var blind = new Fault { Kind = FaultKind.Status, Status = 403, Method = "GET", Path = "^/api/dataSets", Count = 0 };
        var (clean, named) = (await AskedAsync(0, skip: true, blind), await AskedAsync(40, skip: true, blind));
        Assert.Equal((4608 - (40 * 48), 40 * 48), (named.Report.Updated, named.Report.Rejected));
        Assert.All(named.Report.Problems, problem => Assert.Equal("E8031", problem.Code));
        // Of each batch, that is.
        Assert.InRange(named.Report.Requests, clean.Report.Requests + 40, clean.Report.Requests * (1 + (2 * 40)));
    }

    // A year of four data elements for 96 facilities; those that are not open yet have it for the year before they opened.
    private static async Task<(DataValueImportReport Report, int Requests)> AskedAsync(int closed, bool skip, Fault? fault = null)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        if (fault is not null)
            server.Faults.Add(fault);
        string[] elements = [Importing.Births, Importing.Deaths, "YZmIVeMBhum", "TlJ5lmi16Nq"];
        var units = server.State.Country.OrgUnits.Where(unit => unit.Level == 4).ToList();
        var rows = from month in Enumerable.Range(1, 12)
                   from element in elements
                   from unit in units.Select((unit, i) => (unit.Uid, Year: i < closed ? 1999 : 2018))
                   select (unit.Uid, unit.Year, month, element);
        var report = await Importing.RunAsync(session, s_monthly with { SkipPreflight = skip }, rows.Select((row, i) => Importing.Row(i + 1, row.Uid, row.Year, row.month, "1", row.element)).ToList());
        return (report, server.Log.Requests.Count);
    }

    private static void Spoil(SandboxServer server, DataValue value, string fault)
    {
        switch (fault)
        {
            case "element":
                value.DataElement = "IhFK9PDNcNs";
                break;
            case "period":
                value.Period = "2018Q1";
                break;
            case "unit":
                value.OrgUnit = server.State.Country.OrgUnits.First(u => u.Level == 3).Uid;
                break;
            case "attribute":
                value.AttributeOptionCombo = "Wy87rYjlpSG";
                break;
            case "combo":
                value.CategoryOptionCombo = "Wy87rYjlpSG";
                break;
            default:
                var closed = server.State.Country.OrgUnits.First(u => u.Level == 4 && u.ClosedDate is not null);
                (value.OrgUnit, value.Period) = (closed.Uid, "202301");
                break;
        }
    }
}
