using Dhis2.Client.DataValues.Completion;
using Dhis2.Client.Tests.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;

namespace Dhis2.Client.Tests.DataValues;

/// <summary>Completions through the engine of imports: every row is accounted for, and what the report says is what the server holds.</summary>
public sealed class CompletionImportTests
{
    private const string Set = Importing.Monthly;

    public static TheoryData<Dialect> EveryDialect() => [.. Dialects.All];

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Good_rows_are_stored_and_each_bad_one_is_rejected_for_its_own_reason(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        var units = Importing.Facilities(server);
        var report = await RunAsync(server, [Row(units[0]), Row("abcdefghijk"), Row(units[1], set: "bcdefghijkl"), Row(units[2]), Row(units[3], period: "2024"), Row(units[4], period: "xx")]);
        Assert.Equal(("WARNING", 6L, 3L, 3L), (report.Status, report.Total, report.Imported + report.Updated, report.Rejected));
        Assert.Equal([2L, 3L, 6L], report.Problems.Select(problem => problem.Line!.Value));
        Assert.Contains("Organisation unit not found or not accessible", report.Problems[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Data set", report.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("Data set not found or not accessible", report.Problems[1].Message, StringComparison.Ordinal);
        Assert.Equal("abcdefghijk", Assert.IsType<DataSetCompletionProblem>(report.Problems[0]).OrgUnit);
        Assert.Equal(3, server.State.DataValues.Completions.Count);
    }

    [Fact]
    public async Task A_period_that_2_43_never_met_is_registered_at_the_second_attempt()
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        var report = await RunAsync(server, [.. Importing.Facilities(server).Take(3).Select(unit => Row(unit, period: "191105"))]);
        Assert.Equal(("SUCCESS", 3L, 2), (report.Status, report.Imported, report.Requests));
        Assert.Equal(3, server.State.DataValues.Completions.Count);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_registration_is_changed_and_the_last_of_two_rows_for_it_counts(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        var unit = Importing.Facilities(server)[0];
        var day = new DateTime(2024, 2, 5);
        // One spells the default option combo out, the other leaves it to the server.
        var report = await RunAsync(server, [Row(unit), Row(unit, completed: false, combo: Importing.Default, date: day, by: "someone")]);
        Assert.Equal(("WARNING", 1L, 1L), (report.Status, report.Imported, report.Skipped));
        var stored = Assert.Single(server.State.DataValues.Completions).Value;
        Assert.Equal((false, new DateOnly(2024, 2, 5), "someone"), (stored.Completed, stored.Date, stored.StoredBy));
        var again = await RunAsync(server, [Row(unit)]);
        Assert.Equal(("SUCCESS", 1L), (again.Status, again.Updated));
        Assert.True(Assert.Single(server.State.DataValues.Completions).Value.Completed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_is_looked_up_and_what_is_missing_sent_again(bool wasDone)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V42);
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = "completeDataSetRegistrations", Handled = wasDone });
        var report = await RunAsync(server, [.. Importing.Facilities(server).Take(4).Select(unit => Row(unit))]);
        Assert.Equal(("SUCCESS", 4L, wasDone ? 1 : 2), (report.Status, report.Imported + report.Updated, report.Requests));
        Assert.Equal(4, server.State.DataValues.Completions.Count);
    }

    [Fact]
    public async Task Rows_of_a_server_that_is_gone_are_told_as_not_sent()
    {
        var handler = new AnsweringHandler(_ => throw new HttpRequestException("refused", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused)));
        var importer = new DataSetCompletionImporter(TestSession.CallerOf(handler));
        importer.Add(Row("aIv4qaIOQ2k"));
        await Assert.ThrowsAnyAsync<Dhis2Exception>(() => importer.CompleteAsync(TestContext.Current.CancellationToken));
        var report = await importer.AbortAsync();
        Assert.Equal(("ERROR", 1L, 1L, true), (report.Status, report.Total, report.NotSent, report.Stopped));
    }

    private static DataSetCompletion Row(string unit, string set = Set, string period = "202401", bool completed = true, string? combo = null, DateTime? date = null, string? by = null) =>
        new() { DataSet = set, Period = period, OrgUnit = unit, Completed = completed, AttributeOptionCombo = combo, Date = date, StoredBy = by };

    private static async Task<DataSetCompletionReport> RunAsync(SandboxServer server, IEnumerable<DataSetCompletion> rows)
    {
        using var session = await TestSession.ConnectAsync(server);
        var importer = new DataSetCompletionImporter(session.As(), null, TimeSpan.FromMilliseconds(20));
        foreach (var row in rows)
        {
            if (importer.Add(row))
                await importer.FlushAsync(TestContext.Current.CancellationToken);
        }
        return await importer.CompleteAsync(TestContext.Current.CancellationToken);
    }
}
