using Dhis2.Client.Imports;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Completion;

/// <summary>Looks up which registrations the server holds.</summary>
/// <param name="caller">Who asks.</param>
/// <param name="defaultCombo">Gives the option combo that one left out stands for.</param>
internal sealed class CompletionStore(Dhis2Caller caller, Func<CancellationToken, Task<string?>> defaultCombo)
{
    private const int IdsPerQuery = 60;

    /// <summary>What the store says of each row. That it shows nothing proves that there is nothing, unless the account may not see the org unit.</summary>
    public async Task<IReadOnlyList<Finding>> FindAsync(IReadOnlyList<CompletionRow> rows, CancellationToken cancellationToken)
    {
        var combo = await defaultCombo(cancellationToken).ConfigureAwait(false);
        var stored = new Dictionary<CompletionKey, DataSetCompletion>();
        var unseen = new HashSet<string?>(StringComparer.Ordinal);
        var queries = new Stack<DataSetCompletionQuery>(Queries(rows));
        while (queries.Count > 0)
        {
            var query = queries.Pop();
            try
            {
                foreach (var found in await ReadAsync(query, cancellationToken).ConfigureAwait(false))
                    stored[CompletionKey.Of(found, combo)] = found;
            }
            // The answer to a question about several things is no when one of them is not to be asked for.
            catch (Dhis2ApiException e) when (e is not Dhis2AuthenticationException && e.StatusCode is 400 or 403 or 404 or 409)
            {
                if (Halves(query) is var (first, second))
                {
                    queries.Push(second);
                    queries.Push(first);
                }
                else if (e.StatusCode is 403 or 404 || e.ErrorCode == "E2012")
                {
                    unseen.Add(query.OrgUnits[0]);
                }
            }
        }
        return [.. rows.Select(row => FindingOf(row, combo, stored, unseen))];
    }

    private static Finding FindingOf(CompletionRow row, string? combo, Dictionary<CompletionKey, DataSetCompletion> stored, HashSet<string?> unseen)
    {
        if (stored.TryGetValue(row.Key(combo), out var found))
            return IsMeant(row.Value, found) ? Finding.Agrees : Finding.Missing;
        return unseen.Contains(row.Value.OrgUnit) ? Finding.Unseen : Finding.Missing;
    }

    // A day that the row does not say may be any; and who registered it, the server decides in the end.
    private static bool IsMeant(DataSetCompletion wanted, DataSetCompletion found) =>
        wanted.Completed == found.Completed && (wanted.Date is null || wanted.Date.Value.Date == found.Date);

    private async Task<IReadOnlyList<DataSetCompletion>> ReadAsync(DataSetCompletionQuery query, CancellationToken cancellationToken)
    {
        var answer = await caller.ReadJsonAsync(query.ToRequest(), cancellationToken).ConfigureAwait(false);
        return [.. answer.Items(DataSetCompletionJson.List).Select(DataSetCompletionJson.Read)];
    }

    private static IEnumerable<DataSetCompletionQuery> Queries(IReadOnlyList<CompletionRow> rows)
    {
        foreach (var sets in rows.GroupBy(row => row.Value.DataSet, StringComparer.Ordinal))
        {
            foreach (var periods in Chunks(sets.Select(row => row.Value.Period!)))
            {
                var some = sets.Where(row => periods.Contains(row.Value.Period!));
                foreach (var units in Chunks(some.Select(row => row.Value.OrgUnit!)))
                    yield return new DataSetCompletionQuery { DataSets = [sets.Key!], Periods = periods, OrgUnits = units };
            }
        }
    }

    private static (DataSetCompletionQuery First, DataSetCompletionQuery Second)? Halves(DataSetCompletionQuery query)
    {
        if (query.Halves() is { } halves)
            return halves;
        var half = query.Periods.Count / 2;
        return half == 0 ? null : (query with { Periods = [.. query.Periods.Take(half)] }, query with { Periods = [.. query.Periods.Skip(half)] });
    }

    private static IEnumerable<IReadOnlyList<string>> Chunks(IEnumerable<string> ids)
    {
        var all = ids.Distinct(StringComparer.Ordinal).ToList();
        for (var at = 0; at < all.Count; at += IdsPerQuery)
            yield return all.GetRange(at, Math.Min(IdsPerQuery, all.Count - at));
    }
}
