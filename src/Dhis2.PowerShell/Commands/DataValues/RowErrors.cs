using System.Globalization;
using System.Management.Automation;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Commands;

/// <summary>Tells of every row that did not go in: an error record each, and one for all beyond what a person reads.</summary>
internal static class RowErrors
{
    private const int Most = 100;

    public static void Write(Dhis2Cmdlet cmdlet, ImportSummary summary, Action<ErrorRecord> writeError)
    {
        foreach (var conflict in summary.Conflicts.Where(c => c.Outcome == "Skipped").Take(Most))
            cmdlet.WriteVerbose(conflict.ToString());
        var rejected = summary.Conflicts.Where(c => c.Outcome == "Rejected").ToList();
        foreach (var conflict in rejected.Take(Most))
            writeError(Record(conflict, summary));
        if (rejected.Count > Most)
            writeError(ErrorRecordFactory.Of(More(rejected.Count - Most), summary));
        if (summary.Unknown > 0)
            writeError(ErrorRecordFactory.Of(Unknown(summary), summary));
    }

    private static ErrorRecord Record(ImportConflict conflict, ImportSummary summary)
    {
        var error = new Dhis2RowRejectedException(conflict, summary, "Correct the row and import it again; no other row is held up by it.");
        return new ErrorRecord(error, "Dhis2.RowRejected", ErrorCategory.InvalidData, conflict)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.RecommendedAction },
        };
    }

    private static Dhis2InputException More(int count) => new(
        string.Format(CultureInfo.CurrentCulture, "{0:N0} more rows were rejected.", count),
        "The summary's Conflicts hold all of them, with their files and lines.");

    private static Dhis2UnknownOutcomeException Unknown(ImportSummary summary)
    {
        var rows = summary.Conflicts.Where(c => c.Outcome == "Unknown").ToList();
        var places = string.Join(", ", rows.Take(5).Select(c => c.Place));
        return new Dhis2UnknownOutcomeException(
            string.Format(CultureInfo.CurrentCulture, "The fate of {0:N0} rows is unknown: {1}{2}. {3}", summary.Unknown, places, rows.Count > 5 ? ", ..." : "", rows.Count > 0 ? rows[0].Message : ""),
            "Import these rows again: the same rows twice do no harm. They are in the summary's Conflicts with the outcome Unknown.")
        { Count = summary.Unknown, Item = summary };
    }
}
