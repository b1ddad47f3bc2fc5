using System.Diagnostics;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Http;
using Dhis2.Client.Metadata;
using Dhis2.Client.Sessions;
using Dhis2.Client.SqlViews;
using Dhis2.Client.Tasks;
using Dhis2.Csv;

namespace Dhis2.Demo;

/// <summary>The steps of tour.ps1 with the client alone, for machines that can have no PowerShell.</summary>
internal sealed class ClientTour
{
    private readonly Facts _facts;
    private readonly Dhis2Caller _caller;
    private Stopwatch _clock = Stopwatch.StartNew();
    private bool _isRight = true;

    private ClientTour(Facts facts, Dhis2Caller caller)
    {
        _facts = facts;
        _caller = caller;
    }

    public static async Task<bool> RunAsync(Facts facts)
    {
        var options = new SessionOptions { Uri = facts.Uri, Identity = Dhis2Identity.Basic(SandboxProcess.UserName, SandboxProcess.Password) };
        using var session = await SessionFactory.ConnectAsync(options, null, CancellationToken.None);
        var tour = new ClientTour(facts, session.As());
        tour.Step(1, "Connect");
        tour.Result($"DHIS2 {session.Version}, as {session.UserName}", session.UserName == SandboxProcess.UserName);
        await tour.OrgUnitsAsync();
        var rejected = await tour.ImportAsync();
        tour.Rejected(rejected);
        await tour.ReadBackAsync();
        await tour.SqlViewAsync();
        return tour._isRight;
    }

    private async Task OrgUnitsAsync()
    {
        Step(2, "Stream all org units");
        var levels = new SortedDictionary<long, int>();
        var reader = new MetadataReader<long>(_caller, _ => new NumberBuilder(), _ => null);
        var query = new MetadataQuery { Type = MetadataType.Of("organisationUnits"), Fields = "level" };
        await foreach (var page in reader.ReadAsync(query, null, CancellationToken.None))
        {
            foreach (var level in page.Items)
                levels[level] = levels.GetValueOrDefault(level) + 1;
        }
        var counts = string.Join(", ", levels.Values.Select(n => Facts.Count(n)));
        Result($"{Facts.Count(levels.Values.Sum())} org units: {counts} on levels {string.Join(", ", levels.Keys)}", levels.Values.SequenceEqual(_facts.Levels));
    }

    private async Task<List<ImportConflict>> ImportAsync()
    {
        Step(3, "Import a file of data values as tasks of the server, and wait for them");
        using var file = DataValueFile.Open(_facts.Csv, new DataValueFileOptions { Csv = () => new CsvFormat() });
        var importer = new DataValueImporter(_caller, new ImportOptions { BatchSize = 25_000 });
        var tasks = new List<ServerTask>();
        await foreach (var items in file.ReadAsync(CancellationToken.None))
        {
            foreach (var item in items)
            {
                if (importer.Add(item))
                    tasks.AddRange(await importer.StartTasksAsync(CancellationToken.None));
            }
        }
        tasks.AddRange(await importer.StartTasksAsync(CancellationToken.None));
        var summaries = new List<ImportSummary> { importer.TakeKept() };
        foreach (var task in tasks)
            summaries.Add((await new TaskWaiter(_caller).WaitAsync(task, CancellationToken.None)).ImportSummary!);
        var total = summaries.Sum(s => s.Total);
        var rejected = summaries.SelectMany(s => s.Conflicts).Where(c => c.Outcome == "Rejected").OrderBy(c => c.Line).ToList();
        Result(
            $"{Facts.Count(total)} rows in {tasks.Count} tasks: {Facts.Count(total - rejected.Count)} stored, {rejected.Count} rejected",
            total == Facts.Rows && rejected.Count == _facts.BadLines.Count);
        return rejected;
    }

    private void Rejected(List<ImportConflict> rejected)
    {
        Step(4, "Which rows were rejected?");
        rejected = rejected.Take(10).ToList();
        Table([["Line", "OrgUnit", "Value", "Message"], .. rejected.Select(c => new[] { $"{c.Line}", c.OrgUnit, c.Value, c.Message })]);
        Result($"Lines {string.Join(", ", rejected.Select(c => c.Line))} of the file", rejected.Select(c => (int?)c.Line).SequenceEqual(_facts.BadLines.Cast<int?>()));
    }

    private async Task ReadBackAsync()
    {
        Step(5, "Read back what is stored");
        var query = new DataValueQuery { DataSets = [_facts.DataSet], Periods = [_facts.Period], OrgUnits = [_facts.Root], Children = true };
        var (stored, found, last) = (0, (string?)null, _facts.LastRow);
        await foreach (var values in DataValueReader.ReadAsync(_caller, query, 1000, CancellationToken.None))
        {
            stored += values.Count;
            found ??= values.FirstOrDefault(v => v.OrgUnit == last.OrgUnit && v.DataElement == last.DataElement)?.Value;
        }
        Result($"{Facts.Count(stored)} values; that of the last row of the file is {found}", stored == Facts.Rows - _facts.BadLines.Count && found == last.Value);
    }

    private async Task SqlViewAsync()
    {
        Step(6, "Stream a SQL view into a table");
        var query = new SqlViewQuery { Id = _facts.SqlView, Variables = [new("level", "2")] };
        var factory = new CellRows();
        var rows = new List<string?[]>();
        await foreach (var batch in SqlViewReader.ReadAsync(_caller, query, factory, 1000, CancellationToken.None))
            rows.AddRange(batch);
        Table([[.. factory.Names], .. rows]);
        var name = Array.IndexOf([.. factory.Names], "name");
        Result($"{rows.Count} rows", rows.Select(r => r[name]).Order(StringComparer.Ordinal).SequenceEqual(_facts.Regions));
    }

    private void Step(int number, string title)
    {
        Console.WriteLine();
        Console.WriteLine($"{number}  {title}");
        _clock = Stopwatch.StartNew();
    }

    private void Result(string text, bool isRight)
    {
        _isRight &= isRight;
        Console.WriteLine(FormattableString.Invariant($"   {(isRight ? "ok" : "WRONG"),-8}{text,-72}{_clock.Elapsed.TotalSeconds,6:0.0} s"));
    }

    private static void Table(List<string?[]> rows)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column]?.Length ?? 0)).ToArray();
        foreach (var row in rows)
            Console.WriteLine("   " + string.Join("  ", row.Select((cell, column) => (cell ?? "").PadRight(widths[column]))).TrimEnd());
    }
}
