using System.Runtime.InteropServices;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Remembers of the rows that were sent their keys and places, in about 18 bytes a row. Of a key only a hash of 64 bits is kept: of ten million rows, all
/// different, two have the same once in four hundred thousand imports, and a warning is wrong.
/// </summary>
/// <param name="most">The most rows.</param>
internal sealed class SentKeys(int most = SentKeys.MostRows)
{
    /// <summary>In about 220 MB.</summary>
    private const int MostRows = 12_000_000;
    private const ulong Factor = 0x9E3779B97F4A7C15;

    private readonly PlaceList _places = new();

    // Many small tables that grow one by one, for one large one needs twice its room while it grows.
    private readonly Table[] _tables = [.. Enumerable.Range(0, 256).Select(_ => new Table())];

    /// <summary>How many keys are remembered.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no further key can be remembered; those that are remembered still are.</summary>
    public bool IsFull => Count >= most || _places.IsFull;

    /// <summary>Remembers a row; gives the place of the last one before it with the same key, if there was one.</summary>
    public string? Replace(in ValueKey key, ImportRow row)
    {
        var hash = Hash(key);
        var table = _tables[hash >> 56];
        var known = table.Find(hash);
        var before = known is { } place ? _places.Find(place) : null;
        if (known is null && IsFull)
            return null;
        if (_places.Add(row.File, row.Line ?? 0) is not { } added)
            return before;
        if (known is null)
            Count++;
        table.Set(hash, added);
        return before;
    }

    private static ulong Hash(in ValueKey key)
    {
        var hash = Mix(Factor, key.DataElement);
        hash = Mix(hash, key.Period);
        hash = Mix(hash, key.OrgUnit);
        hash = Mix(hash, key.CategoryOptionCombo);
        hash = Mix(hash, key.AttributeOptionCombo);
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

    /// <summary>Hashes and places; a free slot has the hash 0.</summary>
    private sealed class Table
    {
        private ulong[] _hashes = new ulong[8];
        private uint[] _places = new uint[8];
        private int _count;

        public uint? Find(ulong hash)
        {
            var slot = Slot(_hashes, hash);
            return _hashes[slot] == hash ? _places[slot] : null;
        }

        public void Set(ulong hash, uint place)
        {
            if (_count >= _hashes.Length / 4 * 3)
                Grow();
            var slot = Slot(_hashes, hash);
            if (_hashes[slot] == 0)
                _count++;
            (_hashes[slot], _places[slot]) = (hash, place);
        }

        private void Grow()
        {
            var hashes = new ulong[_hashes.Length + Math.Max(8, _hashes.Length / 4)];
            var places = new uint[hashes.Length];
            for (var i = 0; i < _hashes.Length; i++)
            {
                if (_hashes[i] == 0)
                    continue;
                var slot = Slot(hashes, _hashes[i]);
                (hashes[slot], places[slot]) = (_hashes[i], _places[i]);
            }
            (_hashes, _places) = (hashes, places);
        }

        // The slot of a hash, or the free one where it would go.
        private static int Slot(ulong[] hashes, ulong hash)
        {
            var slot = (int)((hash & uint.MaxValue) * (ulong)hashes.Length >> 32);
            while (hashes[slot] != 0 && hashes[slot] != hash)
                slot = slot + 1 < hashes.Length ? slot + 1 : 0;
            return slot;
        }
    }

    /// <summary>Places as numbers of 32 bits: the line, counted on through all files in the order they come.</summary>
    private sealed class PlaceList
    {
        private readonly List<(uint Start, string? File)> _files = [];
        private long _end;

        public bool IsFull { get; private set; }

        /// <summary>The number of a place; null when there are too many.</summary>
        public uint? Add(string? file, long line)
        {
            // A file that comes again begins anew.
            if (_files.Count == 0 || _files[_files.Count - 1].File != file)
                _files.Add(((uint)_end, file));
            var place = _files[_files.Count - 1].Start + line;
            IsFull |= place >= uint.MaxValue;
            if (IsFull)
                return null;
            _end = Math.Max(_end, place + 1);
            return (uint)place;
        }

        public string Find(uint place)
        {
            var (low, high) = (0, _files.Count - 1);
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                (low, high) = _files[middle].Start <= place ? (middle, high) : (low, middle - 1);
            }
            return ImportProblem.PlaceOf(_files[low].File, place - _files[low].Start);
        }
    }
}
