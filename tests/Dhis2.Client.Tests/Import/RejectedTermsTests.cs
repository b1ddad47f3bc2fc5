using System.Text;
using Dhis2.Client.Csv;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Tests.Support;
using Dhis2.Csv;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Import;

/// <summary>Rows that did not go in, imported again from the file that was written of them: what their own files said of them holds.</summary>
public sealed class RejectedTermsTests
{
    private const string Unit = "aIv4qaIOQ2k";

    private static readonly ImportOptions s_monthly = new() { DataSet = Importing.Monthly };

    public static TheoryData<Dialect, DataValueExportFormat> Cases()
    {
        var cases = new TheoryData<Dialect, DataValueExportFormat>();
        foreach (var dialect in new[] { Dialect.V40, Dialect.V41, Dialect.V42, Dialect.V43 })
        {
            foreach (var format in new[] { DataValueExportFormat.Csv, DataValueExportFormat.Json, DataValueExportFormat.Xml })
                cases.Add(dialect, format);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Rows_that_were_to_be_deleted_are_deleted_by_the_file_of_rejected_rows(Dialect dialect, DataValueExportFormat format)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        await Importing.FileAsync(session, s_monthly, Csv("1"));
        var (file, untold) = await RefusedAsync(server, session, format, s_monthly, Json("\"importStrategy\":\"DELETE\""));
        Assert.Equal(format == DataValueExportFormat.Csv ? "has to be imported with -ImportStrategy Delete, as the file of its rows says" : null, untold);
        var report = await Importing.FileAsync(session, s_monthly, file);
        Assert.Equal((2, 2), (report.Total, report.Deleted + report.Updated));
        Assert.All([1, 2], month => Assert.Null(Stored(server, month)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Rows_of_files_that_say_different_things_are_never_stored_where_they_were_to_be_deleted(Dialect dialect, DataValueExportFormat format)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        await Importing.FileAsync(session, s_monthly, Csv("1"));
        var other = $"dataElement,period,orgUnit,value\n{Importing.Births},202003,{Unit},3\n";
        var (file, untold) = await RefusedAsync(server, session, format, s_monthly, Json("\"importStrategy\":\"DELETE\""), other);
        Assert.Equal("has rows of files that say different things of themselves (no parameter; -ImportStrategy Delete), and cannot be imported at once", untold);
        await Importing.FileAsync(session, s_monthly, file);
        Assert.Equal([null, null, "3"], Enumerable.Range(1, 3).Select(month => Stored(server, month)));
    }

    [Fact]
    public async Task A_strategy_that_a_parameter_gives_holds_in_the_file_too()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        await Importing.FileAsync(session, s_monthly, Csv("1"));
        foreach (var format in new[] { DataValueExportFormat.Csv, DataValueExportFormat.Json })
        {
            var (file, untold) = await RefusedAsync(server, session, format, s_monthly with { Strategy = ImportStrategy.Delete }, Csv("1"));
            Assert.Null(untold);
            await Importing.FileAsync(session, s_monthly, file);
            Assert.All([1, 2], month => Assert.Null(Stored(server, month)));
        }
    }

    [Theory]
    [InlineData(DataValueExportFormat.Json)]
    [InlineData(DataValueExportFormat.Xml)]
    public async Task All_that_a_file_says_beside_its_rows_is_said_again(DataValueExportFormat format)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        const string Terms = "\"idScheme\":\"CODE\",\"dataElementIdScheme\":\"UID\",\"attributeOptionComboIdScheme\":\"CODE\",\"dryRun\":true,\"strategy\":\"UPDATE\",\"completeDate\":\"2020-04-01\",\"dataSet\":\"DS_ROUTINE\",\"period\":\"202003\",\"orgUnit\":\"OU_NORTH_D2_F1\"";
        var (text, untold) = await RefusedAsync(server, session, format, new ImportOptions(), $"{{{Terms},\"dataValues\":[{{\"dataElement\":\"{Importing.Births}\",\"value\":\"3\"}}]}}");
        Assert.Null(untold);
        using var file = Open(text);
        var terms = await file.ReadTermsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("CODE", "UID", "CODE", true, ImportStrategy.Update), (terms.Schemes.All, terms.Schemes.DataElement, terms.AttributeOptionComboScheme, terms.DryRun, terms.Strategy));
        Assert.Equal(("2020-04-01", "DS_ROUTINE", "202003", "OU_NORTH_D2_F1"), (terms.CompleteDate, terms.DataSet, terms.Period, terms.OrgUnit));
    }

    // A country's worth of rejected rows is kept in a file until they are written.
    [Fact]
    public async Task What_a_file_says_outlasts_that_its_rejected_rows_are_too_many_for_memory()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var rows = string.Join(",", Enumerable.Range(0, 9_000).Select(_ => $"{{\"dataElement\":\"{Importing.Births}\",\"orgUnit\":\"{Unit}\"}}"));
        var report = await Importing.FileAsync(session, s_monthly, $"{{\"importStrategy\":\"DELETE\",\"dataValues\":[{rows}]}}");
        Assert.Equal(9_000, report.Rejected);
        using var stream = new MemoryStream();
        await RejectedRows.WriteAsync(report, stream, DataValueExportFormat.Json, (new CsvFormat(), new CsvWriteOptions()), DataValueSetTerms.None, TestContext.Current.CancellationToken);
        Assert.StartsWith("{\"importStrategy\":\"DELETE\",", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    // The server refuses the import, and what is left of it is written.
    private static async Task<(string Text, string? Untold)> RefusedAsync(SandboxServer server, Session session, DataValueExportFormat format, ImportOptions options, params string[] files)
    {
        var token = TestContext.Current.CancellationToken;
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "POST", Path = "^/api/dataValueSets", Count = 0 });
        var importer = new DataValueImporter(session.As(), options);
        Dhis2Exception? end = null;
        foreach (var text in files)
        {
            using var file = Open(text);
            try
            {
                await (end is null ? importer.AddFileAsync(file, token) : importer.AddUnsentAsync(file, end, token));
            }
            catch (Dhis2Exception e)
            {
                end = e;
            }
        }
        if (end is null)
            await Assert.ThrowsAnyAsync<Dhis2Exception>(() => importer.CompleteAsync(token));
        var report = await importer.AbortAsync();
        server.Faults.Clear();
        using var stream = new MemoryStream();
        var untold = await RejectedRows.WriteAsync(report, stream, format, (new CsvFormat(), new CsvWriteOptions()), importer.GivenTerms, token);
        return (Encoding.UTF8.GetString(stream.ToArray()), untold);
    }

    private static string? Stored(SandboxServer server, int month) => Importing.Stored(server, Importing.Row(0, Unit, 2020, month, null));

    private static string Csv(string value) => $"dataElement,period,orgUnit,value\n{Importing.Births},202001,{Unit},{value}\n{Importing.Births},202002,{Unit},{value}\n";

    private static string Json(string terms) =>
        $"{{{terms},\"orgUnit\":\"{Unit}\",\"dataValues\":[{{\"dataElement\":\"{Importing.Births}\",\"period\":\"202001\",\"value\":\"1\"}},{{\"dataElement\":\"{Importing.Births}\",\"period\":\"202002\",\"value\":\"1\"}}]}}";

    private static DataValueFile Open(string text) => DataValueFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "the file", new DataValueFileOptions { Csv = () => new CsvFormat() });
}
