using System.Globalization;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Tests.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.DataValues;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;
using ValueKey = Dhis2.Sandbox.DataValues.ValueKey;

namespace Dhis2.Client.Tests.Imports;

/// <summary>Random imports while requests fail at random, by a seed: every row is counted once, and what the report says of it is what the server holds.</summary>
public sealed class RandomFaultTests
{
    private const int Cases = 40;
    private const string Values = "^/api/dataValueSets";

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_report_tells_the_truth_whatever_fails(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server, o => o with { Delay = (_, _) => Task.CompletedTask });
        var random = new Random(4000 + (int)dialect);
        var lies = new List<string>();
        var (rows, taken, open) = (0L, 0L, 0L);
        for (var number = 0; number < Cases; number++)
        {
            var input = Rows(server, random);
            var before = Importing.Snapshot(server);
            var faults = Enumerable.Range(0, random.Next(6)).Select(_ => RandomFault(random)).ToList();
            faults.ForEach(server.Faults.Add);
            var options = new ImportOptions { DataSet = Importing.Monthly, BatchSize = random.Next(3) == 0 ? null : random.Next(1, 60), ThrottleLimit = random.Next(1, 4) };
            var report = await Importing.RunAsync(session, options, input);
            server.Faults.Clear();
            if (LieOf(report, input, before, Importing.Snapshot(server)) is { } lie)
                lies.Add($"case {number} ({string.Join(", ", faults.Select(f => $"{f.Method} {f.Kind} {f.Status}{(f.Handled ? " handled" : "")} after {f.After}"))}): {lie}; {report}");
            rows += report.Total;
            taken += report.Imported + report.Updated + report.Unchanged;
            open += report.Unknown + report.NotSent;
        }
        Assert.True(lies.Count == 0, string.Join("\n", lies));
        Assert.True(taken > rows / 2 && open < rows / 3, $"{taken} of {rows} rows were taken, {open} left open.");
    }

    // Good rows, bad values, org units that are none, rows for one value, and zeros, which this element keeps.
    private static List<ImportRow> Rows(SandboxServer server, Random random)
    {
        var units = Importing.Facilities(server);
        var rows = new List<ImportRow>();
        var count = random.Next(1, 120);
        for (var line = 1; line <= count; line++)
        {
            var value = random.Next(12) == 0 ? "none" : random.Next(0, 500).ToString(CultureInfo.InvariantCulture);
            var unit = random.Next(40) == 0 ? "Abcdefghij1" : units[random.Next(units.Count)];
            rows.Add(Importing.Row(line, unit, 2012 + random.Next(6), 1 + random.Next(12), value));
        }
        if (random.Next(3) == 0)
            rows.Add(Importing.Row(count + 1, rows[0].Value.OrgUnit!, int.Parse(rows[0].Value.Period![..4], CultureInfo.InvariantCulture), int.Parse(rows[0].Value.Period![4..], CultureInfo.InvariantCulture), "77"));
        return rows;
    }

    internal static Fault RandomFault(Random random)
    {
        var isRead = random.Next(5) == 0;
        var fault = new Fault { Kind = FaultKind.Reset, Method = isRead ? "GET" : "POST", Path = Values, After = random.Next(4), Count = 1 + random.Next(2), Handled = !isRead && random.Next(2) == 0 };
        return random.Next(isRead ? 4 : 10) switch
        {
            0 => fault with { Kind = FaultKind.Status, Status = 502 },
            1 => fault with { Kind = FaultKind.Truncate, AfterBytes = 20, Handled = false },
            2 => fault with { Kind = FaultKind.Status, Status = 504 },
            4 => fault with { Kind = FaultKind.Status, Status = 413, Handled = false },
            5 => fault with { Kind = FaultKind.Status, Status = 429, RetryAfter = "1", Handled = false },
            6 => fault with { Kind = FaultKind.Status, Status = 503 },
            7 => fault with { Kind = FaultKind.Empty, Status = 200 },
            8 => fault with { Kind = FaultKind.LoginPage },
            9 => fault with { Kind = FaultKind.Status, Status = 403, Handled = false },
            _ => fault,
        };
    }

    private static string? LieOf(ImportReport report, List<ImportRow> rows, IReadOnlyDictionary<ValueKey, StoredValue> before, IReadOnlyDictionary<ValueKey, StoredValue> after)
    {
        if (report.Total != rows.Count)
            return $"{report.Total} rows are counted of {rows.Count}";
        var outcomes = report.Problems.Where(p => p.Line is not null && p.Outcome != ImportOutcome.Warning).ToDictionary(p => p.Line!.Value, p => p.Outcome);
        foreach (var (outcome, count) in new[] { (ImportOutcome.Rejected, report.Rejected), (ImportOutcome.NotSent, report.NotSent), (ImportOutcome.Skipped, report.Skipped), (ImportOutcome.Unknown, report.Unknown) })
        {
            if (outcomes.Values.Count(o => o == outcome) != count)
                return $"{count} rows are {outcome}, and {outcomes.Values.Count(o => o == outcome)} of them are named";
        }
        foreach (var group in rows.GroupBy(RecordedCase.Key))
        {
            if (group.Any(r => outcomes.TryGetValue(r.Line!.Value, out var outcome) && outcome == ImportOutcome.Unknown))
                continue;
            var (was, now) = (before.GetValueOrDefault(group.Key), after.GetValueOrDefault(group.Key));
            var last = group.LastOrDefault(r => !outcomes.ContainsKey(r.Line!.Value));
            if (last is null && was?.Value != now?.Value)
                return $"row {group.First().Line} did not go in, and '{was?.Value}' became '{now?.Value}'";
            if (last is not null && now?.Value != last.Value.Value)
                return $"row {last.Line} went in as '{last.Value.Value}', and the server holds '{now?.Value}'";
        }
        return null;
    }
}
