using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Dhis2.TestTools;

namespace Dhis2.Benchmarks;

/// <summary>Writes RESULTS.md.</summary>
internal static partial class Report
{
    public static async Task WriteAsync(IReadOnlyList<ResultLine> lines, string powerShell, int runs)
    {
        var manifest = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "Dhis2.psd1"));
        var version = ModuleVersion().Match(manifest).Groups[1].Value;
        var memory = (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes + (1L << 29)) >> 30;
        var text = new StringBuilder();
        text.AppendLine("# Measured").AppendLine()
            .AppendLine("Each number is a ratio of one run on one machine: contestants take turns, each in a fresh process, after a small warm-up; the median counts.")
            .AppendLine("`dotnet run --project tests/Dhis2.Benchmarks -c Release` measures again and writes this file.").AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"- Date: {DateTime.UtcNow:yyyy-MM-dd}; runs: {runs}")
            .AppendLine(CultureInfo.InvariantCulture, $"- Module {version}, PowerShell {powerShell}, {RuntimeInformation.FrameworkDescription}; server: the sandbox, dialect 2.42, in a process of its own on the same machine")
            .AppendLine(CultureInfo.InvariantCulture, $"- Machine: {RuntimeInformation.OSDescription.Split(' ')[0]} {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores, {memory} GB of memory").AppendLine()
            .AppendLine("| work | measured | value | target | reached | medians |")
            .AppendLine("|---|---|---|---|---|---|");
        foreach (var line in lines)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {line.Work} | {line.Measured} | {line.Value} | {line.Target} | {line switch { { Target: null } => "", { IsReached: true } => "yes", _ => "**no**" }} | {line.Detail} |");
        await File.WriteAllTextAsync(Path.Combine(Repository.Root, "tests", "Dhis2.Benchmarks", "RESULTS.md"), text.ToString().ReplaceLineEndings("\n"));
    }

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([0-9.]+)'")]
    private static partial Regex ModuleVersion();
}
