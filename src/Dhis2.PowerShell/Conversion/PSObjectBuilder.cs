using System.Management.Automation;
using Dhis2.Client.Json;

namespace Dhis2.PowerShell.Conversion;

/// <summary>
/// Builds PSObjects straight from UTF-8: objects with note properties in the server's order, arrays as <c>object[]</c>,
/// whole numbers as <see cref="long"/>, other numbers without loss, and texts as they are, dates included.
/// </summary>
internal sealed class PSObjectBuilder : IJsonBuilder<object?>, IJsonBuilder<PSObject>
{
    private readonly Utf8StringCache _names;
    private readonly string[] _typeNames;
    private readonly ObjectShape _shapes = ObjectShape.Empty();
    private readonly Stack<Level> _levels = new();
    private object? _result;

    /// <summary>Builds objects that go by these type names, the narrowest first; nulls are left out.</summary>
    public PSObjectBuilder(params string?[] typeNames)
    {
        _typeNames = [.. typeNames.OfType<string>().Reverse()];
        _names = new Utf8StringCache(bits: 8);
    }

    public void Reset()
    {
        _levels.Clear();
        _result = null;
    }

    public void StartObject()
    {
        var made = new PSObject();
        if (_levels.Count == 0)
        {
            foreach (var name in _typeNames)
                made.TypeNames.Insert(0, name);
        }
        _levels.Push(new Level(made, null, _shapes));
    }

    public void EndObject() => Set(_levels.Pop().Object);

    public void StartArray() => _levels.Push(new Level(null, [], _shapes));

    public void EndArray() => Set(_levels.Pop().Items!.ToArray());

    public void Name(ReadOnlySpan<byte> utf8)
    {
        var level = _levels.Peek();
        level.Shape = level.Shape.Then(_names.Get(utf8));
    }

    public void Text(ReadOnlySpan<byte> utf8) => Set(Utf8StringCache.Decode(utf8));

    public void Number(ReadOnlySpan<byte> utf8) => Set(JsonNumber.Parse(utf8));

    public void Flag(bool value) => Set(value);

    public void Null() => Set(null);

    object? IJsonBuilder<object?>.Take() => _result;

    PSObject IJsonBuilder<PSObject>.Take() => _result as PSObject ?? new PSObject(_result);

    private void Set(object? value)
    {
        if (_levels.Count == 0)
        {
            _result = value;
            return;
        }
        var level = _levels.Peek();
        if (level.Items is not null)
        {
            level.Items.Add(value);
            return;
        }
        // The shape has checked the name, and checking each against all others here takes a third of the time.
        level.Object!.Properties.Add(new PSNoteProperty(level.Shape.Name, value), preValidated: true);
    }

    private sealed class Level(PSObject? made, List<object?>? items, ObjectShape shape)
    {
        public PSObject? Object { get; } = made;

        public List<object?>? Items { get; } = items;

        public ObjectShape Shape { get; set; } = shape;
    }
}
