using System.Text;
using System.Xml.Linq;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Tests.Support;
using Dhis2.Csv;
using Dhis2.Recordings;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Import;

/// <summary>ADX goes out as ADX, and each of its values is accounted for as a row of any other format.</summary>
public sealed class AdxImportTests
{
    private const string Unit = "BqNcgiWAlgv";
    private const string Opd = "OqYjd00phS6";
    private const string FemaleUnderFive = "T263yzuGhlX";
    private const string May = "<group orgUnit='OU_NORTH_D2_F2' period='2016-05-01/P1M' dataSet='DS_ROUTINE'>";

    private static readonly XNamespace s_namespace = "urn:ihe:qrph:adx:2015";
    private static readonly ImportOptions s_codes = new() { Schemes = new IdSchemes { All = "CODE" } };

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Each_value_is_stored_and_a_request_has_one_data_set(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_codes, $"""
            {May}<dataValue dataElement='DE_BIRTHS' value='1' comment='seen'/>
            <dataValue dataElement='DE_OPD' value='5' CAT_SEX='CO_F' CAT_AGE='CO_U5'/>
            <dataValue dataElement='DE_NOTE' value='0'><annotation>a "text" &amp;
            more</annotation></dataValue></group>
            <group orgUnit='OU_NORTH_D2_F2' period='2015-01-05/P7D' dataSet='DS_WEEKLY'><dataValue dataElement='DE_WEEKLY' value='7' default='default'/></group>
            <group orgUnit='OU_NORTH_D2_F2' period='2016-06-01/P1M' dataSet='DS_ROUTINE'><dataValue dataElement='DE_BIRTHS' value='2'/></group>
            """);
        Assert.Equal((5, 5, 0), (report.Total, report.Imported + report.Updated, report.Problems.Count));
        Assert.Equal(["1", "5", "a \"text\" &\nmore", "7", "2"], new[]
        {
            Stored(server, Importing.Births, "201605"), Stored(server, Opd, "201605", FemaleUnderFive), Stored(server, "tqMs4690lkQ", "201605"),
            Stored(server, "yeVtOBiAdGb", "2015W2"), Stored(server, Importing.Births, "201606"),
        });
        var posts = Importing.Posts(server);
        Assert.Equal(["DS_ROUTINE,DS_ROUTINE", "DS_WEEKLY"], posts.Select(post => string.Join(',', Groups(post).Select(group => (string)group.Attribute("dataSet")!))).Order());
        Assert.All(posts, post => Assert.StartsWith("application/adx+xml", post.Headers["Content-Type"].ToString(), StringComparison.Ordinal));
        var births = Groups(posts[0]).Elements().Single(value => (string)value.Attribute("value")! == "1");
        Assert.Equal((dialect >= Dialect.V43 ? "default" : null, "seen"), ((string?)births.Attribute("categoryOptionCombo"), (string?)births.Attribute("comment")));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Ids_are_uids_where_no_scheme_is_named_whatever_the_server_takes_them_for(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(
            session,
            new ImportOptions(),
            $"<group orgUnit='{Unit}' period='2016-05-01/P1M' dataSet='{Importing.Monthly}'><dataValue dataElement='{Importing.Births}' value='1'/><dataValue dataElement='DE_DEATHS' value='1'/></group>");
        Assert.Equal((2, 1, 1), (report.Total, report.Imported + report.Updated, report.Rejected));
        Assert.Equal("1", Stored(server, Importing.Births, "201605"));
        Assert.Contains("-IdScheme CODE", Assert.Single(report.Problems).Message, StringComparison.Ordinal);
        Assert.Contains("idScheme=UID", Assert.Single(Importing.Posts(server)).Path, StringComparison.Ordinal);
    }

