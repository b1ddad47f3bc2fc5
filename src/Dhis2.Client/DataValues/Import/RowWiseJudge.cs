using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Judges answers of 2.40 to 2.42, which take and refuse rows one by one (server: <c>DefaultDataValueSetService</c>).
/// </summary>
internal static class RowWiseJudge
{
    // The data set, or the whole of what the envelope names, is unknown or out of reach: no row was looked at.
    private static readonly HashSet<string> s_wholeRequest = ["E7600", "E7601", "E7602", "E7603", "E7604"];

    /// <summary>Judges an answer.</summary>
    /// <param name="batch">The rows of the request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="mayBeUncounted">How many rows the server may pass over without counting them: zeros of data elements that do not keep zeros.</param>
    public static Verdict Judge(ImportBatch batch, ImportAnswer answer, int mayBeUncounted = int.MaxValue)
    {
        // Rows are written in blocks, and those before a failure stay.
        if (!answer.HasSummary)
            return answer.HttpStatus < 300 ? RowConflicts.ReadBack(answer.Message ?? "") : new Verdict(VerdictKind.Unknown, answer.Message ?? "");
        if (answer.Status == "ERROR" && answer.Conflicts.FirstOrDefault(c => c.Code is not null && s_wholeRequest.Contains(c.Code)) is { } whole)
            return RowConflicts.RefuseAll(batch, whole);
        // Rows are written in blocks that stay when a later one fails, and the answer does not say which.
        if (answer.Status == "ERROR" && answer.Conflicts.Count == 0 && answer.RejectedIndexes.Count == 0 && answer.Counted == 0 && batch.Rows.Count > 0)
            return new Verdict(VerdictKind.Unknown, answer.Message ?? "The import process failed.");
        return Settle(batch, answer, mayBeUncounted);
    }

    private static Verdict Settle(ImportBatch batch, ImportAnswer answer, int mayBeUncounted)
    {
        var rows = batch.Rows.Count;
        // Conflicts may name rows that are not rejected, but where rows were left out and none is, they are those.
        var rejected = RowConflicts.Valid(answer.RejectedIndexes.Count > 0 || answer.Ignored == 0 ? answer.RejectedIndexes : answer.Conflicts.SelectMany(c => c.Indexes), rows);
        var unchanged = answer.Ignored - rejected.Count;
        var uncounted = rows - answer.Counted;
        if (unchanged < 0 || uncounted < 0)
            return RowConflicts.ReadBack($"The server's numbers do not add up: {answer.Counted} counted of {rows} rows, {rejected.Count} rejected.");
        // A conflict beside rows that are all counted as stored is told, too, once it is known that they are.
        if ((unchanged + uncounted > 0 || IsAllStored(answer, rows)) && UnnamedReason(batch, answer, rejected) is { } unnamed)
            return RowConflicts.ReadBack(answer, rejected, unnamed);
        if (uncounted > mayBeUncounted)
            return RowConflicts.ReadBack(answer, rejected, new ServerConflict($"The server left the row out without a word: it counts {answer.Counted} of {rows} rows.", null, [], null));
        var (reasons, unexplained) = RowConflicts.Of(rejected, answer, RowConflicts.OfStrategy(batch.Options.Strategy));
        return new Verdict(VerdictKind.Settled, answer.Message ?? "")
        {
            Rejected = reasons,
            Unexplained = unexplained,
            Counted = new ImportCounts { Imported = answer.Imported, Updated = answer.Updated, Deleted = answer.Deleted, Unchanged = unchanged, Skipped = uncounted },
        };
    }

    private static bool IsAllStored(ImportAnswer answer, int rows) => answer.Imported + answer.Updated + answer.Deleted == rows;

    // Rows may be left out because there was nothing to change. Not where a conflict names no row, or where the import is no success and nothing else says why.
    private static ServerConflict? UnnamedReason(ImportBatch batch, ImportAnswer answer, List<int> rejected)
    {
        if (RowConflicts.Unnamed(batch, answer) is { } unnamed)
            return unnamed;
        return answer.Status != "SUCCESS" && rejected.Count == 0
            ? new ServerConflict(answer.Message ?? $"The import ended as {answer.Status}, without a reason.", null, [], null)
            : null;
    }
}
