using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Hashes of keys and their places in a file: run by run as they were written, in about three bytes of memory each. Not thread-safe.</summary>
internal sealed class WrittenKeys
{
    // When there are fewer bits for each hash, there are made more; by much, because what they grew out of is large garbage.
    private const int FewestBits = 4;
    private const int BitsOfHash = 8;

    private readonly GrowingFile _file = new();
    private readonly List<KeyRun> _runs = [];

    // One for all hashes with the same beginning: of most hashes that are in no run it is not set, and then none of the runs has to be asked.
    private ulong[] _bits = [];
    private int _beginning = 10;
    private long _count;

    /// <summary>Writes hashes and the place of each; where a hash is 0, there is none. False where the disk does not take them: then none is written.</summary>
    public bool TryAdd(ReadOnlySpan<ulong> hashes, ReadOnlySpan<uint> places)
    {
        if (KeyRun.TryWrite(_file, hashes, places) is not { } run)
            return false;
        _runs.Add(run);
        _count += run.Count;
        if (_count * FewestBits > _bits.Length * 64L && _beginning < KeyRun.BitsInMemory)
            Grow();
        else
            Set(run);
        return true;
    }

    /// <summary>The place that was written last for a hash; null where there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public uint? Find(ulong hash)
    {
        if (_runs.Count == 0)
            return null;
        var bit = (int)(hash >> (64 - _beginning));
        if ((_bits[bit >> 6] & (1UL << bit)) == 0)
            return null;
        for (var i = _runs.Count - 1; i >= 0; i--)
        {
            if (_runs[i].Find(hash) is { } place)
                return place;
        }
        return null;
    }

    private void Grow()
    {
        while (_beginning < KeyRun.BitsInMemory && _count * BitsOfHash > 1L << _beginning)
            _beginning++;
        _bits = new ulong[1 << (_beginning - 6)];
        foreach (var run in _runs)
            Set(run);
    }

    private void Set(KeyRun run)
    {
        foreach (var bit in run.Beginnings(_beginning))
            _bits[bit >> 6] |= 1UL << bit;
    }
}
