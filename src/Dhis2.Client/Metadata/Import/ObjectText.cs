using System.Text.Encodings.Web;
using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Import;

/// <summary>
/// Writes one object after the other as JSON without blanks, takes note of what it is known by, and gives it an id where it has none and is to have one.
/// </summary>
/// <param name="givesIds">Whether an object without an id gets one, so that the server can be asked for it whatever becomes of the answer.</param>
internal sealed class ObjectText(bool givesIds) : IJsonBuilder<ObjectHead>, IDisposable
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 512 };

    private readonly MemoryStream _bytes = new(16 * 1024);
    private readonly Utf8StringCache _texts = new(bits: 4);
    private Utf8JsonWriter? _writer;
    private Member _member;
    private ObjectHead _head;

    private enum Member
    {
        Other,
        Id,
        Code,
        Name,
    }

    /// <summary>The object that was written last, until the next one begins.</summary>
    public ArraySegment<byte> Utf8 => new(_bytes.GetBuffer(), 0, (int)_bytes.Length);

    private Utf8JsonWriter Writer => _writer ??= new Utf8JsonWriter(_bytes, s_options);

    public void Reset()
    {
        _bytes.SetLength(0);
        Writer.Reset();
        _member = Member.Other;
        _head = default;
    }

    public void StartObject()
    {
        _member = Member.Other;
        Writer.WriteStartObject();
    }

    public void EndObject()
    {
        if (Writer.CurrentDepth == 1 && givesIds && _head.Id is null)
            Writer.WriteString("id"u8, (_head = _head with { Id = Uid.New() }).Id);
        Writer.WriteEndObject();
    }

    public void StartArray()
    {
        _member = Member.Other;
        Writer.WriteStartArray();
    }

    public void EndArray() => Writer.WriteEndArray();

    public void Name(ReadOnlySpan<byte> utf8)
    {
        _member = Writer.CurrentDepth != 1 ? Member.Other
            : utf8.SequenceEqual("id"u8) ? Member.Id
            : utf8.SequenceEqual("code"u8) ? Member.Code
            : utf8.SequenceEqual("name"u8) ? Member.Name
            : Member.Other;
        Writer.WritePropertyName(utf8);
    }

    public void Text(ReadOnlySpan<byte> utf8)
    {
        Note(utf8);
        Writer.WriteStringValue(utf8);
    }

    public void Number(ReadOnlySpan<byte> utf8)
    {
        Note(utf8);
        Writer.WriteRawValue(utf8, skipInputValidation: true);
    }

    public void Flag(bool value) => Writer.WriteBooleanValue(value);

    public void Null() => Writer.WriteNullValue();

    public ObjectHead Take()
    {
        Writer.Flush();
        return _head with { Length = (int)_bytes.Length };
    }

    public void Dispose() => _writer?.Dispose();

    private void Note(ReadOnlySpan<byte> utf8)
    {
        if (_member == Member.Other || utf8.Length == 0)
            return;
        var text = _texts.Get(utf8);
        _head = _member switch
        {
            Member.Id => _head with { Id = text },
            Member.Code => _head with { Code = text },
            _ => _head with { Name = text },
        };
        _member = Member.Other;
    }
}

/// <summary>What an object is known by.</summary>
/// <param name="Id">Its id; null where it has none.</param>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its length in bytes, as JSON.</param>
internal readonly record struct ObjectHead(string? Id, string? Code, string? Name, int Length);
