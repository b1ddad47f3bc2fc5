using System.Globalization;
using Dhis2.Client.DataValues.Import;

namespace Dhis2;

/// <summary>
/// The account of a whole import: every row is counted once. <c>Total</c> is the sum of all the others.
/// </summary>
public sealed class ImportSummary
{
    /// <summary>SUCCESS when every row went in or had nothing to change; WARNING when rows were rejected or skipped, or the server told of a conflict; ERROR when none went in or the fate of some is unknown.</summary>
    public string Status =>
        Unknown > 0 || (Rejected > 0 && Accepted == 0) || Stopped ? "ERROR" : Rejected + Skipped + Rows.Count > 0 ? "WARNING" : "SUCCESS";

    /// <summary>Rows read from the input and settled one way or another.</summary>
    public long Total => Accepted + Skipped + Rejected + Unknown;

    /// <summary>New values. 2.43 does not tell them from updated ones and counts all as updated.</summary>
    public long Imported { get; internal set; }

    /// <summary>Values that were there and have been written again.</summary>
    public long Updated { get; internal set; }

    /// <summary>Values deleted.</summary>
    public long Deleted { get; internal set; }

    /// <summary>Rows with nothing to change.</summary>
    public long Unchanged { get; internal set; }

    /// <summary>Rows left out for good reason: zeros of a data element that does not store them, and rows that a later row for the same value overrides.</summary>
    public long Skipped { get; internal set; }

    /// <summary>Rows the server, or a check before sending, refused. None of them is stored.</summary>
    public long Rejected { get; internal set; }

    /// <summary>Rows whose fate neither the server's answer nor reading back could tell.</summary>
    public long Unknown { get; internal set; }

    /// <summary>Every row that was rejected, and those skipped or unknown that are known by name.</summary>
    public IReadOnlyList<ImportConflict> Conflicts => Rows;

    /// <summary>Whether nothing was stored because only a trial was asked for.</summary>
    public bool DryRun { get; internal set; }

    /// <summary>Whether the import ended before its input did.</summary>
    public bool Stopped { get; internal set; }

    /// <summary>Requests that carried rows.</summary>
    public int Requests { get; internal set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>Rows a second.</summary>
    public double RowsPerSecond => Elapsed > TimeSpan.Zero ? Math.Round(Total / Elapsed.TotalSeconds) : 0;

    internal List<ImportConflict> Rows { get; } = [];

    private long Accepted => Imported + Updated + Deleted + Unchanged;

    /// <inheritdoc/>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "{0}{1}: {2:N0} rows: {3:N0} imported, {4:N0} updated, {5:N0} deleted, {6:N0} unchanged, {7:N0} skipped, {8:N0} rejected, {9:N0} unknown",
        Status, DryRun ? " (dry run)" : "", Total, Imported, Updated, Deleted, Unchanged, Skipped, Rejected, Unknown);

    /// <summary>Adds another account to this one.</summary>
    internal void Add(ImportSummary other)
    {
        Imported += other.Imported;
        Updated += other.Updated;
        Deleted += other.Deleted;
        Unchanged += other.Unchanged;
        Skipped += other.Skipped;
        Rejected += other.Rejected;
        Unknown += other.Unknown;
        Requests += other.Requests;
        Rows.AddRange(other.Rows);
    }

    /// <summary>Counts a row that is not stored, and says why.</summary>
    internal void Reject(ImportRow row, string message, string? code = null)
    {
        Rejected++;
        Rows.Add(Conflict("Rejected", row, message, code));
    }

    internal void Skip(ImportRow row, string message)
    {
        Skipped++;
        Rows.Add(Conflict("Skipped", row, message, null));
    }

    internal void MarkUnknown(ImportRow row, string message)
    {
        Unknown++;
        Rows.Add(Conflict("Unknown", row, message, null));
    }

    internal static ImportConflict Conflict(string outcome, ImportRow row, string message, string? code) =>
        new() { Outcome = outcome, File = row.File, Line = row.Line, Row = row.Value, Message = message, ErrorCode = code };
}
