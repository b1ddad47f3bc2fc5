using System.Text.RegularExpressions;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Imports.Journals;
using Dhis2.Client.Tests.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Imports;

/// <summary>An import that was killed goes on with its journal: what is stored is not sent again, what was under way is looked up, and the report is that of the whole file.</summary>
public sealed class JournalTests
{
    private const string Values = "^/api/dataValueSets";

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    public static TheoryData<Dialect, string> EveryStage
    {
        get
        {
            var stages = new TheoryData<Dialect, string>();
            foreach (var dialect in Dialects.All)
            {
                foreach (var stage in Enum.GetNames<KilledAt>())
                    stages.Add(dialect, stage);
            }
            return stages;
        }
    }

    [Theory]
    [MemberData(nameof(EveryStage))]
    public async Task A_killed_import_goes_on_where_it_was(Dialect dialect, string stage)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var import = new JournaledImport(server);
        var rows = Importing.Rows(server, 220);
        import.Write(rows.Select(JournaledImport.Line));
        Assert.Null(await import.KillAsync(Enum.Parse<KilledAt>(stage), request: 3));
        Assert.Equal(EarlierRow.Counted, import.StateOf(100));
        Assert.Equal(stage == nameof(KilledAt.Request) ? EarlierRow.New : EarlierRow.Sent, import.StateOf(101));
        Assert.Equal(EarlierRow.New, import.StateOf(151));
        var before = import.Arrived.Count;
        var report = await import.RunAsync();
        Assert.Equal(("SUCCESS", 220, 220, true, 100), (report.Status, report.Total, report.Imported + report.Updated, report.Resumed, report.ResumedRows));
        // What the server had stored when the process was killed is found there.
        var first = stage == nameof(KilledAt.Answer) ? 151 : 101;
        Assert.Equal(Enumerable.Range(first, 221 - first).Select(i => $"{i}"), import.Arrived.Skip(before).SelectMany(values => values).Order(NumericOrder));
        Assert.Equal(import.Arrived.Count - before, report.Requests);
        Assert.All(rows, row => Assert.Equal(row.Value.Value, Importing.Stored(server, row)));
    }

    // A proxy may call any request too large for a while; the row itself is not at fault.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_row_whose_request_was_too_large_is_sent_again_by_the_run_that_goes_on(bool isInDoubt)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V41);
        using var import = new JournaledImport(server);
        var row = Importing.Rows(server, 1)[0];
        import.Write([JournaledImport.Line(row)]);
        if (isInDoubt)
            Assert.Null(await import.KillAsync(KilledAt.Body, request: 1));
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 413, Method = "POST", Path = Values, Count = 0 });
        var refused = await import.RunAsync();
        Assert.Equal((isInDoubt ? 0 : 1, isInDoubt ? 1 : 0), (refused.Rejected, refused.Unknown));
        server.Faults.Clear();
        var report = await import.RunAsync();
        Assert.Equal(("SUCCESS", 1, 1), (report.Status, report.Total, report.Imported + report.Updated));
        Assert.Equal("1", Importing.Stored(server, row));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task The_end_is_told_again_and_nothing_is_sent(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var import = new JournaledImport(server);
        import.Write([.. Importing.Rows(server, 60).Select(JournaledImport.Line), "broken", $"{Importing.Births},201001,nowhere,5", Importing.Rows(server, 1).Select(row => $"{Importing.Deaths},{row.Value.Period},{row.Value.OrgUnit},none").Single()]);
        var report = await import.RunAsync();
        Assert.Equal(("WARNING", 63, 3, false, null), (report.Status, report.Total, report.Rejected, report.Resumed, report.ResumedRows));
        var posts = import.Arrived.Count;
        var again = await import.RunAsync();
        Assert.Equal((report.Status, 63, report.Imported, report.Updated, 3, true, 0), (again.Status, again.Total, again.Imported, again.Updated, again.Rejected, again.Resumed, again.Requests));
        Assert.Equal(posts, import.Arrived.Count);
        Assert.Equal(Told(report), Told(again));
        Assert.Equal([62L, 63L, 64L], again.Conflicts.Select(problem => problem.Line!.Value));
        Assert.Equal("none", Assert.IsType<DataValueImportProblem>(again.Conflicts[2]).Value);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Rejected_skipped_and_repeated_rows_are_told_once_and_with_their_lines(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        var rows = Importing.Rows(server, 160);
        string[] lines = [.. rows.Select(JournaledImport.Line)];
        lines[4] = "broken";
        lines[9] = $"{rows[9].Value.DataElement},{rows[9].Value.Period},{rows[9].Value.OrgUnit},none";
        // Overridden within its batch, and repeated from another one.
        lines[20] = $"{rows[30].Value.DataElement},{rows[30].Value.Period},{rows[30].Value.OrgUnit},7";
        lines[110] = $"{rows[2].Value.DataElement},{rows[2].Value.Period},{rows[2].Value.OrgUnit},111";
        using var whole = new JournaledImport(server);
        whole.Write(lines);
        var expected = await whole.RunAsync();
        for (var request = 1; request <= 4; request++)
        {
            using var import = new JournaledImport(server) { Source = whole.Source };
            Assert.Null(await import.KillAsync(KilledAt.Answer, request));
            // A second kill, where some are settled, some in doubt and some new.
            await import.KillAsync(KilledAt.Request, 1);
            var report = await import.RunAsync();
            Assert.Equal((160, 2, 1, 0), (report.Total, report.Rejected, report.Skipped, report.Unknown));
            Assert.Equal(Told(expected), Told(report));
            Assert.Equal("111", Importing.Stored(server, rows[2]));
        }
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Rows_that_were_not_sent_are_sent_and_those_of_a_refused_request_again(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var import = new JournaledImport(server);
        var rows = Importing.Rows(server, 200);
        import.Write(rows.Select(JournaledImport.Line));
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "POST", Path = Values, After = 2 });
        var ended = await import.RunAsync();
        Assert.Equal((200, 100, 50, 50, true), (ended.Total, ended.Imported + ended.Updated, ended.Rejected, ended.NotSent, ended.Stopped));
        var report = await import.RunAsync();
        Assert.Equal(("SUCCESS", 200, 200, 0), (report.Status, report.Total, report.Imported + report.Updated, report.Problems.Count));
        Assert.All(rows, row => Assert.Equal(row.Value.Value, Importing.Stored(server, row)));
        Assert.Equal(200, import.Arrived.SelectMany(values => values).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Rows_of_an_unknown_outcome_are_looked_up_and_sent_only_where_they_are_missing(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var import = new JournaledImport(server);
        var rows = Importing.Rows(server, 100);
        import.Write(rows.Select(JournaledImport.Line));
        // The server carries out the first request, loses the answer, and is gone.
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = Values, Handled = true });
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Path = Values, Count = 0 });
        var ended = await import.RunAsync();
        Assert.Equal((50, 50), (ended.Unknown, ended.NotSent));
        server.Faults.Clear();
        var before = import.Arrived.Count;
        var report = await import.RunAsync();
        Assert.Equal(("SUCCESS", 100, 100), (report.Status, report.Total, report.Imported + report.Updated));
        Assert.Equal(Enumerable.Range(51, 50).Select(i => $"{i}"), Assert.Single(import.Arrived.Skip(before)).Order(NumericOrder));
    }

    [Fact]
    public async Task A_row_whose_fate_was_given_up_does_not_overwrite_a_later_one()
    {
        await using var server = await SandboxFixture.StartAsync();
        using var import = new JournaledImport(server);
        var rows = Importing.Rows(server, 150);
        string[] lines = [.. rows.Select(JournaledImport.Line)];
        lines[70] = $"{rows[2].Value.DataElement},{rows[2].Value.Period},{rows[2].Value.OrgUnit},71";
        import.Write(lines);
        Assert.Null(await import.KillAsync(KilledAt.Request, request: 3));
        // As a run writes it that cannot find out what became of the first request, and goes on.
        File.WriteAllLines(import.Journal, import.Lines.Select(line => line.StartsWith("""{"settled":"1:1-50",""", StringComparison.Ordinal) ? """{"unknown":"1:1-50"}""" : line));
        Assert.Equal((EarlierRow.SentBeforeAnother, EarlierRow.Counted), (import.StateOf(3), import.StateOf(71)));
        var report = await import.RunAsync();
        // All but the one that the later row is for.
        Assert.Equal((150, 149, 1), (report.Total, report.Imported + report.Updated, report.Unknown));
        Assert.Equal(4, Assert.Single(report.Problems, problem => problem.Outcome == ImportOutcome.Unknown).Line);
        Assert.Equal("71", Importing.Stored(server, rows[2]));
    }

    [Fact]
    public async Task A_run_that_is_stopped_counts_what_the_journal_knows_of_the_rows_that_it_has_not_read()
    {
        await using var server = await SandboxFixture.StartAsync();
        using var import = new JournaledImport(server);
        import.Write(Importing.Rows(server, 200).Select(JournaledImport.Line));
        Assert.Null(await import.KillAsync(KilledAt.Body, request: 4));
        using var session = await TestSession.ConnectAsync(server);
        var options = new Dhis2.Client.DataValues.Input.DataValueFileOptions { Csv = () => new Dhis2.Csv.CsvFormat() };
        using var journal = DataValueJournal.Open(import.Journal, session.As(), import.Options, options, [import.Source], TestContext.Current.CancellationToken);
        var importer = new DataValueImporter(session.As(), import.Options);
        importer.UseJournal(journal);
        var report = await importer.AbortAsync();
        Assert.Equal((200, 150, 50, true), (report.Total, report.Imported + report.Updated, report.Unknown, report.Stopped));
        Assert.Contains("50 rows", Assert.Single(report.Problems).Message, StringComparison.Ordinal);
    }

    private static IComparer<string> NumericOrder { get; } = Comparer<string>.Create((a, b) => int.Parse(a, System.Globalization.CultureInfo.InvariantCulture).CompareTo(int.Parse(b, System.Globalization.CultureInfo.InvariantCulture)));

    // 2.43 names a row by its position in its request, too.
    private static IEnumerable<string> Told(ImportReport report) => report.Problems.Select(problem => Regex.Replace($"{problem.Outcome} {problem} {problem.Item}", @"#\d+", "#"));
}
