using System.Runtime.CompilerServices;
using Dhis2.Client.Json;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.DataValues;

/// <summary>A member of a data value as the value before it had it: its name, and what it said.</summary>
internal sealed class DataValueMember
{
    private const int MostKept = 48;

    private readonly byte[] _bytes;
    private readonly int _nameLength;
    private int _length;
    private DataValueContent _value;

    /// <summary>A member of this name, with its quotes and colon.</summary>
    public DataValueMember(ReadOnlySpan<byte> name, DataValueField field)
    {
        _bytes = new byte[name.Length + MostKept];
        name.CopyTo(_bytes);
        _nameLength = name.Length;
        Field = field;
    }

    /// <summary>The field it fills.</summary>
    public DataValueField Field { get; }

    /// <summary>What it said last.</summary>
    public ref readonly DataValueContent Value => ref _value;

    /// <summary>Steps over it where it says again what it said last.</summary>
    [MethodImpl(HotPath.Compiled)]
    public bool TryTakeSame(ref PlainJson json) => _length > 0 && json.TryBytes(_bytes.AsSpan(0, _length));

    /// <summary>Steps over its name.</summary>
    public bool TryTakeName(ref PlainJson json) => json.TryBytes(_bytes.AsSpan(0, _nameLength));

    /// <summary>Keeps what it says now.</summary>
    public void Keep(DataValueContent value, ReadOnlySpan<byte> written, JsonScalarKind kind)
    {
        _value = value;
        _length = 0;
        // The end of a text or word is in its bytes; a number is excluded, as 12 is also the beginning of 123.
        if (kind == JsonScalarKind.Number || written.Length > MostKept)
            return;
        written.CopyTo(_bytes.AsSpan(_nameLength));
        _length = _nameLength + written.Length;
    }
}
