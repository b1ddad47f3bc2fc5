using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Imports;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Imports;

/// <summary>What an import tells of very many rows is kept in a file, and read from it as it was.</summary>
[Collection(nameof(Alone))]
public sealed class SpoolTests
{
    [Fact]
    public void Items_beyond_those_in_memory_are_read_as_they_were_written_in_any_order()
    {
        var spool = new Spool<ImportRow>(ImportRowFormat.Instance, inMemory: 2);
        var rows = Enumerable.Range(1, 700).Select(Row).ToList();
        rows.ForEach(spool.Add);
        Assert.Equal(rows.Select(Text), spool.Select(Text));
        foreach (var i in new[] { 699, 0, 2, 310, 1, 257, 258 })
            Assert.Equal(Text(rows[i]), Text(spool[i]));
        spool.Add(Row(701));
        Assert.Equal((701, Text(Row(701)), Text(rows[10])), (spool.Count, Text(spool[700]), Text(spool[10])));
    }

    [Fact]
    public void Problems_come_in_the_order_of_the_input_with_all_that_is_known_of_them()
    {
        var problems = new ProblemList(DataValueProblemFormat.Instance);
        foreach (var number in Enumerable.Range(0, 9_000).OrderBy(n => n % 7))
            problems.Add(number, Problem(number));
        problems.Add(3, new ImportProblem { Outcome = ImportOutcome.Warning, Message = "of no row" });
        var sorted = problems.Sorted();
        Assert.Equal(9_001, sorted.Count);
        Assert.Equal("of no row", sorted[4].Message);
        Assert.Equal(Enumerable.Range(0, 9_000).Select(n => Text(Problem(n))), sorted.Where(p => p.Outcome != ImportOutcome.Warning).Select(Text));
    }

    [Fact]
    public void A_million_refused_rows_take_little_memory()
    {
        var problems = new ProblemList(DataValueProblemFormat.Instance);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var number = 0; number < 1_000_000; number++)
            problems.Add(number, Problem(number));
        var sorted = problems.Sorted();
        var taken = (GC.GetTotalMemory(forceFullCollection: true) - before) / (1024 * 1024);
        Assert.True(taken < 10, $"{taken} MB are held for {sorted.Count} problems.");
        Assert.Equal(Text(Problem(999_999)), Text(sorted[999_999]));
    }

    // Some rows are refused at once, and those that the server refuses only with the answer to their batch: these are told later than many behind them.
    [Fact]
    public void Problems_that_come_late_are_in_their_place()
    {
        var problems = new ProblemList(DataValueProblemFormat.Instance);
        var expected = new List<string>();
        for (var batch = 0; batch < 12; batch++)
        {
            for (var row = 0; row < 2_000; row++)
                Add((batch * 2_000) + row, "at once");
            for (var row = 0; batch > 0 && row < 2_000; row += 3)
                Add(((batch - 1) * 2_000) + row, "late");
        }
        Add(0, "last");
        var sorted = problems.Sorted();
        Assert.Equal(expected.OrderBy(e => int.Parse(e.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)), sorted.Select(p => p.Message));
        Assert.Equal((expected.Count, "0 last", "23999 at once"), (sorted.Count, sorted[2].Message, sorted[sorted.Count - 1].Message));
        Assert.Equal((24_000, expected.Count - 24_000, 0), (sorted.CountOf(ImportOutcome.Rejected), sorted.CountOf(ImportOutcome.Warning), sorted.CountOf(ImportOutcome.Unknown)));

        void Add(int number, string when)
        {
            expected.Add($"{number} {when}");
            problems.Add(number, new DataValueImportProblem { Outcome = when == "at once" ? ImportOutcome.Rejected : ImportOutcome.Warning, Message = $"{number} {when}" });
        }
    }

    [Fact]
    public void Items_that_cannot_be_written_stay_in_memory()
    {
        using var nowhere = new NoTemporaryFolder();
        var spool = new Spool<ImportRow>(ImportRowFormat.Instance, inMemory: 2);
        for (var i = 1; i <= 600; i++)
            spool.Add(Row(i));
        Assert.Equal(Enumerable.Range(1, 600).Select(i => Text(Row(i))), spool.Select(Text));
    }

    [Fact]
    public void Nobody_else_can_open_the_file()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Elsewhere the file has a name, in a folder that is the user's own.");
        var spool = new Spool<ImportRow>(ImportRowFormat.Instance, inMemory: 0);
        for (var i = 1; i <= 300; i++)
            spool.Add(Row(i));
        var open = Directory.GetFiles("/proc/self/fd").Select(fd => File.ResolveLinkTarget(fd, false)?.FullName).Where(file => file?.Contains("/dhis2-", StringComparison.Ordinal) == true).ToList();
        Assert.NotEmpty(open);
        Assert.All(open, file => Assert.EndsWith(" (deleted)", file, StringComparison.Ordinal));
        Assert.Equal(Text(Row(1)), Text(spool[0]));
    }

    private static DataValueImportProblem Problem(int number) => new()
    {
        Outcome = ImportOutcome.Rejected,
        File = "/data/values of 2024.csv",
        Line = number + 2,
        Property = number % 2 == 0 ? "value" : null,
        Code = "E7619",
        Message = $"Value 'none' of line {number} is no number",
        Row = number % 5 == 0 ? null : Row(number).Value,
    };

    private static ImportRow Row(int number) => new(
        new DataValue
        {
            DataElement = "fbfJHSPpUQD",
            Period = "202401",
            OrgUnit = $"unit {number}",
            CategoryOptionCombo = number % 2 == 0 ? null : "HllvX50cXC0",
            Value = "né, \"ok\"\n\uD83D\uDE00",
            Comment = number % 3 == 0 ? "" : null,
            Created = number % 4 == 0 ? new DateTimeOffset(2024, 3, 5, 21, 30, 0, 123, TimeSpan.FromHours(5.75)) : null,
            FollowUp = number % 2 == 0,
            Deleted = number % 3 == 0,
            DataSet = number % 2 == 0 ? "lyLU2wR22tC" : null,
        },
        number % 2 == 0 ? null : "file.csv",
        number % 3 == 0 ? null : number);

    private static string Text(ImportProblem problem) =>
        $"{problem.GetType().Name} {problem.Outcome} {problem.File} {problem.Line} {problem.Item} {problem.Property} {problem.Code} {problem.Message} {Text((DataValue?)problem.Row)}";

    private static string Text(ImportRow row) => $"{row.File} {row.Line} {Text(row.Value)}";

    private static string Text(DataValue? value) => value is null ? "none" : string.Join("|", value.GetType().GetProperties().Select(p => $"{p.Name}={p.GetValue(value) switch
    {
        null => "null",
        DateTimeOffset time => time.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        var other => other,
    }}"));
}
