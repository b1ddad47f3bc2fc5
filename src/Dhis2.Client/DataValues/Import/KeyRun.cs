using System.Buffers.Binary;
using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Hashes and their places in a file, ordered by the first bits of the hashes. In memory are 16 further bits of each hash, by which 1 of 5,400 look-ups of a hash
/// that is not there reads the file in vain, and where the hashes with the same first bits begin. Not thread-safe.
/// </summary>
internal sealed class KeyRun
{
    /// <summary>How many bits of each hash are known in memory.</summary>
    public const int BitsInMemory = FirstBits + MarkBits;

    private const int RecordBytes = sizeof(ulong) + sizeof(uint);

    // About 12 of 200,000 hashes have the same first bits.
    private const int FirstBits = 14;
    private const int MarkBits = 16;

    // Parts are written one by one, so that the buffer is no large object: it has a 32nd of the run.
    private const int FirstsOfPart = 1 << (FirstBits - 5);

    private readonly GrowingFile _file;
    private readonly long _offset;
    private readonly int[] _starts = new int[(1 << FirstBits) + 1];
    private readonly ushort[] _marks;
    private readonly byte[] _record = new byte[RecordBytes];

    private KeyRun(GrowingFile file, ReadOnlySpan<ulong> hashes)
    {
        _file = file;
        _offset = file.Length;
        foreach (var hash in hashes)
        {
            if (hash != 0)
                _starts[First(hash) + 1]++;
        }
        for (var first = 1; first < _starts.Length; first++)
            _starts[first] += _starts[first - 1];
        _marks = new ushort[_starts[_starts.Length - 1]];
    }

    /// <summary>How many hashes it has.</summary>
    public int Count => _marks.Length;

    /// <summary>Writes hashes in any order, and the place of each; where a hash is 0, there is none. Null where the disk does not take them.</summary>
    public static KeyRun? TryWrite(GrowingFile file, ReadOnlySpan<ulong> hashes, ReadOnlySpan<uint> places)
    {
        var run = new KeyRun(file, hashes);
        byte[] buffer = [];
        for (var first = 0; first < 1 << FirstBits; first += FirstsOfPart)
        {
            if (!run.TryWritePart(first, hashes, places, ref buffer))
                return null;
        }
        return run;
    }

    /// <summary>The place of a hash; null where it is not in this run.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public uint? Find(ulong hash)
    {
        var first = First(hash);
        var (start, end) = (_starts[first], _starts[first + 1]);
        while (start < end)
        {
            var next = _marks.AsSpan(start, end - start).IndexOf(Mark(hash));
            if (next < 0)
                return null;
            start += next;
            _file.Read(_offset + ((long)start * RecordBytes), _record, RecordBytes);
            if (BinaryPrimitives.ReadUInt64LittleEndian(_record) == hash)
                return BinaryPrimitives.ReadUInt32LittleEndian(_record.AsSpan(sizeof(ulong)));
            start++;
        }
        return null;
    }

    /// <summary>The first bits of each hash, as a number.</summary>
    /// <param name="bits">How many, up to <see cref="BitsInMemory"/>.</param>
    public IEnumerable<int> Beginnings(int bits)
    {
        for (var first = 0; first < 1 << FirstBits; first++)
        {
            for (var i = _starts[first]; i < _starts[first + 1]; i++)
                yield return ((first << MarkBits) | _marks[i]) >> (BitsInMemory - bits);
        }
    }

    private static int First(ulong hash) => (int)(hash >> (64 - FirstBits));

    private static ushort Mark(ulong hash) => (ushort)(hash >> (64 - BitsInMemory));

    // The hashes whose first bits are in a range, each behind those with the same or lower ones.
    private bool TryWritePart(int from, ReadOnlySpan<ulong> hashes, ReadOnlySpan<uint> places, ref byte[] buffer)
    {
        var start = _starts[from];
        var length = (_starts[from + FirstsOfPart] - start) * RecordBytes;
        if (buffer.Length < length)
            buffer = new byte[length];
        var next = _starts.AsSpan(from, FirstsOfPart).ToArray();
        for (var i = 0; i < hashes.Length; i++)
        {
            var first = First(hashes[i]) - from;
            if ((uint)first >= FirstsOfPart || hashes[i] == 0)
                continue;
            var index = next[first]++;
            _marks[index] = Mark(hashes[i]);
            var record = buffer.AsSpan((index - start) * RecordBytes, RecordBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(record, hashes[i]);
            BinaryPrimitives.WriteUInt32LittleEndian(record.Slice(sizeof(ulong)), places[i]);
        }
        return _file.TryAppend(buffer, length);
    }
}
