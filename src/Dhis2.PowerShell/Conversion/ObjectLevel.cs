using System.Management.Automation;
using Dhis2.Client.Json;

namespace Dhis2.PowerShell.Conversion;

/// <summary>An object of which nobody knows the properties beforehand: a PSObject with note properties in the server's order.</summary>
internal sealed class ObjectLevel(PSObject made, ObjectShape shape, Utf8StringCache names) : Level
{
    private readonly PSMemberInfoCollection<PSPropertyInfo> _properties = made.Properties;
    private ObjectShape _shape = shape;

    public override bool TryName(ReadOnlySpan<byte> utf8)
    {
        Name(names.Get(utf8));
        return true;
    }

    public void Name(string name) => _shape = _shape.Then(name);

    // The shape has checked the name, and checking each against all others here takes a third of the time.
    public override void Add(object? value) => _properties.Add(new PSNoteProperty(_shape.Name, value), preValidated: true);

    public override object End() => made;
}
