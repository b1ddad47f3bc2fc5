using System.Text;
using Dhis2.Client.Grids;
using Dhis2.Client.Json;

namespace Dhis2.DesktopChecks;

/// <summary>Takes the id out of each object.</summary>
internal sealed class IdBuilder : IJsonBuilder<string?>
{
    private bool _isId;
    private string? _id;

    public void Reset() => _id = null;

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

    public void Name(ReadOnlySpan<byte> utf8) => _isId = utf8.SequenceEqual("id"u8);

    public void Text(ReadOnlySpan<byte> utf8) => _id = _isId ? Encoding.UTF8.GetString(utf8.ToArray()) : _id;

    public void Number(ReadOnlySpan<byte> utf8)
    {
    }

    public void Flag(bool value)
    {
    }

    public void Null()
    {
    }

    public string? Take() => _id;
}

/// <summary>Makes one text of each row.</summary>
internal sealed class JoinedRows : IRowFactory<string>
{
    public void Columns(IReadOnlyList<string> names)
    {
    }

    public string Create(string?[] cells) => string.Join("|", cells);
}
