using System.Globalization;
using Dhis2.Benchmarks;
using Dhis2.TestTools;

var (only, runs) = ("", 5);
for (var i = 0; i + 1 < args.Length; i += 2)
{
    if (args[i] == "--only")
        only = args[i + 1];
    else if (args[i] == "--runs")
        runs = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
}
using var shell = new Shell(await Engine.FindAsync(), runs);
IReadOnlyList<IBenchmark> all = [new DataValueBenchmark(), new OrgUnitBenchmark(), new SqlViewBenchmark(), new ImportBenchmark(), new MetadataBenchmark(), new FirstObjectBenchmark(), new LoadBenchmark()];
var lines = new List<ResultLine>();
foreach (var benchmark in all.Where(b => only.Length == 0 || b.Name.Equals(only, StringComparison.OrdinalIgnoreCase)))
{
    Console.WriteLine(benchmark.Name);
    var results = await benchmark.RunAsync(shell);
    lines.AddRange(results);
    foreach (var line in results)
        Console.WriteLine($"  {line switch { { Target: null } => "", { IsReached: true } => "reached", _ => "MISSED" },-8} {line.Work}: {line.Measured}: {line.Value} (target {line.Target ?? "none"}; {line.Detail})");
}
// A part of the table must not pass for the whole.
if (only.Length == 0)
    await Report.WriteAsync(lines, await shell.VersionAsync(), runs);
return lines.TrueForAll(l => l.IsReached) ? 0 : 1;
