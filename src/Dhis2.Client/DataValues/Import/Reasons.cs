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

    /// <summary>The conflicts that name no row of the request, as one; null when there is none.</summary>
    public static ServerConflict? Unnamed(ImportBatch batch, ImportAnswer answer)
    {
        var unnamed = answer.Conflicts.Where(c => Valid(c.Indexes, batch.Rows.Count).Count == 0).ToList();
        if (unnamed.Count == 0)
            return null;
        var codes = unnamed.Select(c => c.Code).Distinct().ToList();
        return new ServerConflict(string.Join(" ", unnamed.Select(c => c.Message).Distinct()), codes.Count == 1 ? codes[0] : null, [], null);
    }

    /// <summary>The answer tells the fate of no row.</summary>
    public static Verdict ReadBack(ImportBatch batch, string reason) =>
        new(VerdictKind.ReadBack, reason) { Open = Enumerable.Range(0, batch.Rows.Count).ToList() };

    /// <summary>The answer counts rows that were left out, and names only some of them.</summary>
    public static Verdict ReadBack(ImportBatch batch, ImportAnswer answer, List<int> rejected, ServerConflict unnamed)
    {
        var account = new ImportSummary();
        Reject(account, batch, rejected, answer, unnamed.Message);
        return new Verdict(VerdictKind.ReadBack, unnamed.Message)
        {
            Account = account,
            Open = Enumerable.Range(0, batch.Rows.Count).Except(rejected).ToList(),
            Counted = new ImportSummary { Imported = answer.Imported, Updated = answer.Updated, Deleted = answer.Deleted },
            Code = unnamed.Code,
        };
    }

    /// <summary>All rows are to blame alike.</summary>
    public static Verdict RefuseAll(ImportBatch batch, ServerConflict conflict) => new(VerdictKind.Refused, conflict.Message)
    {
        Culprits = Enumerable.Range(0, batch.Rows.Count).ToDictionary(i => i, _ => conflict),
    };
}
