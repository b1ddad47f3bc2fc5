using Dhis2.Client.Http;
using Dhis2.Client.Imports;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Finds the data set of rows that name none. 2.43 takes one data set a request, and guesses it only where there is nothing to choose.
/// </summary>
internal sealed class DataSetResolver(Dhis2Caller caller, ImportOptions options)
{
    private Dictionary<string, List<NamedSet>>? _setsOf;
    private readonly Dictionary<string, HashSet<string>> _orgUnitsOf = new(StringComparer.Ordinal);

    /// <summary>Splits rows by data set; rows whose set cannot be told go together under none, and the server says why.</summary>
    public async Task<List<Batch<ImportRow>>> SplitAsync(IReadOnlyList<LedgerEntry<ImportRow>> rows, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<string, List<LedgerEntry<ImportRow>>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var set = row.Row.Value.DataSet ?? await FindAsync(row.Row.Value, cancellationToken).ConfigureAwait(false) ?? "";
            if (!groups.TryGetValue(set, out var group))
                groups[set] = group = [];
            group.Add(row);
        }
        return groups.Select(g => new Batch<ImportRow>(g.Value, g.Key.Length == 0 ? null : g.Key)).ToList();
    }

    /// <summary>Splits rows by the data set that they name: 2.40 to 2.42 need none, and check locks and approval of one that is named.</summary>
    public static List<Batch<ImportRow>> SplitByName(IReadOnlyList<LedgerEntry<ImportRow>> rows)
    {
        if (rows.Count == 0)
            return [];
        var first = rows[0].Row.Value.DataSet;
        if (rows.All(row => row.Row.Value.DataSet == first))
            return [new Batch<ImportRow>(rows, first)];
        return [.. rows.GroupBy(row => row.Row.Value.DataSet, StringComparer.Ordinal).Select(set => new Batch<ImportRow>([.. set], set.Key))];
    }

    private async Task<string?> FindAsync(DataValue row, CancellationToken cancellationToken)
    {
        _setsOf ??= await ReadSetsAsync(cancellationToken).ConfigureAwait(false);
        if (!_setsOf.TryGetValue(row.DataElement!, out var sets))
            return null;
        if (sets.Count == 1)
            return sets[0].Name;
        foreach (var set in sets)
        {
            if ((await OrgUnitsAsync(set.Uid, cancellationToken).ConfigureAwait(false)).Contains(row.OrgUnit!))
                return set.Name;
        }
        return sets[0].Name;
    }

    private async Task<Dictionary<string, List<NamedSet>>> ReadSetsAsync(CancellationToken cancellationToken)
    {
        var id = IdProperty.Of(options.Schemes.DataElement ?? options.Schemes.All);
        // The server reads the name of the set under the scheme of the request; under one that the set has no name in, it has to guess.
        var name = IdProperty.Of(options.Schemes.DataSet ?? options.Schemes.All);
        var fields = string.Join(",", new[] { "id", name.Fields }.Distinct());
        var request = new Dhis2Request("dataSets") { Query = { { "fields", $"{fields},dataSetElements[dataElement[{id.Fields}]]" }, { "order", "id:asc" }, { "paging", "false" } } };
        var json = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        var sets = new Dictionary<string, List<NamedSet>>(StringComparer.Ordinal);
        foreach (var set in json.Items("dataSets"))
        {
            var named = new NamedSet(set.Text("id")!, name.Read(set));
            foreach (var element in set.Items("dataSetElements"))
            {
                if (!element.TryGetProperty("dataElement", out var reference) || id.Read(reference) is not { } key)
                    continue;
                if (!sets.TryGetValue(key, out var list))
                    sets[key] = list = [];
                list.Add(named);
            }
        }
        return sets;
    }

    private async Task<HashSet<string>> OrgUnitsAsync(string set, CancellationToken cancellationToken)
    {
        if (_orgUnitsOf.TryGetValue(set, out var known))
            return known;
        var id = IdProperty.Of(options.Schemes.OrgUnit ?? options.Schemes.All);
        var json = await caller.ReadJsonAsync(new Dhis2Request($"dataSets/{set}") { Query = { { "fields", $"organisationUnits[{id.Fields}]" } } }, cancellationToken).ConfigureAwait(false);
        var units = new HashSet<string>(json.Items("organisationUnits").Select(u => id.Read(u) ?? ""), StringComparer.Ordinal);
        return _orgUnitsOf[set] = units;
    }

    /// <summary>A data set, and its name under the scheme of the request.</summary>
    private sealed record NamedSet(string Uid, string? Name);
}
