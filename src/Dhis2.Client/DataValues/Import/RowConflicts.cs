using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Joins rejected rows with the conflicts that explain them.</summary>
internal static class RowConflicts
{
    /// <summary>Positions that lie in the batch, each once, in order.</summary>
    public static List<int> Valid(IEnumerable<int> indexes, int rows) => indexes.Where(i => i >= 0 && i < rows).Distinct().OrderBy(i => i).ToList();

    /// <summary>The conflict of each rejected row; tells those no conflict explains.</summary>
    public static (Dictionary<int, ServerConflict> Reasons, List<int> Unexplained) Of(List<int> rejected, ImportAnswer answer, string otherwise)
    {
        var named = new Dictionary<int, ServerConflict>();
        foreach (var conflict in answer.Conflicts)
        {
            foreach (var index in conflict.Indexes)
                named.TryAdd(index, conflict);
        }
        var unknown = new ServerConflict(otherwise, null, [], null);
        var unexplained = rejected.Where(i => !named.ContainsKey(i)).ToList();
        return (rejected.ToDictionary(i => i, i => named.TryGetValue(i, out var reason) ? reason : unknown), unexplained);
    }

    /// <summary>Why a row is refused that no conflict explains: its strategy does not fit what is stored.</summary>
    public static string OfStrategy(ImportStrategy strategy) => strategy switch
    {
        ImportStrategy.Create => "There is a value already, and the strategy is Create.",
        ImportStrategy.Update => "There is no value to update, and the strategy is Update.",
        ImportStrategy.Delete => "There is no value to delete.",
        _ => "The server refused the row without a reason.",
    };

    /// <summary>The conflicts that name no row of the request, as one; null when there is none.</summary>
    public static ServerConflict? Unnamed(ImportBatch batch, ImportAnswer answer)
    {
        var unnamed = answer.Conflicts.Where(c => Valid(c.Indexes, batch.Rows.Count).Count == 0).ToList();
        if (unnamed.Count == 0)
            return null;
        var codes = unnamed.Select(c => c.Code).Distinct().ToList();
        return new ServerConflict(string.Join(" ", unnamed.Select(c => c.Message).Distinct()), codes.Count == 1 ? codes[0] : null, [], null);
    }

    /// <summary>The answer does not say what became of any row.</summary>
    public static Verdict ReadBack(string reason) => new(VerdictKind.ReadBack, reason);

    /// <summary>The answer counts rows that were left out, and names only some of them.</summary>
    public static Verdict ReadBack(ImportAnswer answer, List<int> rejected, ServerConflict unnamed) => new(VerdictKind.ReadBack, unnamed.Message)
    {
        Rejected = Of(rejected, answer, unnamed.Message).Reasons,
        Counted = new ImportCounts { Imported = answer.Imported, Updated = answer.Updated, Deleted = answer.Deleted },
        Code = unnamed.Code,
    };

    /// <summary>All rows are at fault alike.</summary>
    public static Verdict RefuseAll(ImportBatch batch, ServerConflict conflict) => new(VerdictKind.Refused, conflict.Message)
    {
        Rejected = Enumerable.Range(0, batch.Rows.Count).ToDictionary(i => i, _ => conflict),
    };
}