    // 2.40 and 2.41 leave the row out without naming it, 2.42 ends the import for it, 2.43 refuses all rows.
    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_bad_value_between_good_ones_is_named_and_they_are_stored(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_codes, $"""
            {May}
            <dataValue dataElement='DE_OPD' value='1' CAT_SEX='CO_F' CAT_AGE='CO_U5'/>
            <dataValue dataElement='DE_OPD' value='2' CAT_SEX='CO_F' CAT_AGE='NOPE'/>
            <dataValue dataElement='DE_OPD' value='x' CAT_SEX='CO_M' CAT_AGE='CO_U5'/>
            <dataValue dataElement='DE_BIRTHS' value='3'/>
            </group>
            """);
        Assert.Equal((4, 2, 2), (report.Total, report.Imported + report.Updated + report.Unchanged, report.Rejected));
        Assert.Equal([3L, 4L], report.Problems.Select(problem => problem.Line!.Value).Order());
        Assert.Equal("CAT_AGE=NOPE, CAT_SEX=CO_F", ((DataValue)report.Problems.Single(problem => problem.Line == 3).Row!).CategoryOptionCombo);
        Assert.Equal(("1", "3"), (Stored(server, Opd, "201605", FemaleUnderFive), Stored(server, Importing.Births, "201605")));
        Assert.Equal(dialect < Dialect.V42 ? 1 : 2, Importing.Posts(server).Count);
    }

    // What is missing is named by the name of its category alone.
    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_value_with_some_of_its_categories_is_found_among_good_ones(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_codes, $"""
            {May}
            <dataValue dataElement='DE_OPD' value='1' CAT_SEX='CO_F' CAT_AGE='CO_U5'/>
            <dataValue dataElement='DE_OPD' value='2' CAT_SEX='CO_F'/>
            <dataValue dataElement='DE_OPD' value='3' CAT_SEX='CO_M' CAT_AGE='CO_U5'/>
            <dataValue dataElement='DE_BIRTHS' value='3'/>
            </group>
            """);
        Assert.Equal((4, 3, 1), (report.Total, report.Imported + report.Updated + report.Unchanged, report.Rejected));
        Assert.Equal(3, Assert.Single(report.Problems).Line);
        Assert.Equal(("1", "3"), (Stored(server, Opd, "201605", FemaleUnderFive), Stored(server, Importing.Births, "201605")));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_broken_down_element_without_categories_is_rejected_before_it_is_sent(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_codes, $"{May}<dataValue dataElement='DE_OPD' value='1'/><dataValue dataElement='DE_BIRTHS' value='3'/></group>");
        Assert.Equal((2, 1, 1), (report.Total, report.Imported + report.Updated, report.Rejected));
        Assert.Contains("no categories", Assert.Single(report.Problems).Message, StringComparison.Ordinal);
        Assert.Single(Groups(Assert.Single(Importing.Posts(server))).Elements());
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Categories_of_a_group_are_refused_once_for_all_its_rows(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var group = "<group orgUnit='{0}' period='2016-01-01/P3M' dataSet='DS_FUNDS' CAT_FUND='CO_FUND_X'><dataValue dataElement='DE_SPENT' value='5'/></group>";
        var report = await ImportAsync(session, s_codes, group.Replace("{0}", "OU_NORTH_D2_F2", StringComparison.Ordinal) + group.Replace("{0}", "OU_NORTH_D2_F1", StringComparison.Ordinal));
        Assert.Single(Importing.Posts(server));
        Assert.Equal((2, 0, 2), (report.Total, report.Updated + report.Imported, report.Rejected));
        Assert.All(report.Problems, problem => Assert.Equal(dialect < Dialect.V43 ? "ADX Error" : "E8110", problem.Code));
    }

    // A row by categories that the metadata do not tell cannot be looked up: it is sent again, and another only where the server does not hold it.
    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task After_a_lost_answer_only_what_the_server_is_not_seen_to_hold_is_sent_again(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "GET", Path = "^/api/dataElements.*valueType.*categoryCombo", Count = 0 });
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = "^/api/dataValueSets", Handled = true });
        var report = await ImportAsync(session, s_codes, $"{May}<dataValue dataElement='DE_BIRTHS' value='1'/><dataValue dataElement='DE_OPD' value='5' CAT_SEX='CO_F' CAT_AGE='CO_U5'/></group>");
        Assert.Equal((2, 0, 0), (report.Total, report.Rejected, report.Unknown));
        var posts = Importing.Posts(server);
        Assert.Equal(2, posts.Count);
        Assert.Equal("DE_OPD", (string?)Assert.Single(Groups(posts[1]).Elements()).Attribute("dataElement"));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task The_servers_own_export_goes_back_in(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var text = RecordingArchive.Open(dialect == Dialect.V43 ? "2.43" : "2.42").Find("data-values", "roundtrip-adx")!.Request.Body.Text!;
        var report = await ImportAsync(session, s_codes, text, isWhole: true);
        Assert.Equal((5, 0, 0), (report.Total, report.Rejected, report.Unknown));
        Assert.Equal("ERROR", (await ImportAsync(session, s_codes, text[..^6], isWhole: true, isBroken: true)).Status);
    }

    [Fact]
    public async Task A_completion_that_a_group_asks_for_is_told_as_not_done_and_not_sent()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_codes, $"{May.Replace(">", " completeDate='2016-06-01'>", StringComparison.Ordinal)}<dataValue dataElement='DE_BIRTHS' value='1'/></group>");
        Assert.Equal((1, 1), (report.Total, report.Updated));
        Assert.Contains("completeDate", Assert.Single(report.Problems).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("completeDate", Assert.Single(Importing.Posts(server)).Body, StringComparison.Ordinal);
    }

    private static string? Stored(SandboxServer server, string element, string period, string? combo = null) =>
        Importing.Stored(server, new ImportRow(new DataValue { DataElement = element, Period = period, OrgUnit = Unit, CategoryOptionCombo = combo }));

    private static IEnumerable<XElement> Groups(LoggedRequest post) => XDocument.Parse(post.Body).Root!.Elements(s_namespace + "group");

    private static async Task<DataValueImportReport> ImportAsync(Session session, ImportOptions options, string text, bool isWhole = false, bool isBroken = false)
    {
        var token = TestContext.Current.CancellationToken;
        var importer = new DataValueImporter(session.As(), options with { Pause = TimeSpan.FromMilliseconds(20) });
        var bytes = Encoding.UTF8.GetBytes(isWhole ? text : $"<adx xmlns='{s_namespace}'>{text}</adx>");
        using var file = DataValueFile.Open(new MemoryStream(bytes), "file.adx.xml", new DataValueFileOptions { Csv = () => new CsvFormat() });
        if (!isBroken)
        {
            await importer.AddFileAsync(file, token);
            return await importer.CompleteAsync(token);
        }
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => importer.AddFileAsync(file, token));
        Assert.Equal("file.adx.xml:2", error.Item);
        return await importer.AbortAsync();
    }
}
