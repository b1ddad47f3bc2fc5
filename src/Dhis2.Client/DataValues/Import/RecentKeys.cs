using System.Runtime.InteropServices;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Remembers the keys and places of the last rows that were sent, a quarter of a million at least, in 16 bytes each: of each key only a hash of 64 bits, so that one
/// warning in many billions may be wrong.
/// </summary>
internal sealed class RecentKeys
{
    private const int Smallest = 1 << 12;
    private const int Largest = 1 << 19;
    private const ulong Factor = 0x9E3779B97F4A7C15;

    private readonly List<string?> _files = [];
    private Table _new = new(Smallest);
    private Table? _old;

    /// <summary>Remembers a row; gives the place of an earlier one with the same key, if there was one.</summary>
    public string? Replace(in ValueKey key, ImportRow row)
    {
        var hash = Hash(key);
        var place = PlaceOf(row);
        var before = _new.Find(hash) ?? _old?.Find(hash);
        if (_new.IsFull)
            Grow();
        _new.Set(hash, place);
        return before is { } found ? ImportProblem.PlaceOf(_files[(int)(found >> 40)], found & 0xFFFFFFFFFF) : null;
    }

    private long PlaceOf(ImportRow row)
    {
        if (_files.Count == 0 || _files[_files.Count - 1] != row.File)
            _files.Add(row.File);
        return ((long)(_files.Count - 1) << 40) | (row.Line ?? 0);
    }

    // The table is kept small while few rows are sent, and halved in age where there are many.
    private void Grow()
    {
        if (_new.Size < Largest)
        {
            _new = _new.Doubled();
            return;
        }
        _old = _new;
        _new = new Table(Largest);
    }

    private static ulong Hash(in ValueKey key)
    {
        var hash = Mix(Factor, key.DataElement);
        hash = Mix(hash, key.Period);
        hash = Mix(hash, key.OrgUnit);
        hash = Mix(hash, key.CategoryOptionCombo);
        hash = Mix(hash, key.AttributeOptionCombo);
        // Zero marks a free place.
        return hash == 0 ? 1 : hash;
    }

    private static ulong Mix(ulong hash, string? text)
    {
        var rest = MemoryMarshal.AsBytes((text ?? "").AsSpan());
        for (; rest.Length >= sizeof(ulong); rest = rest.Slice(sizeof(ulong)))
            hash = Mix(hash, MemoryMarshal.Read<ulong>(rest));
        // At most three characters are left.
        ulong last = 0;
        for (var i = 0; i < rest.Length; i += sizeof(char))
            last = (last << 16) | MemoryMarshal.Read<ushort>(rest.Slice(i));
        return Mix(hash, last ^ ((ulong)(text?.Length ?? -1) << 48));
    }

    private static ulong Mix(ulong hash, ulong word)
    {
        hash = (hash ^ word) * Factor;
        return hash ^ (hash >> 29);
    }

    private sealed class Table(int size)
    {
        private readonly ulong[] _hashes = new ulong[size];
        private readonly long[] _places = new long[size];
        private int _count;

        public int Size => size;

        public bool IsFull => _count >= size / 2;

        public long? Find(ulong hash)
        {
            var at = Slot(hash);
            return _hashes[at] == hash ? _places[at] : null;
        }

        public void Set(ulong hash, long place)
        {
            var at = Slot(hash);
            if (_hashes[at] == 0)
                _count++;
            (_hashes[at], _places[at]) = (hash, place);
        }

        public Table Doubled()
        {
            var larger = new Table(size * 2);
            for (var i = 0; i < size; i++)
            {
                if (_hashes[i] != 0)
                    larger.Set(_hashes[i], _places[i]);
            }
            return larger;
        }

        private int Slot(ulong hash)
        {
            var at = (int)(hash >> 20) & (size - 1);
            while (_hashes[at] != 0 && _hashes[at] != hash)
                at = (at + 1) & (size - 1);
            return at;
        }
    }
}
