using System.Text;
using System.Text.Json;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Tests.Support;
using Dhis2.Csv;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Import;

/// <summary>Rows and completions whose outcome is open: each is named, counted once, and taken up by the run that goes on.</summary>
public sealed class AccountedRowsTests
{
    private const string Values = "^/api/dataValueSets";
    private const string Registrations = "^/api/completeDataSetRegistrations";
    private const string Unit = "aIv4qaIOQ2k";

    private static readonly ImportOptions s_monthly = new() { DataSet = Importing.Monthly };

    [Fact]
    public async Task Every_row_of_which_the_server_left_one_out_without_a_name_is_told_and_the_counts_stay_the_servers()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V41);
        using var session = await TestSession.ConnectAsync(server);
        Answer(server, """{"status":"WARNING","importCount":{"imported":2,"updated":0,"ignored":1,"deleted":0},"conflicts":[{"object":"x","value":"Something is odd"}]}""");
        var report = await Importing.RunAsync(session, s_monthly with { NoReadBack = true }, Importing.Rows(server, 3));
        Assert.Equal((3, 2, 1), (report.Total, report.Imported, report.Unknown));
        Assert.Equal([1L, 2L, 3L], report.Problems.Where(problem => problem.Outcome == ImportOutcome.Unknown).Select(problem => problem.Line!.Value));
        Assert.All(report.Problems, problem => Assert.NotNull(problem.Row));
    }

    [Fact]
    public async Task Every_row_of_a_task_that_is_lost_is_named()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var importer = new DataValueImporter(session.As(), s_monthly);
        foreach (var row in Importing.Rows(server, 3))
            importer.Add(row);
        var tasks = await importer.StartTasksAsync(TestContext.Current.CancellationToken);
        var unsent = await importer.CompleteAsync(TestContext.Current.CancellationToken);
        var report = DataValueImportReport.Of([unsent], [(Assert.Single(tasks), "Nobody answers.")], TimeSpan.Zero);
        Assert.Equal((3, 3), (report.Total, report.Unknown));
        Assert.Equal([1L, 2L, 3L], report.Problems.Select(problem => problem.Line!.Value));
        Assert.All(report.Problems, problem => Assert.Contains("Nobody answers.", problem.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_completion_that_was_refused_is_registered_by_the_run_that_goes_on(bool isOfFile)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server, options => options with { Delay = (_, _) => Task.CompletedTask });
        var folder = Directory.CreateTempSubdirectory("completion-").FullName;
        try
        {
            var source = Path.Combine(folder, "rows.json");
            var terms = isOfFile ? "\"completeDate\":\"2020-03-01\"," : "";
            var options = isOfFile ? s_monthly : s_monthly with { CompleteDate = "2020-03-01", Period = "202002", OrgUnit = Unit };
            await File.WriteAllTextAsync(source, $"{{{terms}\"period\":\"202002\",\"orgUnit\":\"{Unit}\",\"dataValues\":[{{\"dataElement\":\"{Importing.Births}\",\"value\":\"2\"}}]}}", TestContext.Current.CancellationToken);
            server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 500, Method = "POST", Path = Registrations, Count = 0 });
            var first = await JournaledAsync(session, options, source);
            Assert.Equal((1, false), (first.Imported, Assert.Single(first.Completions).IsRegistered));
            server.Faults.Clear();
            var second = await JournaledAsync(session, options, source);
            Assert.Equal((1, true, "SUCCESS"), (second.Total, Assert.Single(second.Completions).IsRegistered, second.Status));
            Assert.Single(server.State.DataValues.Completions);
            Assert.Single(Importing.Posts(server));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("202002", null)]
    [InlineData("202003", "none of the rows is of that period and org unit")]
    public async Task A_completion_for_a_period_that_no_row_is_of_is_a_warning(string period, string? says)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var options = s_monthly with { CompleteDate = "2020-04-01", Period = period, OrgUnit = Unit };
        var report = await Importing.FileAsync(session, options, $"dataElement,period,orgUnit,value\n{Importing.Births},202002,{Unit},2\n");
        Assert.True(Assert.Single(report.Completions).IsRegistered);
        Assert.Equal(says is not null, report.Problems.Any(problem => problem.Message.Contains(says ?? "none of the rows", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_zero_that_the_server_does_not_keep_is_skipped_when_all_is_verified()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Enumerable.Range(1, 3).Select(month => Importing.Row(month, Unit, 2016, month, "0", Importing.Deaths)).ToList();
        var plain = await Importing.RunAsync(session, s_monthly, rows);
        Assert.Equal(3, plain.Skipped);
        var report = await Importing.RunAsync(session, s_monthly with { Verify = true }, rows);
        Assert.Equal((3, 0), (report.Skipped, report.Unknown));
    }

    [Fact]
    public async Task Rows_beside_one_that_is_not_verified_count_as_the_server_counts_them()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 5);
        rows[2].Value.Value = "none";
        Answer(server, """{"status":"SUCCESS","importCount":{"imported":5,"updated":0,"ignored":0,"deleted":0},"conflicts":[]}""");
        var report = await Importing.RunAsync(session, s_monthly with { Verify = true }, rows);
        Assert.Equal((4, 0, 1), (report.Imported, report.Updated, report.Unknown));
        Assert.Equal(3L, Assert.Single(report.Problems).Line);
    }

    [Theory]
    [InlineData("The server could not open its database", true)]
    [InlineData("User is not allowed to import data values", false)]
    public async Task A_401_after_requests_that_were_taken_is_tried_again_unless_it_says_that_a_right_is_missing(string words, bool isTriedAgain)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V41);
        using var session = await TestSession.ConnectAsync(server, options => options with { Delay = (_, _) => Task.CompletedTask });
        var body = JsonSerializer.Deserialize<JsonElement>($$"""{"httpStatus":"Unauthorized","httpStatusCode":401,"status":"ERROR","message":"{{words}}"}""");
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 401, Method = "POST", Path = Values, After = 1, Body = body });
        var report = await Importing.RunAsync(session, s_monthly with { BatchSize = 5 }, Importing.Rows(server, 15));
        Assert.Equal((15, isTriedAgain ? 15 : 5), (report.Total, report.Imported + report.Updated));
        Assert.Equal(isTriedAgain ? 4 : 2, Importing.Posts(server).Count);
    }

    [Fact]
    public async Task An_import_that_is_stopped_counts_the_rows_that_it_had_not_come_to()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Stall, Method = "POST", Path = Values, After = 1, Count = 0, Milliseconds = 0 });
        var lines = Importing.Rows(server, 3_000).Select(row => $"{row.Value.DataElement},{row.Value.Period},{row.Value.OrgUnit},{row.Value.Value}");
        using var stop = new CancellationTokenSource();
        var importer = new DataValueImporter(session.As(), s_monthly with { BatchSize = 50 });
        using var file = DataValueFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\n", lines.Prepend("dataElement,period,orgUnit,value")))), "the file", new DataValueFileOptions { Csv = () => new CsvFormat() });
        var adding = importer.AddFileAsync(file, stop.Token);
        while (Importing.Posts(server).Count < 2)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        var report = await importer.AbortAsync();
        Assert.Equal((3_000, 50, true), (report.Total, report.Imported, report.Stopped));
        Assert.Equal(2_950, report.NotSent + report.Unknown);
        Assert.Equal(2_950, report.Problems.Count);
    }

    private static void Answer(SandboxServer server, string body) =>
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "POST", Path = Values, Handled = true, Body = JsonSerializer.Deserialize<JsonElement>(body) });

    // As the cmdlet runs it.
    private static async Task<DataValueImportReport> JournaledAsync(Session session, ImportOptions options, string source)
    {
        var token = TestContext.Current.CancellationToken;
        var fileOptions = new DataValueFileOptions { Csv = () => new CsvFormat() };
        using var journal = DataValueJournal.Open($"{source}.journal", session.As(), options, fileOptions, [source], token);
        var importer = new DataValueImporter(session.As(), options);
        importer.UseJournal(journal);
        if (!journal.IsFinished)
        {
            importer.StartFile();
            using var file = DataValueFile.Open(source, fileOptions);
            await importer.AddFileAsync(file, token);
        }
        return await importer.CompleteAsync(token);
    }
}
