using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Org units as lines of text, each below the nearest of those above it that is among them, in the order of their names.</summary>
internal sealed class OrgUnitTree
{
    private const int Indent = 2;

    private readonly Dictionary<string, (string Name, string[] Path)> _units = new(StringComparer.Ordinal);

    /// <summary>Takes an org unit that was read with id, names and path.</summary>
    public void Add(object unit)
    {
        var id = PSObjectReader.Text(unit, "id") ?? "";
        var name = PSObjectReader.Text(unit, "displayName") ?? PSObjectReader.Text(unit, "name") ?? "";
        _units[id] = (name, (PSObjectReader.Text(unit, "path") ?? "").Split('/'));
    }

    /// <summary>The lines, from the top down.</summary>
    public IEnumerable<string> Lines()
    {
        var below = _units.Keys.ToLookup(ParentOf, StringComparer.Ordinal);
        // An own stack: what is above is written before anything below it is looked at.
        var open = new Stack<(string Id, int Depth)>();
        Push(open, below[""], 0);
        while (open.Count > 0)
        {
            var (id, depth) = open.Pop();
            yield return $"{new string(' ', depth * Indent)}{_units[id].Name} ({id})";
            Push(open, below[id], depth + 1);
        }
    }

    // The last comes off a stack first.
    private void Push(Stack<(string Id, int Depth)> open, IEnumerable<string> ids, int depth)
    {
        foreach (var id in ids.OrderByDescending(id => _units[id].Name, StringComparer.InvariantCultureIgnoreCase).ThenByDescending(id => id, StringComparer.Ordinal))
            open.Push((id, depth));
    }

    private string ParentOf(string id) => _units[id].Path.LastOrDefault(above => above != id && _units.ContainsKey(above)) ?? "";
}
