namespace Dhis2.PowerShell.Conversion;

/// <summary>An array, as <c>object[]</c>.</summary>
internal sealed class ListLevel(RowLevel? inner) : Level
{
    private readonly List<object?> _items = [];

    public override RowLevel? Inner => inner;

    public override void Add(object? value) => _items.Add(value);

    public override object End() => _items.ToArray();
}
