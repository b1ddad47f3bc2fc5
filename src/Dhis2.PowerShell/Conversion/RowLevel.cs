using System.Text;
using Dhis2.Client.Json;

namespace Dhis2.PowerShell.Conversion;

/// <summary>
/// An object with the properties that were asked for: a <see cref="Row"/>. One serves all objects that come at the same place, one after the other.
/// </summary>
internal sealed class RowLevel : Level
{
    private static readonly string[] s_partNames = ["Dhis2.MetadataPart"];

    private readonly FieldList _fields;
    private readonly byte[][] _names;
    private readonly RowLevel?[] _parts;
    private readonly Utf8StringCache[] _texts;
    private readonly Func<object?[], object> _create;
    private readonly object?[] _cells;
    private readonly bool[] _isSet;

    // The order of the columns in the object before; most objects have the same one.
    private readonly int[] _after;
    private int _column;

    public RowLevel(FieldList fields, IReadOnlyList<string>? typeNames = null)
    {
        var count = fields.Names.Count;
        _fields = fields;
        _names = [.. fields.Names.Select(Encoding.UTF8.GetBytes)];
        _parts = [.. fields.Parts.Select(part => part is null ? null : new RowLevel(part))];
        _texts = [.. fields.Names.Select(_ => new Utf8StringCache(bits: 8))];
        _create = RowClass<object>.Of(typeNames ?? s_partNames, fields.Names).Create;
        _cells = new object?[count];
        _isSet = new bool[count];
        _after = [.. Enumerable.Range(0, count), 0];
    }

    /// <summary>False once an object had a property that nobody asked for: this and all later ones are built without knowing.</summary>
    public bool IsOfUse { get; private set; } = true;

    public override RowLevel? Inner => _parts[_column];

    /// <summary>Begins an object.</summary>
    public void Begin(Level? outer)
    {
        Outer = outer;
        _column = -1;
        Array.Clear(_cells, 0, _cells.Length);
        Array.Clear(_isSet, 0, _isSet.Length);
    }

    public override bool TryName(ReadOnlySpan<byte> utf8)
    {
        ref var next = ref _after[_column + 1];
        for (var i = 0; !utf8.SequenceEqual(_names[next]); i++)
        {
            if (i == _names.Length)
                return false;
            next = i;
        }
        _column = next;
        return true;
    }

    public override void Add(object? value)
    {
        _cells[_column] = value;
        _isSet[_column] = true;
    }

    public override void AddText(ReadOnlySpan<byte> utf8) => Add(_texts[_column].Get(utf8));

    public override object End() => _create(_cells);

    /// <summary>Hands what has been read to an object that can take any property.</summary>
    public ObjectLevel Widen(ObjectLevel wider)
    {
        IsOfUse = false;
        for (var i = 0; i < _cells.Length; i++)
        {
            if (!_isSet[i])
                continue;
            wider.Name(_fields.Names[i]);
            wider.Add(_cells[i]);
        }
        return wider;
    }
}
