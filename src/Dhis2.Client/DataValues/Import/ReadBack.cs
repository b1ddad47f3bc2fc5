using System.Globalization;
using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Looks up in the server's store what became of rows when its answer does not tell.</summary>
internal sealed class ReadBack(Dhis2Caller caller)
{
    // Keeps the address below what servers take.
    private const int IdsPerQuery = 60;

    /// <summary>What the store holds for each row; rows it holds nothing for are missing.</summary>
    public async Task<Dictionary<ValueKey, DataValue>> ReadAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<ValueKey, DataValue>();
        var defaults = await DefaultCombo.OfAsync(caller, batch.Options.Schemes, cancellationToken).ConfigureAwait(false);
        foreach (var query in Queries(batch))
        {
            await foreach (var values in DataValueReader.ReadAsync(caller, query, 1000, cancellationToken).ConfigureAwait(false))
            {
                foreach (var value in values)
                    stored[ValueKey.Of(value, defaults)] = value;
            }
        }
        return stored;
    }

    /// <summary>Whether the store holds what the row wanted.</summary>
    public static bool Agrees(ImportRow row, ImportStrategy strategy, DataValue? stored)
    {
        if (row.Value.Deleted || strategy == ImportStrategy.Delete)
            return stored is null || stored.Deleted;
        return stored is { Deleted: false } && SameValue(row.Value.Value, stored.Value);
    }

    private static IEnumerable<DataValueQuery> Queries(ImportBatch batch)
    {
        foreach (var periods in Chunks(batch.Rows.Select(r => r.Value.Period!), 24))
        {
            var inPeriods = new HashSet<string>(periods, StringComparer.Ordinal);
            var rows = batch.Rows.Where(r => inPeriods.Contains(r.Value.Period!)).ToList();
            foreach (var units in Chunks(rows.Select(r => r.Value.OrgUnit!), IdsPerQuery))
            {
                var inUnits = new HashSet<string>(units, StringComparer.Ordinal);
                foreach (var elements in Chunks(rows.Where(r => inUnits.Contains(r.Value.OrgUnit!)).Select(r => r.Value.DataElement!), IdsPerQuery))
                    yield return Query(batch, periods, units, elements);
            }
        }
    }

    private static DataValueQuery Query(ImportBatch batch, IReadOnlyList<string> periods, IReadOnlyList<string> units, IReadOnlyList<string> elements)
    {
        var schemes = batch.Options.Schemes;
        var extra = new QueryParameters();
        if (!IdSchemes.IsUid(schemes.All))
            extra.Add("inputIdScheme", IdSchemes.Text(schemes.All));
        return new DataValueQuery { DataElements = elements, Periods = periods, OrgUnits = units, IncludeDeleted = true, Schemes = schemes, Extra = extra };
    }

    private static IEnumerable<IReadOnlyList<string>> Chunks(IEnumerable<string> ids, int size)
    {
        var all = ids.Distinct(StringComparer.Ordinal).ToList();
        for (var at = 0; at < all.Count; at += size)
            yield return all.GetRange(at, Math.Min(size, all.Count - at));
    }

    // Servers write some values in their own way: 7.0 as 7, YES as true.
    private static bool SameValue(string? sent, string? stored)
    {
        if (sent == stored)
            return true;
        if (decimal.TryParse(sent, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out var b))
            return a == b;
        return stored is "true" or "false" && bool.TryParse(sent, out var flag) && flag == (stored == "true");
    }
}
