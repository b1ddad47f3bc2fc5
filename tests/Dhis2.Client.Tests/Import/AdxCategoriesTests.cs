using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;
using ValueKey = Dhis2.Sandbox.DataValues.ValueKey;

namespace Dhis2.Client.Tests.Import;

/// <summary>Rows of ADX that name categories are looked up, compared and told by the option combos that these make.</summary>
public sealed class AdxCategoriesTests
{
    private const string Unit = "BqNcgiWAlgv";
    private const string Opd = "OqYjd00phS6";
    private const string FemaleUnderFive = "T263yzuGhlX";
    private const string MaleUnderFive = "sY6wRrh2uMD";
    private const string Female = "<dataValue dataElement='DE_OPD' value='{0}' CAT_SEX='CO_F' CAT_AGE='CO_U5'/>";
    private const string Male = "<dataValue dataElement='DE_OPD' value='{0}' CAT_AGE='CO_U5' CAT_SEX='CO_M'/>";

    private static readonly ImportOptions s_codes = new() { Schemes = new IdSchemes { All = "CODE" } };

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_row_whose_answer_is_lost_is_looked_up_and_not_sent_again(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = "^/api/dataValueSets", Handled = true });
        var report = await ImportAsync(session, s_codes, Of(Female, 5) + Of(Male, 6));
        Assert.Equal((2, 0, 0), (report.Total, report.Rejected, report.Unknown));
        Assert.Single(Importing.Posts(server));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task What_the_server_does_not_hold_though_it_says_so_is_told_by_verify(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        Assert.Equal((1, "SUCCESS"), Counted(await ImportAsync(session, s_codes with { Verify = true }, Of(Female, 5))));
        server.State.DataValues.Put(Key(FemaleUnderFive), server.State.DataValues.Find(Key(FemaleUnderFive))! with { Value = "4" });
        var body = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(
            """{"status":"OK","response":{"status":"SUCCESS","importCount":{"imported":0,"updated":1,"ignored":0,"deleted":0},"conflicts":[],"rejectedIndexes":[]}}""");
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "POST", Path = "^/api/dataValueSets", Body = body });
        Assert.Equal(1, (await ImportAsync(session, s_codes with { Verify = true }, Of(Female, 5))).Unknown);
    }

    // 2.43 takes no notice of the strategy: what is there is seen by option combos alone.
    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Create_leaves_what_is_there_and_stores_the_rest(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        await ImportAsync(session, s_codes, Of(Female, 5));
        var report = await ImportAsync(session, s_codes with { Strategy = ImportStrategy.Create }, Of(Female, 7) + Of(Male, 8));
        Assert.Equal((2, 1, 1), (report.Total, report.Imported, report.Rejected));
        Assert.Equal(("5", "8"), (Stored(server, FemaleUnderFive), Stored(server, MaleUnderFive)));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_row_that_is_refused_is_told_by_its_option_combo(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var row = (DataValue)Assert.Single((await ImportAsync(session, s_codes, Of(Male, "x") + Of(Female, 5))).Problems).Row!;
        Assert.Equal(("COC_M_U5", "x"), (row.CategoryOptionCombo, row.Value));
        Assert.Equal("5", Stored(server, FemaleUnderFive));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Options_may_have_an_id_scheme_of_their_own(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var (female, underFive) = (OptionOf(server, "CO_F"), OptionOf(server, "CO_U5"));
        var options = s_codes with { Extra = new QueryParameters { { "categoryOptionIdScheme", "UID" } } };
        // The sandbox reads options by the scheme of all things, and refuses the row; which one it was is told by the option combo.
        var problem = Assert.Single((await ImportAsync(session, options, $"<dataValue dataElement='DE_OPD' value='5' CAT_SEX='{female}' CAT_AGE='{underFive}'/>")).Problems);
        Assert.Equal("COC_F_U5", ((DataValue)problem.Row!).CategoryOptionCombo);
        Assert.Contains("categoryOptionIdScheme=UID", Importing.Posts(server)[0].Path, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task The_last_row_for_a_value_counts_however_its_option_combo_is_named(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_codes, Of(Female, 5) + "<dataValue dataElement='DE_OPD' value='6' categoryOptionCombo='COC_F_U5'/>");
        Assert.Equal((2, 1, 0), (report.Total, report.Skipped, report.Rejected));
        Assert.Equal("6", Stored(server, FemaleUnderFive));
    }

    // From the categories of a group 2.43 makes a uid that it then does not find as a code.
    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Categories_of_a_group_are_stored_on_every_version(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var report = await Importing.FileAsync(session, s_codes, """
            <adx xmlns='urn:ihe:qrph:adx:2015'>
            <group orgUnit='OU_NORTH_D2_F2' period='2016-01-01/P3M' dataSet='DS_FUNDS' CAT_FUND='CO_FUND_A'><dataValue dataElement='DE_SPENT' value='5'/></group>
            <group orgUnit='OU_NORTH_D2_F2' period='2016-01-01/P3M' dataSet='DS_FUNDS' CAT_FUND='CO_FUND_B'><dataValue dataElement='DE_SPENT' value='6'/></group>
            </adx>
            """);
        Assert.Equal((2, 2, 0), (report.Total, report.Imported + report.Updated, report.Problems.Count));
        var spent = Importing.Snapshot(server).Where(pair => pair.Key.Element == "WnOEEQwZgvA").OrderBy(pair => pair.Value.Value);
        Assert.Equal(["Wy87rYjlpSG=5", "HD626wlcDQ0=6"], spent.Select(pair => $"{pair.Key.AttributeCombo}={pair.Value.Value}"));
        Assert.Contains(dialect < Dialect.V43 ? "CAT_FUND=\"CO_FUND_A\"" : "attributeOptionCombo=\"COC_FUND_A\"", Assert.Single(Importing.Posts(server)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_number_with_an_annotation_beside_it_is_stored_as_the_number(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var report = await ImportAsync(session, s_codes with { Verify = true }, """
            <dataValue dataElement='DE_BIRTHS' value='0'><annotation>none this month</annotation></dataValue>
            <dataValue dataElement='DE_NOTE' value='0'><annotation>none this month</annotation></dataValue>
            """);
        Assert.Equal((2, "SUCCESS"), Counted(report));
        Assert.Equal(("0", "none this month"), (Stored(server, Importing.Default, Importing.Births), Stored(server, Importing.Default, "tqMs4690lkQ")));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Few_requests_tell_the_option_combos_of_all_rows(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = string.Concat(Enumerable.Range(1, 12).Select(month => $"<group orgUnit='OU_NORTH_D2_F2' period='2016-{month:00}-01/P1M' dataSet='DS_ROUTINE'>{Of(Female, 5)}{Of(Male, 6)}</group>"));
        var report = await Importing.FileAsync(session, s_codes with { BatchSize = 2 }, $"<adx xmlns='urn:ihe:qrph:adx:2015'>{rows}</adx>");
        Assert.Equal((24, "SUCCESS"), Counted(report));
        Assert.Equal(12, Importing.Posts(server).Count);
        Assert.Single(server.Log.Requests, request => request.Path.StartsWith("/api/dataElements", StringComparison.Ordinal));
        Assert.Single(server.Log.Requests, request => request.Path.StartsWith("/api/categoryCombos", StringComparison.Ordinal) && Uri.UnescapeDataString(request.Path).Contains("categories[", StringComparison.Ordinal));
    }

    private static string OptionOf(SandboxServer server, string code) => server.State.Country.Of("categoryOptions").Single(option => (string?)option.Value["code"] == code).Key;

    private static string Of(string value, object number) => value.Replace("{0}", number.ToString(), StringComparison.Ordinal);

    private static (long Total, string Status) Counted(DataValueImportReport report) => (report.Total, report.Status);

    private static ValueKey Key(string combo, string element = Opd) => new(element, "201605", Unit, combo, Importing.Default);

    private static string? Stored(SandboxServer server, string combo, string element = Opd) => server.State.DataValues.Find(Key(combo, element))?.Value;

    private static Task<DataValueImportReport> ImportAsync(Session session, ImportOptions options, string values) => Importing.FileAsync(
        session, options, $"<adx xmlns='urn:ihe:qrph:adx:2015'><group orgUnit='OU_NORTH_D2_F2' period='2016-05-01/P1M' dataSet='DS_ROUTINE'>{values}</group></adx>");
}
