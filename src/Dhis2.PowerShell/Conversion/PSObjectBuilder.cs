using System.Management.Automation;
using Dhis2.Client.Json;

namespace Dhis2.PowerShell.Conversion;

/// <summary>
/// Builds what PowerShell works with straight from UTF-8: objects with note properties in the server's order, or rows of a class where each property was asked for
/// by name; arrays as <c>object[]</c>, whole numbers as <see cref="long"/>, other numbers without loss, and texts as they are, dates included.
/// </summary>
internal sealed class PSObjectBuilder : IJsonBuilder<object?>, IJsonBuilder<PSObject>
{
    private readonly Utf8StringCache _names = new(bits: 8);
    private readonly string[] _typeNames;
    private readonly ObjectShape _shapes = ObjectShape.Empty();
    private readonly RowLevel? _rows;
    private Level? _level;
    private object? _result;

    /// <summary>Builds objects that go by these type names, the narrowest first; nulls are left out.</summary>
    public PSObjectBuilder(params string?[] typeNames)
        : this(null, typeNames)
    {
    }

    /// <summary>Builds objects of which <paramref name="fields"/> were asked for.</summary>
    public PSObjectBuilder(FieldList? fields, params string?[] typeNames)
    {
        _typeNames = [.. typeNames.OfType<string>()];
        _rows = fields is null ? null : new RowLevel(fields, _typeNames);
    }

    public void Reset()
    {
        _level = null;
        _result = null;
    }

    public void StartObject()
    {
        var row = _level is null ? _rows : _level.Inner;
        if (row is { IsOfUse: true })
        {
            row.Begin(_level);
            _level = row;
        }
        else
        {
            _level = NewObject(_level);
        }
    }

    public void EndObject()
    {
        var ended = _level!;
        _level = ended.Outer;
        Set(ended.End());
    }

    public void StartArray() => _level = new ListLevel(_level?.Inner) { Outer = _level };

    public void EndArray() => EndObject();

    public void Name(ReadOnlySpan<byte> utf8)
    {
        if (_level!.TryName(utf8))
            return;
        _level = ((RowLevel)_level).Widen(NewObject(_level.Outer));
        _level.TryName(utf8);
    }

    public void Text(ReadOnlySpan<byte> utf8)
    {
        if (_level is null)
            _result = Utf8StringCache.Decode(utf8);
        else
            _level.AddText(utf8);
    }

    public void Number(ReadOnlySpan<byte> utf8) => Set(JsonNumber.Parse(utf8));

    public void Flag(bool value) => Set(value);

    public void Null() => Set(null);

    object? IJsonBuilder<object?>.Take() => _result;

    PSObject IJsonBuilder<PSObject>.Take() => _result as PSObject ?? new PSObject(_result);

    private void Set(object? value)
    {
        if (_level is null)
            _result = value;
        else
            _level.Add(value);
    }

    private ObjectLevel NewObject(Level? outer)
    {
        var made = new PSObject();
        if (outer is null)
        {
            for (var i = _typeNames.Length - 1; i >= 0; i--)
                made.TypeNames.Insert(0, _typeNames[i]);
        }
        return new ObjectLevel(made, _shapes, _names) { Outer = outer };
    }
}
