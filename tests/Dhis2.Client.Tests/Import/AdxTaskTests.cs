using System.Text;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Jobs;
using Dhis2.Client.Tests.Support;
using Dhis2.Csv;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Import;

/// <summary>ADX that is imported by tasks of the server: their summaries tell of each row.</summary>
public sealed class AdxTaskTests
{
    private const string WithFund = "<group orgUnit='OU_NORTH_D2_F2' period='2015-01-01/P3M' dataSet='DS_FUNDS' CAT_FUND='CO_FUND_A'><dataValue dataElement='DE_SPENT' value='3'/></group>";

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [InlineData(Dialect.V40)]
    [InlineData(Dialect.V41)]
    public async Task The_rows_of_the_group_that_ended_an_import_are_told_apart_from_the_others(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        var withoutFund = WithFund.Replace(" CAT_FUND='CO_FUND_A'", "", StringComparison.Ordinal).Replace("'3'", "'4'", StringComparison.Ordinal);
        var report = await ImportAsync(server, WithFund + withoutFund + WithFund.Replace("-01-", "-04-", StringComparison.Ordinal));
        Assert.Equal((3, 3), (report.Total, report.Rejected));
        var named = Assert.Single(report.Problems, problem => problem.Code is not null);
        Assert.Equal(("ADX Error", "4"), (named.Code, ((DataValue)named.Row!).Value));
        Assert.All(report.Problems.Where(problem => problem.Code is null), problem => Assert.StartsWith("Refused together with others", problem.Message, StringComparison.Ordinal));
    }

    // Categories and annotations are not kept beside the rows of a task: what they say is in the rows.
    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_row_by_categories_is_told_by_its_option_combo_or_by_them(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        var report = await ImportAsync(server, """
            <group orgUnit='OU_NORTH_D2_F2' period='2016-05-01/P1M' dataSet='DS_ROUTINE'>
            <dataValue dataElement='DE_OPD' value='x' CAT_SEX='CO_M' CAT_AGE='CO_U5'/>
            <dataValue dataElement='DE_OPD' value='y' CAT_SEX='CO_X' CAT_AGE='CO_U5'/>
            </group>
            """);
        Assert.Equal((2, 2), (report.Total, report.Rejected));
        Assert.Equal(["CAT_AGE=CO_U5, CAT_SEX=CO_X", "COC_M_U5"], report.Problems.Select(problem => ((DataValue)problem.Row!).CategoryOptionCombo!).Order(StringComparer.Ordinal));
    }

    private static async Task<DataValueImportReport> ImportAsync(SandboxServer server, string groups)
    {
        var token = TestContext.Current.CancellationToken;
        using var session = await TestSession.ConnectAsync(server);
        var importer = new DataValueImporter(session.As(), new ImportOptions { Schemes = new IdSchemes { All = "CODE" }, SkipPreflight = true });
        using var file = DataValueFile.Open(new MemoryStream(Encoding.UTF8.GetBytes($"<adx xmlns='urn:ihe:qrph:adx:2015'>{groups}</adx>")), "the file", new DataValueFileOptions { Csv = () => new CsvFormat() });
        var tasks = new List<ServerTask>();
        await importer.AddFileAsync(file, token, tasks.Add);
        var watch = new JobWatch(session.As(), new JobWatchOptions { Timeout = TimeSpan.FromSeconds(20), PollInterval = TimeSpan.FromMilliseconds(50) });
        return Assert.IsType<DataValueImportReport>((await watch.WaitAsync(Assert.Single(tasks), token)).Report);
    }
}
