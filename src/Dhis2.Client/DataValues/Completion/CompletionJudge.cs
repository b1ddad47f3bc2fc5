using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Completion;

/// <summary>
/// Judges answers to completions (server: <c>DefaultCompleteDataSetRegistrationExchangeService</c>). They count the rows that were ignored and give the reasons,
/// and do not say which row had which: that only the store tells.
/// </summary>
internal static class CompletionJudge
{
    // A period may be called invalid while another request is making it.
    private const string PeriodNotValid = "E7611";

    /// <summary>Judges an answer by itself.</summary>
    public static Verdict Judge(IReadOnlyList<CompletionRow> rows, CompletionAnswer answer)
    {
        var summary = answer.Summary;
        if (!summary.HasSummary)
        {
            return summary.HttpStatus switch
            {
                < 300 => new Verdict(VerdictKind.ReadBack, answer.Reason),
                >= 500 => new Verdict(VerdictKind.Unknown, answer.Reason),
                _ => new Verdict(VerdictKind.Failed, answer.Reason),
            };
        }
        // The import broke off: rows are written one by one, and the answer does not say how many were. The first rows of a period that the server never met may
        // fail so, and are stored when they are sent again.
        if (summary.Counted == 0 || answer.Conflicts.Any(conflict => conflict.Code == PeriodNotValid))
            return new Verdict(VerdictKind.Unknown, answer.Reason);
        var counted = Counted(summary);
        if (summary.Counted != rows.Count)
            return new Verdict(VerdictKind.ReadBack, $"The server's numbers do not add up: it counts {summary.Counted} of {rows.Count} rows. {answer.Reason}");
        if (summary.Ignored == rows.Count)
            return Settled(rows, answer, _ => true);
        // Where nothing was ignored a conflict is a remark: values that the form demands are missing, and the completion is stored all the same.
        return summary.Ignored == 0 && answer.Conflicts.Count == 0
            ? new Verdict(VerdictKind.Settled, answer.Reason) { Counted = counted }
            : new Verdict(VerdictKind.ReadBack, answer.Reason) { Counted = counted };
    }

    /// <summary>Judges an answer that ignored some of the rows, by what the store holds afterwards; null where that is less than the answer counts.</summary>
    public static Verdict? Judge(IReadOnlyList<CompletionRow> rows, CompletionAnswer answer, IReadOnlyList<Finding> findings) =>
        findings.Count(finding => finding != Finding.Agrees) > answer.Summary.Ignored ? null : Settled(rows, answer, i => findings[i] != Finding.Agrees);

    private static Verdict Settled(IReadOnlyList<CompletionRow> rows, CompletionAnswer answer, Func<int, bool> isRejected)
    {
        var rejected = Enumerable.Range(0, rows.Count).Where(isRejected).ToDictionary(i => i, i => ReasonOf(rows[i].Value, answer));
        return new Verdict(VerdictKind.Settled, answer.Reason)
        {
            Rejected = rejected,
            // Ignored, and the store holds what they wanted.
            Counted = Counted(answer.Summary) + new ImportCounts { Unchanged = answer.Summary.Ignored - rejected.Count },
        };
    }

    private static ImportCounts Counted(ImportAnswer summary) => new() { Imported = summary.Imported, Updated = summary.Updated, Deleted = summary.Deleted };

    // Reasons about nothing that is in one of the rows may be any row's.
    private static ServerConflict ReasonOf(DataSetCompletion row, CompletionAnswer answer)
    {
        var own = answer.Conflicts.Where(conflict => conflict.About is { } about && (about == row.DataSet || about == row.Period || about == row.OrgUnit)).ToList();
        var reasons = own.Count > 0 ? own : answer.Conflicts;
        var message = reasons.Count == 0 ? "The server ignored the row without a reason." : string.Join(" ", reasons.Select(reason => reason.ToString()).Distinct());
        return new ServerConflict(message, reasons.Select(reason => reason.Code).FirstOrDefault(), [], null);
    }
}
