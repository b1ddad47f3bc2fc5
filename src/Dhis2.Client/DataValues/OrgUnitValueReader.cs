using System.Runtime.CompilerServices;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues;

/// <summary>
/// Reads the values of any number of org units in as few requests as their addresses allow. What comes does not depend on how the org units fall into requests:
/// each value comes once, and an org unit that does not exist, or that the account may not see, is told and leaves the others alone.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="batchSize">The most values of a batch.</param>
/// <param name="zone">Gives the server's time zone, for times that name none.</param>
/// <param name="onRefused">Told the org units that give no values, and why. Called on any thread.</param>
public sealed class OrgUnitValueReader(Dhis2Caller caller, int batchSize, Func<CancellationToken, Task<TimeZoneInfo>> zone, Action<string, Dhis2ApiException> onRefused)
{
    // With these query parameters the org units are not uids.
    private static readonly string[] s_inputSchemes = ["inputOrgUnitIdScheme", "inputIdScheme"];

    /// <summary>Reads the values of a query.</summary>
    /// <exception cref="Dhis2ApiException">The server refuses the query for another reason than its org units.</exception>
    /// <exception cref="Dhis2InputException">The query is not whole, or a parameter that cannot be cut is too long.</exception>
    public async IAsyncEnumerable<IReadOnlyList<DataValue>> ReadAsync(DataValueQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        query = DataValueReader.Checked(query, caller.Session.Dialect);
        var wanted = query with { OrgUnits = [.. query.OrgUnits.Distinct(StringComparer.Ordinal)] };
        if (wanted.OrgUnits.Count > 1 && !Array.Exists(s_inputSchemes, query.Extra.Has))
            wanted = await KeepKnownAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (wanted.OrgUnits.Count + wanted.OrgUnitGroups.Count == 0)
            yield break;
        var parts = new Stack<DataValueQuery>(Enumerable.Reverse(Parts(wanted)));
        long read = 0;
        while (parts.Count > 0 && read < (query.Limit ?? long.MaxValue))
        {
            var part = parts.Pop() with { Limit = query.Limit is { } limit ? (int)(limit - read) : null };
            var values = DataValueReader.ReadAsync(caller, part, batchSize, cancellationToken, zone).GetAsyncEnumerator(cancellationToken);
            await using var open = values.ConfigureAwait(false);
            var isOpen = await OpenAsync(values, part, parts).ConfigureAwait(false);
            while (isOpen)
            {
                read += values.Current.Count;
                yield return values.Current;
                isOpen = await values.MoveNextAsync().ConfigureAwait(false);
            }
        }
    }

    // A request that is refused because of an org unit is halved until it asks for that org unit alone.
    private async Task<bool> OpenAsync(IAsyncEnumerator<IReadOnlyList<DataValue>> values, DataValueQuery part, Stack<DataValueQuery> parts)
    {
        try
        {
            return await values.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (part.OrgUnits.Count > 0 && part.OrgUnitGroups.Count == 0 && IsOfOrgUnit(e))
        {
            if (part.OrgUnits.Count == 1)
            {
                onRefused(part.OrgUnits[0], e);
            }
            else
            {
                var (first, second) = Halve(part)!.Value;
                parts.Push(second);
                parts.Push(first);
            }
            return false;
        }
    }

    // The codes are those of an org unit outside the account's hierarchy (2.43) and of none that exists; earlier servers answer 200 and nothing at all.
    private static bool IsOfOrgUnit(Dhis2ApiException e) => (e.StatusCode == 200 && e.Report is null) || e.ErrorCode is "E2006" or "E2012";

    // The server ignores unknown org units beside known ones, so they are looked up first.
    private async Task<DataValueQuery> KeepKnownAsync(DataValueQuery query, CancellationToken cancellationToken)
    {
        var paths = await OrgUnitPaths.ReadAsync(caller, [.. query.OrgUnits.Where(Uid.IsValid)], cancellationToken).ConfigureAwait(false);
        foreach (var unknown in query.OrgUnits.Where(unit => !paths.ContainsKey(unit)))
            onRefused(unknown, new Dhis2ApiException($"There is no org unit with the id '{unknown}'.", 404, null, "Check the id.") { Item = unknown });
        var known = query.OrgUnits.Where(paths.ContainsKey);
        // With children, an org unit below another one of the query would be read twice.
        return query with { OrgUnits = query.Children ? OrgUnitPaths.Tops(paths, known) : [.. known] };
    }

    private List<DataValueQuery> Parts(DataValueQuery query)
    {
        var parts = UrlLimit.Cut(caller, query, DataValueReader.Request, Halve).ToList();
        if (parts.Count > 1 && query.OrgUnitGroups.Count > 0)
        {
            throw new Dhis2InputException(
                "So many org units take several requests, and beside -OrgUnitGroup their values would come more than once.",
                "Read the org units and the groups with commands of their own.")
            { Item = "-OrgUnit" };
        }
        return parts;
    }

    private static (DataValueQuery First, DataValueQuery Second)? Halve(DataValueQuery query)
    {
        var half = query.OrgUnits.Count / 2;
        return half == 0 ? null : (query with { OrgUnits = [.. query.OrgUnits.Take(half)] }, query with { OrgUnits = [.. query.OrgUnits.Skip(half)] });
    }
}
