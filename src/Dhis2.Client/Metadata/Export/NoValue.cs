using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Export;

/// <summary>Builds nothing: for those who only count.</summary>
internal sealed class NoValue : IJsonBuilder<bool>
{
    public static NoValue Instance { get; } = new();

    public void Reset()
    {
    }

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

    public void Number(ReadOnlySpan<byte> utf8)
    {
    }

    public void Flag(bool value)
    {
    }

    public void Null()
    {
    }

    public bool Take() => true;
}
