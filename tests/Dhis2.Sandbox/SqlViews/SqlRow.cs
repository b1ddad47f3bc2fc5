using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>One row in UTF-8, its memory used again for the next.</summary>
internal sealed class SqlRow
{
    private byte[] _bytes = new byte[256];
    private int _length;
    private int[] _ends = new int[16];
    private bool[] _nulls = new bool[16];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int field]
    {
        get
        {
            var start = field == 0 ? 0 : _ends[field - 1];
            return _bytes.AsSpan(start, _ends[field] - start);
        }
    }

    public bool IsNull(int field) => _nulls[field];

    public string Text(int field) => Encoding.UTF8.GetString(this[field]);

    public void Clear()
    {
        Count = 0;
        _length = 0;
    }

    public void Add(string? value)
    {
        if (value is not null)
        {
            var room = Room(Encoding.UTF8.GetMaxByteCount(value.Length));
            _length += Encoding.UTF8.GetBytes(value, room);
        }
        End(value is null);
    }

    public void Add(SqlRow other, int field)
    {
        Append(other[field]);
        End(other.IsNull(field));
    }

    public SqlRow Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        _length += text.Length;
        return this;
    }

    public SqlRow Append(long number)
    {
        Utf8Formatter.TryFormat(number, Room(20), out var written);
        _length += written;
        return this;
    }

    public SqlRow Append(DateOnly date)
    {
        date.TryFormat(Room(10), out var written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    /// <summary>What was appended since the last field is a field.</summary>
    public void End(bool isNull = false)
    {
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, Count * 2);
            Array.Resize(ref _nulls, Count * 2);
        }
        _ends[Count] = _length;
        _nulls[Count++] = isNull;
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + size));
        return _bytes.AsSpan(_length);
    }
}
