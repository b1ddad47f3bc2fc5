using Dhis2.Client.Json;
using Dhis2.Client.SqlViews;

namespace Dhis2.Demo;

/// <summary>Takes the one number out of each object.</summary>
internal sealed class NumberBuilder : IJsonBuilder<long>
{
    private long _number;

    public void Reset() => _number = 0;

    public void StartObject()
    {
    }

    public void EndObject()
    {
    }

    public void StartArray()
    {
    }

    public void EndArray()
    {
    }

    public void Name(ReadOnlySpan<byte> utf8)
    {
    }

    public void Text(ReadOnlySpan<byte> utf8)
    {
    }

    public void Number(ReadOnlySpan<byte> utf8) => _number = long.Parse(utf8, System.Globalization.CultureInfo.InvariantCulture);

    public void Flag(bool value)
    {
    }

    public void Null()
    {
    }

    public long Take() => _number;
}

/// <summary>Keeps rows as arrays of cells.</summary>
internal sealed class CellRows : IRowFactory<string?[]>
{
    public IReadOnlyList<string> Names { get; private set; } = [];

    public void Columns(IReadOnlyList<string> names) => Names = names;

    public string?[] Create(string?[] cells) => (string?[])cells.Clone();
}
