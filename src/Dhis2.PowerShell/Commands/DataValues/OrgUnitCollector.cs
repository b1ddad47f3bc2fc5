using Dhis2.Client.DataValues;

namespace Dhis2.PowerShell.Commands;

/// <summary>
/// Gathers org units that come one by one into queries of many: those of the same data sets, periods and the like are asked for together, as soon as they are
/// enough for a request, and each of them once.
/// </summary>
/// <param name="read">Reads the values of a query; false where it was refused.</param>
internal sealed class OrgUnitCollector(Func<DataValueQuery, bool> read)
{
    // So many org units are looked up in one request; their ids take half of the longest URL.
    private const int MostTogether = 100;

    // Limits the memory of many groups with one or two org units each: beyond this number all groups are read.
    private const int MostWaiting = 2000;

    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly List<Group> _open = [];
    private int _waiting;

    /// <summary>Adds the org units of a query, and reads those that have become enough. What must be read at once is kept until <see cref="ReadRest"/>.</summary>
    public void Add(DataValueQuery query)
    {
        var group = GroupOf(query);
        var before = group.Waiting.Count;
        group.Waiting.AddRange(query.OrgUnits.Where(group.Asked.Add));
        _waiting += group.Waiting.Count - before;
        if (MustBeWhole(query))
            return;
        if (group.Waiting.Count >= MostTogether)
            Read(group);
        else if (_waiting >= MostWaiting)
            ReadAll(_open.Where(g => !MustBeWhole(g.Query)));
    }

    /// <summary>Reads what is left.</summary>
    public void ReadRest() => ReadAll(_open);

    // Split over several requests, children and group members could be read twice, and limit, order and offset would apply to each request.
    private static bool MustBeWhole(DataValueQuery query) => query.Children || query.Limit is not null || query.OrgUnitGroups.Count > 0 || query.IsOfOneAnswer;

    private Group GroupOf(DataValueQuery query)
    {
        var key = string.Join("\0\0", new[] { query.DataSets, query.DataElements, query.DataElementGroups, query.OrgUnitGroups, query.Periods, query.AttributeOptionCombos }.Select(v => string.Join("\0", v)));
        if (!_groups.TryGetValue(key, out var group))
            _groups[key] = group = new Group(query with { OrgUnits = [] });
        // A query without org units is read, too: it has an org unit group, or gives the error that nothing was given.
        if (!group.IsOpen && (query.OrgUnits.Count > 0 || !group.IsRead))
        {
            group.IsOpen = true;
            _open.Add(group);
        }
        return group;
    }

    private void ReadAll(IEnumerable<Group> groups)
    {
        foreach (var group in groups.ToList())
            Read(group);
    }

    private void Read(Group group)
    {
        var units = group.Waiting.ToList();
        group.Waiting.Clear();
        _waiting -= units.Count;
        group.IsOpen = false;
        _open.Remove(group);
        if (group.IsRefused || (units.Count == 0 && group.IsRead))
            return;
        group.IsRead = true;
        // A refused group is not asked again: the error has been reported, and further org units would get the same one.
        group.IsRefused = !read(group.Query with { OrgUnits = units });
    }

    private sealed class Group(DataValueQuery query)
    {
        public DataValueQuery Query { get; } = query;

        public List<string> Waiting { get; } = [];

        public HashSet<string> Asked { get; } = new(StringComparer.Ordinal);

        public bool IsOpen { get; set; }

        public bool IsRead { get; set; }

        public bool IsRefused { get; set; }
    }
}
