using System.Globalization;
using Dhis2.Client.Imports.Journals;
using Dhis2.Client.Tests.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Imports;

/// <summary>
/// An import of 2,000 rows that is killed twenty times, at requests by a seed, while others fail: in the end the server holds what the file says, each row is counted
/// once, and no row was sent again that the journal had as settled.
/// </summary>
public sealed class KilledImportTests
{
    private const int Rows = 2_000;
    private const int Kills = 20;

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task An_import_that_is_killed_again_and_again_comes_to_its_end(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var import = new JournaledImport(server);
        var random = new Random(900 + (int)dialect);
        var rows = Write(import, server, random, out var bad);
        var settled = new HashSet<int>();
        var sentAgain = new List<string>();
        var kills = 0;
        for (var run = 0; run < 200 && kills < Kills; run++)
        {
            import.Options = new ImportOptions { DataSet = Importing.Monthly, BatchSize = random.Next(10, 30), ThrottleLimit = random.Next(1, 4) };
            for (var faults = random.Next(3); faults > 0; faults--)
                server.Faults.Add(RandomFaultTests.RandomFault(random));
            var before = import.Arrived.Count;
            // Any request is one that looks up what the run before had under way, too.
            var report = await import.KillAsync((KilledAt)random.Next(3), random.Next(1, 7), random.Next(3) == 0 ? null : "POST");
            if (report is null)
                kills++;
            else
                Assert.True(report.Stopped, $"After {kills} kills the import came to its end: {report}");
            server.Faults.Clear();
            sentAgain.AddRange(import.Arrived.Skip(before).SelectMany(values => values).Where(value => settled.Contains(RowOf(value))));
            var stateOf = import.States();
            settled = [.. Enumerable.Range(1, Rows).Where(row => stateOf(row) is EarlierRow.Counted or EarlierRow.Told)];
        }
        Assert.Empty(sentAgain);
        Assert.Equal(Kills, kills);
        Assert.InRange(settled.Count, 1, Rows - 1);
        var last = await import.RunAsync();
        Assert.Equal((Rows, false), (last.Total, last.Stopped));
        Assert.Equal(bad, last.Problems.Where(problem => problem.Outcome == ImportOutcome.Rejected).Select(problem => (int)problem.Line! - 1));
        Assert.All(last.Problems.Where(problem => problem.Outcome == ImportOutcome.Unknown), problem => Assert.Contains("a row behind it", problem.Message, StringComparison.Ordinal));
        Assert.Equal(Rows, last.Imported + last.Updated + last.Rejected + last.Skipped + last.Unknown);
        // Of a row that is told as unknown nothing is said; every other one is stored.
        var unknown = last.Problems.Where(problem => problem.Outcome == ImportOutcome.Unknown).Select(problem => problem.Line).ToHashSet();
        foreach (var value in rows.Where(row => !bad.Contains((int)row.Line!)).GroupBy(RecordedCase.Key).Where(value => !unknown.Contains(value.Last().Line)))
            Assert.Equal(value.Last().Value.Value, Importing.Stored(server, value.Last()));
    }

    // Values that are row numbers; some are none, some lines cannot be read, and some rows are for the value of an earlier one.
    private static List<Dhis2.Client.DataValues.Import.ImportRow> Write(JournaledImport import, SandboxServer server, Random random, out List<int> bad)
    {
        var rows = Importing.Rows(server, Rows);
        var lines = rows.ConvertAll(JournaledImport.Line);
        bad = [];
        for (var i = 50; i < Rows; i++)
        {
            switch (random.Next(60))
            {
                case 0:
                    lines[i] = "broken";
                    bad.Add(i + 1);
                    break;
                case 1:
                    lines[i] = $"{rows[i].Value.DataElement},{rows[i].Value.Period},{rows[i].Value.OrgUnit},none";
                    bad.Add(i + 1);
                    break;
                case 2:
                    var earlier = rows[random.Next(50)];
                    rows[i] = new(new DataValue { DataElement = earlier.Value.DataElement, Period = earlier.Value.Period, OrgUnit = earlier.Value.OrgUnit, Value = rows[i].Value.Value }, line: i + 1);
                    lines[i] = JournaledImport.Line(rows[i]);
                    break;
            }
        }
        import.Write(lines);
        return rows;
    }

    private static int RowOf(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : 0;
}
