namespace Dhis2.Client.DataValues.Import;

/// <summary>Joins rejected rows with the conflicts that explain them.</summary>
internal static class Reasons
{
    /// <summary>Positions that lie in the batch, each once, in order.</summary>
    public static List<int> Valid(IEnumerable<int> indexes, int rows) => indexes.Where(i => i >= 0 && i < rows).Distinct().OrderBy(i => i).ToList();

    /// <summary>Rejects rows in the account, each with its conflict; tells those no conflict explains.</summary>
    public static List<int> Reject(ImportSummary account, ImportBatch batch, List<int> rejected, ImportAnswer answer, string otherwise)
    {
        var reasons = new Dictionary<int, ServerConflict>();
        foreach (var conflict in answer.Conflicts)
        {
            foreach (var index in conflict.Indexes)
                reasons.TryAdd(index, conflict);
        }
        var unexplained = new List<int>();
        foreach (var index in rejected)
        {
            if (reasons.TryGetValue(index, out var reason))
            {
                account.Reject(batch.Rows[index], reason.Message, reason.Code);
                continue;
            }
            unexplained.Add(index);
            account.Reject(batch.Rows[index], otherwise);
        }
        return unexplained;
    }

    /// <summary>All rows are to blame alike.</summary>
    public static Verdict RefuseAll(ImportBatch batch, ServerConflict conflict) => new(VerdictKind.Refused, conflict.Message)
    {
        Culprits = Enumerable.Range(0, batch.Rows.Count).ToDictionary(i => i, _ => conflict),
    };
}
