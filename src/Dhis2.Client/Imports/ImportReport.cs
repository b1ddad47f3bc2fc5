using System.Globalization;
using Dhis2.Client.Imports;

namespace Dhis2;

/// <summary>
/// What became of the rows of an import: every row is counted once. <c>Total</c> is the sum of all the other counts.
/// </summary>
public class ImportReport
{
    private readonly ImportCounts _counts;

    internal ImportReport(ImportCounts counts, IReadOnlyList<ImportProblem> problems)
    {
        _counts = counts;
        Problems = problems;
    }

    /// <summary>
    /// SUCCESS when every row went in or had nothing to change; WARNING when rows were rejected or skipped, or there is something else to tell;
    /// ERROR when none went in, the outcome of some is unknown, or the import ended before all were sent.
    /// </summary>
    public virtual string Status =>
        Unknown + NotSent > 0 || (Rejected > 0 && Accepted == 0) || Stopped ? "ERROR" : Rejected + Skipped + Problems.Count > 0 ? "WARNING" : "SUCCESS";

    /// <summary>Rows read from the input.</summary>
    public long Total => _counts.Total;

    /// <summary>New values. Some servers do not tell them from updated ones and count all as updated.</summary>
    public long Imported => _counts.Imported;

    /// <summary>Values that were there and have been written again.</summary>
    public long Updated => _counts.Updated;

    /// <summary>Values deleted.</summary>
    public long Deleted => _counts.Deleted;

    /// <summary>Rows with nothing to change.</summary>
    public long Unchanged => _counts.Unchanged;

    /// <summary>Rows left out for good reason: zeros of a data element that does not store them, and rows that a later row for the same value overrides.</summary>
    public long Skipped => _counts.Skipped;

    /// <summary>Rows the server, or a check before sending, refused. None of them is stored.</summary>
    public long Rejected => _counts.Rejected;

    /// <summary>Rows that the server never took, because the import ended before. None of them is stored.</summary>
    public long NotSent => _counts.NotSent;

    /// <summary>Rows that were sent, and neither the server's answer nor reading back could tell what became of them.</summary>
    public long Unknown => _counts.Unknown;

    /// <summary>
    /// Every row that was rejected, not sent or left unknown, those skipped that are known by name, and warnings; in the order of the input. Where the server left out
    /// some of several rows without naming them, all of these are here as unknown: more than <see cref="Unknown"/> counts.
    /// </summary>
    public IReadOnlyList<ImportProblem> Problems { get; }

    /// <summary>How many of <see cref="Problems"/> have an outcome; tells it without reading them where they are many.</summary>
    public int CountProblems(ImportOutcome outcome) => Problems is SortedProblems sorted ? sorted.CountOf(outcome) : Problems.Count(p => p.Outcome == outcome);

    /// <summary>How many of <see cref="Problems"/> are of rows that were rejected because others were.</summary>
    public virtual long Consequences => 0;

    /// <summary>Whether nothing was stored because only a trial was asked for.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether the import ended before its input did, or part of the input could not be read.</summary>
    public bool Stopped { get; init; }

    /// <summary>Which share of the rows was imported, as <c>3/16</c>; null for all of them.</summary>
    public string? Partition { get; init; }

    /// <summary>Rows of the input that belong to other shares, and are in no other count.</summary>
    public long OtherRows { get; init; }

    /// <summary>Rows that earlier runs of an import with a journal had settled: they are in the counts, and were not sent again. Null where no earlier run began the journal.</summary>
    public long? ResumedRows { get; init; }

    /// <summary>Whether the import went on where an earlier run of it ended. The counts and problems are those of all runs; requests and time are those of this one.</summary>
    public bool Resumed => ResumedRows is not null;

    /// <summary>Requests that carried rows.</summary>
    public int Requests { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Rows a second.</summary>
    public double RowsPerSecond => Elapsed > TimeSpan.Zero ? Math.Round((Total - (ResumedRows ?? 0)) / Elapsed.TotalSeconds) : 0;

    private long Accepted => Imported + Updated + Deleted + Unchanged;

    /// <inheritdoc/>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "{0}{1}: {2:N0} rows: {3:N0} imported, {4:N0} updated, {5:N0} deleted, {6:N0} unchanged, {7:N0} skipped, {8:N0} rejected, {9:N0} not sent, {10:N0} unknown",
        Status, DryRun ? " (dry run)" : Resumed ? " (resumed)" : "", Total, Imported, Updated, Deleted, Unchanged, Skipped, Rejected, NotSent, Unknown);
}
