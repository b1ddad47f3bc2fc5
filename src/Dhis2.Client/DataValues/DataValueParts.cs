using Dhis2.Client.Http;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues;

/// <summary>
/// Cuts a query whose address would be too long into several that give the same values together, each of them once. It is cut by what each value has one of:
/// its org unit, period, data element, attribute option combo. By data sets it is not, because a data element may be in several of them.
/// </summary>
internal static class DataValueParts
{
    /// <summary>The parts, in order; the query itself where it is short enough.</summary>
    /// <exception cref="Dhis2InputException">What is too long cannot be cut, or says something of all values together.</exception>
    public static IReadOnlyList<DataValueQuery> Of(Dhis2Caller caller, DataValueQuery query, Func<DataValueQuery, Dhis2Request> request)
    {
        var parts = UrlLimit.Cut(caller, query, request, Halve).ToList();
        if (parts.Count == 1 || !query.IsOfOneAnswer)
            return parts;
        throw query.Order.Count > 0
            ? Whole("-Order", "Leave out -Order, and sort what comes with Sort-Object.")
            : Whole("offset", "Leave it out, and use -Skip or Select-Object -Skip.");
    }

    /// <summary>The halves of a query by its org units; null where there is one alone.</summary>
    public static (DataValueQuery First, DataValueQuery Second)? HalveOrgUnits(DataValueQuery query) =>
        Halve(query.OrgUnits, ids => query with { OrgUnits = ids });

    // Where most is to be won: three org units beside hundreds of periods are no reason for three requests of hundreds of periods each.
    private static (DataValueQuery First, DataValueQuery Second)? Halve(DataValueQuery query) =>
        Lists(query).Where(list => list.Ids.Count > 1).OrderByDescending(list => list.Ids.Sum(id => id.Length)).Select(list => Halve(list.Ids, list.With)).FirstOrDefault();

    private static IEnumerable<(IReadOnlyList<string> Ids, Func<IReadOnlyList<string>, DataValueQuery> With)> Lists(DataValueQuery query)
    {
        // An org unit may also be of a group, and a data element also of a data set or a group.
        if (query.OrgUnitGroups.Count == 0)
            yield return (query.OrgUnits, ids => query with { OrgUnits = ids });
        yield return (query.Periods, ids => query with { Periods = ids });
        if (query.DataSets.Count + query.DataElementGroups.Count == 0)
            yield return (query.DataElements, ids => query with { DataElements = ids });
        yield return (query.AttributeOptionCombos, ids => query with { AttributeOptionCombos = ids });
    }

    private static (DataValueQuery First, DataValueQuery Second)? Halve(IReadOnlyList<string> ids, Func<IReadOnlyList<string>, DataValueQuery> with)
    {
        var half = ids.Count / 2;
        return half == 0 ? null : (with([.. ids.Take(half)]), with([.. ids.Skip(half)]));
    }

    private static Dhis2InputException Whole(string parameter, string advice) =>
        new($"So long a selection takes several requests, and {parameter} is about the answer of one.", advice) { Item = parameter };
}
