using System.Text.Json;

namespace Dhis2.Client.Json;

/// <summary>Builds small objects by way of a <see cref="JsonElement"/>: for lists that are never long.</summary>
internal sealed class ElementBuilder<T> : IJsonBuilder<T>, IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly Utf8JsonWriter _writer;
    private readonly Func<JsonElement, T> _make;

    public ElementBuilder(Func<JsonElement, T> make)
    {
        _make = make;
        _writer = new Utf8JsonWriter(_bytes);
    }

    public void Reset()
    {
        _bytes.SetLength(0);
        _writer.Reset();
    }

    public void StartObject() => _writer.WriteStartObject();

    public void EndObject() => _writer.WriteEndObject();

    public void StartArray() => _writer.WriteStartArray();

    public void EndArray() => _writer.WriteEndArray();

    public void Name(ReadOnlySpan<byte> utf8) => _writer.WritePropertyName(utf8);

    public void Text(ReadOnlySpan<byte> utf8) => _writer.WriteStringValue(utf8);

    public void Number(ReadOnlySpan<byte> utf8) => _writer.WriteRawValue(utf8, skipInputValidation: true);

    public void Flag(bool value) => _writer.WriteBooleanValue(value);

    public void Null() => _writer.WriteNullValue();

    public T Take()
    {
        _writer.Flush();
        using var document = JsonDocument.Parse(_bytes.GetBuffer().AsMemory(0, (int)_bytes.Length));
        var made = _make(document.RootElement);
        Reset();
        return made;
    }

    public void Dispose() => _writer.Dispose();
}
