using System.Linq.Expressions;
using System.Management.Automation;
using Dhis2.Client.Json;

namespace Dhis2.PowerShell.Conversion;

/// <summary>An object of which nobody knows the properties beforehand: a PSObject with note properties in the server's order.</summary>
internal sealed class ObjectLevel(PSObject made, ObjectShape shape, Utf8StringCache names) : Level
{
    private static readonly Func<int, PSObject> s_create = Constructor();

    private readonly PSMemberInfoCollection<PSPropertyInfo> _properties = made.Properties;
    private ObjectShape _shape = shape;

    /// <summary>An object with room for so many properties: without it, PowerShell keeps what an object has in a table beside it, at twice the price.</summary>
    public static PSObject NewObject(int room) => s_create(room);

    public override bool TryName(ReadOnlySpan<byte> utf8)
    {
        Name(names.Get(utf8));
        return true;
    }

    public void Name(string name) => _shape = _shape.Then(name);

    // The shape has checked the name, and checking each against all others here takes a third of the time.
    public override void Add(object? value) => _properties.Add(new PSNoteProperty(_shape.Name, value), preValidated: true);

    public override object End() => made;

    // Windows PowerShell has no such constructor, and takes the number for the object to wrap.
    private static Func<int, PSObject> Constructor()
    {
        var constructor = typeof(PSObject).GetConstructor([typeof(int)]);
        if (constructor?.GetParameters()[0].ParameterType != typeof(int))
            return _ => new PSObject();
        var room = Expression.Parameter(typeof(int));
        return Expression.Lambda<Func<int, PSObject>>(Expression.New(constructor, room), room).Compile();
    }
}
