using System.Runtime.CompilerServices;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues;

/// <summary>
/// Reads the values of any number of org units in as few requests as their addresses allow. What comes does not depend on how the org units fall into requests:
/// each value comes once, and an org unit that does not exist, or that the account may not see, is told and leaves the others alone.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="batchSize">The most values of a batch.</param>
/// <param name="zone">Gives the server's time zone, for times that name none.</param>
/// <param name="onRefused">Told the org units, data sets and option combos that give no values, and why. Called on any thread.</param>
public sealed class OrgUnitValueReader(Dhis2Caller caller, int batchSize, Func<CancellationToken, Task<TimeZoneInfo>> zone, Action<string, Dhis2ApiException> onRefused)
{
    private const string NoneKnown = "E2006";

    // What earlier servers than 2.43 say to a data set alone that does not exist.
    private const string NoSource = "E2001";

    private readonly DataValueSelection _selection = new(caller, onRefused);
    private bool _hasRefused;

    /// <summary>Reads the values of a query.</summary>
    /// <exception cref="Dhis2ApiException">The server refuses the query for another reason than its org units.</exception>
    /// <exception cref="Dhis2InputException">The query is not whole, or a parameter that cannot be cut is too long.</exception>
    public async IAsyncEnumerable<IReadOnlyList<DataValue>> ReadAsync(DataValueQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await _selection.PrepareAsync(query, withSingle: false, cancellationToken).ConfigureAwait(false) is not { } wanted)
            yield break;
        var isEmpty = true;
        _hasRefused = false;
        await foreach (var values in ReadAsync(DataValueParts.Of(caller, wanted, DataValueReader.Request), query.Limit, cancellationToken).ConfigureAwait(false))
        {
            isEmpty = false;
            yield return values;
        }
        if (isEmpty && !_hasRefused)
            await _selection.LookUpSinglesAsync(wanted, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the values of the parts of a query, no more than <paramref name="limit"/> of them all together.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<DataValue>> ReadAsync(IEnumerable<DataValueQuery> cut, int? limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = new Stack<DataValueQuery>(cut.Reverse());
        long read = 0;
        while (parts.Count > 0 && read < (limit ?? long.MaxValue))
        {
            var part = parts.Pop() with { Limit = limit is { } most ? (int)(most - read) : null };
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
        catch (Dhis2ApiException e) when (e.ErrorCode == NoSource && DataValueSelection.IsOfOneSet(part))
        {
            _hasRefused = true;
            parts.Clear();
            onRefused(part.DataSets[0], DataValueSelection.NoDataSet(part.DataSets[0]));
            return false;
        }
        catch (Dhis2ApiException e) when (part.OrgUnits.Count > 0 && part.OrgUnitGroups.Count == 0 && !part.IsOfOneAnswer && IsOfOrgUnit(e))
        {
            if (DataValueParts.HalveOrgUnits(part) is var (first, second))
            {
                parts.Push(second);
                parts.Push(first);
            }
            else
            {
                _hasRefused = true;
                onRefused(part.OrgUnits[0], e.ErrorCode == NoneKnown && DataValueSelection.HasUids(part) ? DataValueSelection.NoOrgUnit(part.OrgUnits[0]) : e);
            }
            return false;
        }
    }

    // 2.43 names an org unit outside the account's hierarchy by a code; earlier servers answer 200 and nothing at all, and know no org unit where none exists.
    private static bool IsOfOrgUnit(Dhis2ApiException e) => (e.StatusCode == 200 && e.Report is null) || e.ErrorCode is NoneKnown or "E2012";
}
