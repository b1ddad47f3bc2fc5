using System.Management.Automation;
using Dhis2.Client.Json;

namespace Dhis2.PowerShell.Conversion;

/// <summary>An object of which nobody knows the properties beforehand: a PSObject with note properties in the server's order.</summary>
internal sealed class ObjectLevel(PSObject made, ObjectShape shape, Utf8StringCache names) : Level
{
    private readonly PSMemberInfoCollection<PSPropertyInfo> _properties = made.Properties;
    private ObjectShape _shape = shape;

    // Names of an object with more members than a shape remembers, such as a map; used to find duplicates.
    private Dictionary<string, string>? _map;
    private string _name = "";

    public override bool TryName(ReadOnlySpan<byte> utf8)
    {
        Name(names.Get(utf8));
        return true;
    }

    public void Name(string name)
    {
        _name = name;
        if (_map is null && _shape.Depth < ObjectShape.Deepest)
            _shape = _shape.Then(name);
        else
            AddToMap(name);
    }

    // The names are known to be unique; the check of PSObject would take a third of the time.
    public override void Add(object? value) => _properties.Add(new PSNoteProperty(_name, value), preValidated: true);

    public override object End() => made;

    private void AddToMap(string name)
    {
        _map ??= _shape.Names().ToDictionary(n => n, StringComparer.OrdinalIgnoreCase);
        if (!_map.TryGetValue(name, out var known))
            _map[ObjectShape.Checked(name)] = name;
        else if (known != name)
            throw ObjectShape.Clash(known, name);
    }
}
