using System.Collections;
using System.Text;

namespace Dhis2.Client.Imports;

/// <summary>
/// A list that keeps its first items in memory and the others in a <see cref="GrowingFile"/>, so that it takes next to no memory however many there are. Where
/// the file cannot be written, the items stay in memory. Thread-safe.
/// </summary>
internal sealed class Spool<T>(ISpoolFormat<T> format, int inMemory = 4_000) : IReadOnlyList<T>
{
    // Written and read together.
    private const int BlockItems = 100;

    private readonly object _gate = new();
    private readonly List<T> _first = [];
    private readonly GrowingFile _file = new();

    // Where each block of the file begins.
    private readonly List<long> _blocks = [];
    private readonly List<T> _last = [];

    // The block that was read last.
    private (int Number, T[] Items) _read = (-1, []);

    public int Count
    {
        get
        {
            lock (_gate)
                return _first.Count + Written + _last.Count;
        }
    }

    private int Written => _blocks.Count * BlockItems;

    public T this[int index] => From(index)[0];

    public void Add(T item)
    {
        lock (_gate)
        {
            if (_first.Count < inMemory)
            {
                _first.Add(item);
                return;
            }
            _last.Add(item);
            if (!_file.IsBroken && _last.Count >= BlockItems)
                Write();
        }
    }

    public IEnumerator<T> GetEnumerator() => Range(0, Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Some of the items, with one block of them in memory at a time.</summary>
    public IEnumerable<T> Range(int start, int count)
    {
        for (var left = count; left > 0;)
        {
            foreach (var item in From(start + count - left).Take(left))
            {
                yield return item;
                left--;
            }
        }
    }

    // The item, and those behind it that come with it.
    private IReadOnlyList<T> From(int index)
    {
        lock (_gate)
        {
            if (index < _first.Count)
                return Part(_first, index);
            index -= _first.Count;
            return index < Written
                ? new ArraySegment<T>(Read(index / BlockItems), index % BlockItems, BlockItems - (index % BlockItems))
                : Part(_last, index - Written);
        }
    }

    private static List<T> Part(List<T> items, int start) => items.GetRange(start, Math.Min(BlockItems, items.Count - start));

    private void Write()
    {
        using var block = new MemoryStream();
        using var writer = new BinaryWriter(block, Encoding.UTF8);
        foreach (var item in _last)
            format.Write(writer, item);
        writer.Flush();
        var start = _file.Length;
        if (!_file.TryAppend(block.GetBuffer(), (int)block.Length))
            return;
        _blocks.Add(start);
        _last.Clear();
    }

    private T[] Read(int block)
    {
        if (_read.Number == block)
            return _read.Items;
        var bytes = new byte[(block + 1 < _blocks.Count ? _blocks[block + 1] : _file.Length) - _blocks[block]];
        _file.Read(_blocks[block], bytes, bytes.Length);
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var items = new T[BlockItems];
        for (var i = 0; i < items.Length; i++)
            items[i] = format.Read(reader);
        _read = (block, items);
        return items;
    }
}
