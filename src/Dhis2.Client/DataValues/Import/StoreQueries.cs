using System.Text.RegularExpressions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>The queries that show what the server holds for keys, each with an address that servers take.</summary>
internal static class StoreQueries
{
    private const int IdsPerQuery = 60;
    private const int PeriodsPerQuery = 24;

    public static IEnumerable<DataValueQuery> Of(IReadOnlyCollection<ValueKey> keys)
    {
        foreach (var periods in Chunks(keys.Select(k => k.Period!), PeriodsPerQuery))
        {
            var inPeriods = new HashSet<string>(periods, StringComparer.Ordinal);
            var some = keys.Where(k => inPeriods.Contains(k.Period!)).ToList();
            foreach (var units in Chunks(some.Select(k => k.OrgUnit!), IdsPerQuery))
            {
                var inUnits = new HashSet<string>(units, StringComparer.Ordinal);
                foreach (var elements in Chunks(some.Where(k => inUnits.Contains(k.OrgUnit!)).Select(k => k.DataElement!), IdsPerQuery))
                    yield return new DataValueQuery { DataElements = elements, Periods = periods, OrgUnits = units, IncludeDeleted = true };
            }
        }
    }

    /// <summary>Two queries for the same values, cut where there is most; none for one that asks for one data element, period and org unit.</summary>
    public static DataValueQuery[] Halves(DataValueQuery query)
    {
        var (units, elements, periods) = (query.OrgUnits, query.DataElements, query.Periods);
        var most = Math.Max(units.Count, Math.Max(elements.Count, periods.Count));
        if (most <= 1)
            return [];
        if (units.Count == most)
            return [query with { OrgUnits = [.. units.Take(most / 2)] }, query with { OrgUnits = [.. units.Skip(most / 2)] }];
        return elements.Count == most
            ? [query with { DataElements = [.. elements.Take(most / 2)] }, query with { DataElements = [.. elements.Skip(most / 2)] }]
            : [query with { Periods = [.. periods.Take(most / 2)] }, query with { Periods = [.. periods.Skip(most / 2)] }];
    }

    /// <summary>The query without those of its things that a refusal names; null where it names none.</summary>
    public static DataValueQuery? WithoutNamed(DataValueQuery query, Dhis2ApiException refusal)
    {
        var rest = query with
        {
            OrgUnits = [.. query.OrgUnits.Where(id => !IsNamed(refusal, id))],
            DataElements = [.. query.DataElements.Where(id => !IsNamed(refusal, id))],
            Periods = [.. query.Periods.Where(period => !IsNamed(refusal, period))],
        };
        var (before, left) = (query.OrgUnits.Count + query.DataElements.Count + query.Periods.Count, rest.OrgUnits.Count + rest.DataElements.Count + rest.Periods.Count);
        return left == before || rest.OrgUnits.Count == 0 || rest.DataElements.Count == 0 || rest.Periods.Count == 0 ? null : rest;
    }

    /// <summary>The query without some periods.</summary>
    public static DataValueQuery Without(DataValueQuery query, IReadOnlyCollection<string?> periods) =>
        query.Periods.Any(periods.Contains) ? query with { Periods = [.. query.Periods.Where(period => !periods.Contains(period))] } : query;

    /// <summary>The periods that are none, to which 2.43 answers 400: those that the refusal names, or the one of a query that cannot be cut any more.</summary>
    public static IEnumerable<string> NoPeriods(DataValueQuery query, Dhis2ApiException refusal)
    {
        if (refusal.StatusCode != 400)
            return [];
        if (query.Periods.Count > 1)
            return query.Periods.Where(period => IsNamed(refusal, period));
        return Halves(query).Length == 0 ? query.Periods : [];
    }

    /// <summary>Whether a refusal names an id or a period: <c>Invalid Period `20189`</c>, <c>org unit(s): `[NqjesZ8CbQ3]`</c>.</summary>
    private static bool IsNamed(Dhis2ApiException refusal, string item) => Regex.IsMatch(refusal.Message, $"[`\\[ ,]{Regex.Escape(item)}[`\\], ]", RegexOptions.CultureInvariant);

    /// <summary>The keys that were asked for in queries.</summary>
    internal sealed class Coverage(IEnumerable<DataValueQuery> queries)
    {
        private readonly List<(HashSet<string> Periods, HashSet<string> OrgUnits, HashSet<string> DataElements)> _queries =
            [.. queries.Select(query => (new HashSet<string>(query.Periods), new HashSet<string>(query.OrgUnits), new HashSet<string>(query.DataElements)))];

        public bool Includes(ValueKey key) => _queries.Exists(query => query.Periods.Contains(key.Period!) && query.OrgUnits.Contains(key.OrgUnit!) && query.DataElements.Contains(key.DataElement!));
    }

    private static IEnumerable<IReadOnlyList<string>> Chunks(IEnumerable<string> ids, int size)
    {
        var all = ids.Distinct(StringComparer.Ordinal).ToList();
        for (var at = 0; at < all.Count; at += size)
            yield return all.GetRange(at, Math.Min(size, all.Count - at));
    }
}
