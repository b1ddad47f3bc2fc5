using System.Globalization;

namespace Dhis2.Benchmarks;

/// <summary>Turns measurements into lines of the table.</summary>
internal static class Figures
{
    /// <summary>How many times as fast one is as the other: the median over the runs, each with what ran next to it.</summary>
    public static ResultLine TimesAsFast(string work, string than, IReadOnlyList<Measurement> ours, IReadOnlyList<Measurement> theirs, double? atLeast)
    {
        var ratio = Median(ours.Zip(theirs, (o, t) => t.Seconds / o.Seconds));
        return new ResultLine(work, $"speed against {than}", Text($"{ratio:0.0} times"), atLeast is null ? null : Text($"at least {atLeast:0.#} times"), ratio >= (atLeast ?? 0), Seconds(ours, theirs));
    }

    /// <summary>How many times as long one takes as the other.</summary>
    public static ResultLine TimesAsLong(string work, string than, IReadOnlyList<Measurement> ours, IReadOnlyList<Measurement> theirs, double? atMost)
    {
        var ratio = Median(ours.Zip(theirs, (o, t) => o.Seconds / t.Seconds));
        return new ResultLine(work, $"time against {than}", Text($"{ratio:0.0} times"), atMost is null ? null : Text($"at most {atMost:0.#} times"), ratio <= (atMost ?? ratio), Seconds(ours, theirs));
    }

    /// <summary>The peak of the working set.</summary>
    public static ResultLine Peak(string work, IReadOnlyList<Measurement> runs, int limit, string detail = "")
    {
        var peak = Median(runs.Select(r => r.PeakBytes / 1048576.0));
        return new ResultLine(work, "peak working set", Text($"{peak:0} MB"), Text($"under {limit} MB"), peak < limit, detail);
    }

    /// <summary>What more work adds to the peak.</summary>
    public static ResultLine Growth(string work, string what, IReadOnlyList<Measurement> small, IReadOnlyList<Measurement> large, int atMostPercent)
    {
        var (before, after) = (Median(small.Select(r => (double)r.PeakBytes)), Median(large.Select(r => (double)r.PeakBytes)));
        var percent = (after / before - 1) * 100;
        return new ResultLine(work, $"peak with {what}", Text($"{percent:+0.0;-0.0} %"), Text($"under +{atMostPercent} %"), percent < atMostPercent, Text($"{before / 1048576:0} MB and {after / 1048576:0} MB"));
    }

    public static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(IReadOnlyList<Measurement> ours, IReadOnlyList<Measurement> theirs) =>
        Text($"{Median(ours.Select(r => r.Seconds)):0.00} s and {Median(theirs.Select(r => r.Seconds)):0.00} s");
}
