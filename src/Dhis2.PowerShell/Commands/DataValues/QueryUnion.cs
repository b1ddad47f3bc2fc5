using Dhis2.Client.DataValues;

namespace Dhis2.PowerShell.Commands;

/// <summary>
/// Makes one query of those that come one by one: for one file. That is exact where they differ in one list alone, as those of piped org units do; of queries
/// that differ in two, as for pairs of an org unit and a period, it would also ask for what nobody asked for.
/// </summary>
internal sealed class QueryUnion
{
    private static readonly Part[] s_parts =
    [
        new("org units", q => q.OrgUnits, (q, ids) => q with { OrgUnits = ids }), new("data sets", q => q.DataSets, (q, ids) => q with { DataSets = ids }),
        new("periods", q => q.Periods, (q, ids) => q with { Periods = ids }), new("data elements", q => q.DataElements, (q, ids) => q with { DataElements = ids }),
        new("data element groups", q => q.DataElementGroups, (q, ids) => q with { DataElementGroups = ids }),
        new("org unit groups", q => q.OrgUnitGroups, (q, ids) => q with { OrgUnitGroups = ids }),
        new("attribute option combos", q => q.AttributeOptionCombos, (q, ids) => q with { AttributeOptionCombos = ids }),
    ];

    private readonly HashSet<string> _met = new(StringComparer.Ordinal);
    private readonly List<string> _ids = [];
    private DataValueQuery? _first;
    private Part? _varying;

    /// <summary>Adds a query.</summary>
    /// <exception cref="Dhis2InputException">It differs from those before it in more than one list.</exception>
    public void Add(DataValueQuery query)
    {
        _first ??= query;
        foreach (var part in s_parts.Where(p => p == _varying || !p.Of(query).SequenceEqual(p.Of(_first))))
        {
            // An empty list is no selection: beside ids it would ask for all.
            if (part.Of(query).Count == 0 || part.Of(_first).Count == 0)
                throw new Dhis2InputException($"Of what is piped, some names {part.Name} and some does not.", "Pipe objects of one kind, or write several files.");
            if (_varying is not null && _varying != part)
                throw new Dhis2InputException($"What is piped differs in {_varying.Name} and in {part.Name}, and one file would hold every combination of them.", "Pipe what differs in one of them, or write several files.");
            _varying = part;
            Take(part.Of(_first));
            Take(part.Of(query));
        }
    }

    /// <summary>All of them; null where there was none.</summary>
    public DataValueQuery? Whole => _first is null || _varying is null ? _first : _varying.With(_first, _ids);

    private void Take(IReadOnlyList<string> ids) => _ids.AddRange(ids.Where(_met.Add));

    private sealed record Part(string Name, Func<DataValueQuery, IReadOnlyList<string>> Of, Func<DataValueQuery, IReadOnlyList<string>, DataValueQuery> With);
}
