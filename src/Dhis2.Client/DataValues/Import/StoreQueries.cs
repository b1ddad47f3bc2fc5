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

    private static IEnumerable<IReadOnlyList<string>> Chunks(IEnumerable<string> ids, int size)
    {
        var all = ids.Distinct(StringComparer.Ordinal).ToList();
        for (var at = 0; at < all.Count; at += size)
            yield return all.GetRange(at, Math.Min(size, all.Count - at));
    }
}
