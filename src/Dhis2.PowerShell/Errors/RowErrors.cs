using System.Globalization;
using System.Management.Automation;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Errors;

/// <summary>Tells of every row that did not go in: an error record each, and one for all beyond what a person reads.</summary>
internal static class RowErrors
{
    private const int Most = 100;
    private const int MostWarnings = 10;

    public static void Write(Dhis2Cmdlet cmdlet, ImportReport summary, Action<ErrorRecord> writeError)
    {
        WriteWarnings(cmdlet, summary);
        foreach (var conflict in First(Most, summary, ImportOutcome.Rejected))
            writeError(Record(conflict, summary));
        if (summary.CountProblems(ImportOutcome.Rejected) - summary.Consequences - Most is > 0 and var more)
            writeError(ErrorRecordFactory.Of(More(more), summary));
        if (summary.Consequences > 0)
            writeError(ErrorRecordFactory.Of(HeldBack(summary), summary));
        if (summary.Unknown > 0)
            writeError(ErrorRecordFactory.Of(Unknown(summary), summary));
    }

    // Two rows for one value are a warning: nothing failed, but it is rarely intended.
    private static void WriteWarnings(Dhis2Cmdlet cmdlet, ImportReport summary)
    {
        foreach (var problem in First(MostWarnings, summary, ImportOutcome.Skipped, ImportOutcome.Warning))
            cmdlet.WriteWarning(problem.ToString());
        if (summary.CountProblems(ImportOutcome.Skipped) + summary.CountProblems(ImportOutcome.Warning) - MostWarnings is > 0 and var more)
            cmdlet.WriteWarning(string.Format(CultureInfo.CurrentCulture, "{0:N0} more such rows are in the report's Problems.", more));
    }

    // There may be millions, in a file: none is read behind the last one needed.
    private static IEnumerable<ImportProblem> First(int most, ImportReport summary, params ImportOutcome[] outcomes) =>
        summary.Problems.Where(p => outcomes.Contains(p.Outcome) && !p.IsConsequence).Take((int)Math.Min(most, outcomes.Sum(summary.CountProblems) - (outcomes.Contains(ImportOutcome.Rejected) ? summary.Consequences : 0)));

    private static ErrorRecord Record(ImportProblem conflict, ImportReport summary)
    {
        var error = new Dhis2RowRejectedException(conflict, summary, conflict.Advice ?? "Correct the row and import it again; no other row is held up by it.") { Outcome = summary };
        return new ErrorRecord(error, "Dhis2.RowRejected", ErrorCategory.InvalidData, conflict)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.RecommendedAction },
        };
    }

    private static Dhis2InputException More(long count) => new(
        string.Format(CultureInfo.CurrentCulture, "{0:N0} more rows were rejected.", count),
        "The summary's Conflicts hold all of them, with their files and lines.");

    private static Dhis2InputException HeldBack(ImportReport summary) => new(
        string.Format(CultureInfo.CurrentCulture, "{0:N0} more were not stored because of that: nothing is said to be wrong with them.", summary.Consequences),
        "Import them again when the others are corrected. The report's Problems hold all of them.");

    private static Dhis2UnknownOutcomeException Unknown(ImportReport summary)
    {
        var rows = First(6, summary, ImportOutcome.Unknown).ToList();
        var places = string.Join(", ", rows.Take(5).Select(c => c.Place));
        return new Dhis2UnknownOutcomeException(
            string.Format(CultureInfo.CurrentCulture, "The fate of {0:N0} rows is unknown: {1}{2}. {3}", summary.Unknown, places, rows.Count > 5 ? ", ..." : "", rows.Count > 0 ? rows[0].Message : ""),
            "Import these rows again: the same rows twice do no harm. They are in the summary's Conflicts with the outcome Unknown.")
        { Count = summary.Unknown, Item = summary, Outcome = summary };
    }
}
