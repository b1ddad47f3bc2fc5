using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Judges answers of 2.43, which takes or refuses all rows of a data set at once and rejects only bad values one by one (server: <c>DefaultDataEntryService</c>).
/// </summary>
internal static class GroupWiseJudge
{
    public static Verdict Judge(ImportBatch batch, ImportAnswer answer)
    {
        var rows = batch.Rows.Count;
        if (!answer.HasSummary && IsOfPeriods(answer))
            return new Verdict(VerdictKind.Refused, rows == 1 ? RefusedRows.UnreadablePeriod(batch.Rows[0]) : "The server cannot read a period.") { Rejected = RefusedRows.WithUnreadablePeriod(batch) };
        if (!answer.HasSummary)
        {
            return answer.HttpStatus switch
            {
                < 300 => RowConflicts.ReadBack(answer.Message ?? ""),
                // Its own 400 and 500 mean that nothing was stored; a proxy's do not tell what the server behind it did.
                400 or 500 when answer.IsOfServer => new Verdict(VerdictKind.Failed, answer.Message ?? ""),
                _ => new Verdict(VerdictKind.Unknown, answer.Message ?? ""),
            };
        }
        if (answer.Conflicts.FirstOrDefault(c => c.Indexes.Contains(-1)) is { } whole)
            return Refuse(batch, whole);
        var rejected = RowConflicts.Valid(answer.RejectedIndexes, rows);
        if (answer.Conflicts.Count > 0 && answer.Counted == 0)
            return Refuse(batch, answer.Conflicts[0]);
        var done = batch.Options.Strategy == ImportStrategy.Delete ? answer.Deleted : answer.Updated + answer.Imported + answer.Deleted;
        if (done < rows - rejected.Count && RowConflicts.Unnamed(batch, answer) is { } unnamed)
            return RowConflicts.ReadBack(answer, rejected, unnamed);
        // The sum decides. Where it does not come out, the whole write failed, whatever the status says.
        if (done != rows - rejected.Count)
            return new Verdict(VerdictKind.Failed, answer.Conflicts.Count > 0 ? answer.Conflicts[0].Message : "The server stored none of the rows and did not say why.");
        return Settle(batch, answer, rejected);
    }

    private static Verdict Settle(ImportBatch batch, ImportAnswer answer, List<int> rejected)
    {
        var isRejected = new HashSet<int>(rejected);
        var deleted = 0;
        for (var i = 0; i < batch.Rows.Count; i++)
        {
            if (!isRejected.Contains(i) && (batch.Options.Strategy == ImportStrategy.Delete || batch.Rows[i].Value.Deleted))
                deleted++;
        }
        return new Verdict(VerdictKind.Settled, answer.Message ?? "")
        {
            Rejected = RowConflicts.Of(rejected, answer, "The server refused the row without a reason.").Reasons,
            // It counts new values with those that were changed; under Create there was none before.
            Counted = batch.Options.Strategy == ImportStrategy.Create
                ? new ImportCounts { Deleted = deleted, Imported = batch.Rows.Count - rejected.Count - deleted }
                : new ImportCounts { Deleted = deleted, Updated = batch.Rows.Count - rejected.Count - deleted },
        };
    }

    private static Verdict Refuse(ImportBatch batch, ServerConflict conflict) =>
        new(VerdictKind.Refused, conflict.Message) { Rejected = RefusedRows.Find(batch, conflict), Code = conflict.Code };

    // A period that the server cannot read makes it fail on the whole request, each time: "Cannot invoke "...DataEntryGroup.deletion()" because "group" is null".
    private static bool IsOfPeriods(ImportAnswer answer) => answer is { HttpStatus: 500, Message: { } message }
        && message.Contains("DataEntryGroup.", StringComparison.Ordinal) && message.Contains("is null", StringComparison.Ordinal);
}
