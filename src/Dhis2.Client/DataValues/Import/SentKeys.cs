using System.Runtime.InteropServices;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Remembers of the rows that were sent their keys and places: the newest in memory, the others in a file, in about three bytes of memory and twelve of the file a
/// row. Of a key only a hash of 64 bits is kept: of ten million rows, all different, two have the same once in four hundred thousand imports, and a warning is
/// wrong. Not thread-safe.
/// </summary>
/// <param name="inMemory">How many of the newest are in memory.</param>
internal sealed class SentKeys(int inMemory = SentKeys.InMemory)
{
    // What a table of 2^18 slots takes before it would grow; it has three megabytes then.
    private const int InMemory = 196_608;
    private const ulong Factor = 0x9E3779B97F4A7C15;

    private readonly PlaceList _places = new();
    private readonly Table _newest = new();
    private WrittenKeys _written = new();
    private bool _isBroken;

    /// <summary>How many keys are remembered.</summary>
    public long Count { get; private set; }

    /// <summary>Whether no further key can be remembered, because the disk takes none or gives none back; those in memory still are.</summary>
    public bool IsFull => _isBroken || _places.IsFull;

    /// <summary>Remembers a row; gives the place of the last one before it with the same key, if there was one.</summary>
    public string? Replace(in ValueKey key, ImportRow row)
    {
        var hash = Hash(key);
        var newest = _newest.Find(hash);
        var known = newest ?? FindWritten(hash);
        var before = known is { } place ? _places.Find(place) : null;
        // When no more is written, the place of a key that is in the file alone stays what it is.
        if ((newest is null && IsFull) || _places.Add(row.File, row.Line ?? 0) is not { } added)
            return before;
        if (known is null)
            Count++;
        _newest.Set(hash, added);
        if (_newest.Count >= inMemory && !_isBroken)
            WriteNewest();
        return before;
    }

    private uint? FindWritten(ulong hash)
    {
        try
        {
            return _written.Find(hash);
        }
        catch (IOException)
        {
            _isBroken = true;
            _written = new WrittenKeys();
            return null;
        }
    }

    private void WriteNewest()
    {
        if (_written.TryAdd(_newest.Hashes, _newest.Places))
            _newest.Clear();
        else
            _isBroken = true;
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
        public ulong[] Hashes { get; private set; } = new ulong[64];

        public uint[] Places { get; private set; } = new uint[64];

        public int Count { get; private set; }

        public uint? Find(ulong hash)
        {
            var slot = Slot(hash);
            return Hashes[slot] == hash ? Places[slot] : null;
        }

        public void Set(ulong hash, uint place)
        {
            var slot = Slot(hash);
            if (Hashes[slot] == 0 && ++Count > Hashes.Length / 4 * 3)
            {
                Grow();
                slot = Slot(hash);
            }
            (Hashes[slot], Places[slot]) = (hash, place);
        }

        public void Clear()
        {
            Array.Clear(Hashes, 0, Hashes.Length);
            Count = 0;
        }

        // By much, because what it grew out of is large garbage.
        private void Grow()
        {
            var (hashes, places) = (Hashes, Places);
            (Hashes, Places) = (new ulong[hashes.Length * 8], new uint[hashes.Length * 8]);
            for (var i = 0; i < hashes.Length; i++)
            {
                if (hashes[i] == 0)
                    continue;
                var slot = Slot(hashes[i]);
                (Hashes[slot], Places[slot]) = (hashes[i], places[i]);
            }
        }

        // The slot of a hash, or the free one where it would go.
        private int Slot(ulong hash)
        {
            var slot = (int)((hash & uint.MaxValue) * (ulong)Hashes.Length >> 32);
            while (Hashes[slot] != 0 && Hashes[slot] != hash)
                slot = slot + 1 < Hashes.Length ? slot + 1 : 0;
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
