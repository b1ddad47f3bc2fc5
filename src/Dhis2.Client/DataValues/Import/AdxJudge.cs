using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Judges answers of 2.40 to 2.42 to ADX. What they cannot read of it they leave out before they count positions, which is a conflict without one under 2.40 and 2.41
/// (<c>ADX Error</c>, also in a success), and the end of the whole import under 2.42. Whatever else they say is as for other formats.
/// </summary>
internal static class AdxJudge
{
    /// <summary>What 2.40 and 2.41 have in place of a code.</summary>
    public const string Fault = "ADX Error";

    /// <summary>Rows of a request of which none is written before all of them are read: values are written in blocks of two thousand.</summary>
    public const int WrittenAtOnce = 1_000;

    /// <summary>Judges an answer.</summary>
    /// <param name="batch">The rows of the request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="mayBeUncounted">How many rows the server may pass over without counting them.</param>
    public static Verdict Judge(ImportBatch batch, ImportAnswer answer, int mayBeUncounted = int.MaxValue)
    {
        var faults = answer.Conflicts.Where(conflict => conflict.Code == Fault).ToList();
        if (answer is { Status: "ERROR", Counted: 0 } && (faults.FirstOrDefault()?.Message ?? AdxFaults.OfFailure(answer.Message)) is { } fault)
            return Refuse(batch, answer, new ServerConflict(fault, Fault, [], null));
        if (faults.Count == 0)
            return RowWiseJudge.Judge(batch, answer, mayBeUncounted);
        var leftOut = new Dictionary<int, ServerConflict>();
        foreach (var one in faults)
        {
            var rows = AdxFaults.Find(batch.Rows, one.Message);
            if (rows.Count == 0 && batch.Rows.Count > 1)
                return OfUnnamed(batch, answer, faults);
            foreach (var row in batch.Rows.Count == 1 ? [0] : rows)
                leftOut[row] = one;
        }
        return leftOut.Count > answer.Ignored ? OfUnnamed(batch, answer, faults) : JudgeOthers(batch, answer, leftOut, mayBeUncounted);
    }

    // Positions cannot be told, because nobody knows which rows the server left out before it counted them. Rows by categories whose option combos are not known cannot
    // be read back: smaller requests tell what became of them.
    private static Verdict OfUnnamed(ImportBatch batch, ImportAnswer answer, List<ServerConflict> faults)
    {
        var all = new ServerConflict(string.Join(" ", faults.Select(fault => fault.Message).Distinct()), Fault, [], null);
        return batch.Rows.All(row => row.HasOptionCombos) ? RowConflicts.ReadBack(answer, [], all) : new Verdict(VerdictKind.Unknown, all.Message) { Code = Fault };
    }

    // Of the rows it did not leave out the server speaks as if there had been no others.
    private static Verdict JudgeOthers(ImportBatch batch, ImportAnswer answer, Dictionary<int, ServerConflict> leftOut, int mayBeUncounted)
    {
        var others = Enumerable.Range(0, batch.Rows.Count).Where(i => !leftOut.ContainsKey(i)).ToList();
        var verdict = RowWiseJudge.Judge(new ImportBatch([.. others.Select(i => batch.Rows[i])], batch.DataSet, batch.Options), answer.Without(Fault, leftOut.Count), mayBeUncounted);
        var rejected = leftOut.ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var pair in verdict.Rejected)
            rejected[others[pair.Key]] = pair.Value;
        return verdict with { Rejected = rejected, Unexplained = [.. verdict.Unexplained.Select(i => others[i])] };
    }

    private static Verdict Refuse(ImportBatch batch, ImportAnswer answer, ServerConflict conflict)
    {
        if (batch.Rows.Count > WrittenAtOnce)
            return new Verdict(VerdictKind.Unknown, conflict.Message) { Code = Fault };
        var rows = AdxFaults.Find(batch.Rows, conflict.Message);
        if (rows.Count == 0)
            rows = AdxFaults.InGroup(batch.Rows, answer.Message);
        return new Verdict(VerdictKind.Refused, conflict.Message) { Rejected = rows.ToDictionary(i => i, _ => conflict), Code = Fault };
    }
}
