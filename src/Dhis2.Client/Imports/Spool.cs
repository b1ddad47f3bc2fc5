using System.Collections;
using System.Text;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Imports;

/// <summary>
/// A list that keeps its first items in memory and the others in a file, so that it takes eight bytes an item however many there are. The file is the user's
/// alone and goes with the process, or with the list. Where it cannot be written, the items stay in memory. Thread-safe.
/// </summary>
internal sealed class Spool<T>(ISpoolFormat<T> format, int inMemory = 4_000) : IReadOnlyList<T>
{
    // Written together.
    private const int BlockItems = 256;

    private readonly object _gate = new();
    private readonly List<T> _first = [];

    // Where each item of the file begins, and where the last one ends.
    private readonly List<long> _offsets = [0];
    private readonly List<T> _last = [];
    private FileStream? _file;
    private bool _isBroken;

    public int Count
    {
        get
        {
            lock (_gate)
                return _first.Count + Written + _last.Count;
        }
    }

    private int Written => _offsets.Count - 1;

    public T this[int index]
    {
        get
        {
            lock (_gate)
            {
                if (index < _first.Count)
                    return _first[index];
                index -= _first.Count;
                return index < Written ? Read(index) : _last[index - Written];
            }
        }
    }

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
            if (!_isBroken && _last.Count >= BlockItems)
                Write();
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // An item counts as written only after the whole block is: what the disk did not take is still in memory.
    private void Write()
    {
        using var block = new MemoryStream();
        using var writer = new BinaryWriter(block, Encoding.UTF8);
        var ends = new List<long>(_last.Count);
        foreach (var item in _last)
        {
            format.Write(writer, item);
            writer.Flush();
            ends.Add(_offsets[Written] + block.Position);
        }
        try
        {
            _file ??= TemporaryFile.Create(bufferSize: 0);
            _file.Seek(_offsets[Written], SeekOrigin.Begin);
            _file.Write(block.GetBuffer(), 0, (int)block.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isBroken = true;
            return;
        }
        _offsets.AddRange(ends);
        _last.Clear();
    }

    private T Read(int index)
    {
        var bytes = new byte[_offsets[index + 1] - _offsets[index]];
        _file!.Seek(_offsets[index], SeekOrigin.Begin);
        for (var read = 0; read < bytes.Length;)
        {
            var more = _file.Read(bytes, read, bytes.Length - read);
            if (more == 0)
                throw new EndOfStreamException("The temporary file of the import's problems is not whole any more.");
            read += more;
        }
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return format.Read(reader);
    }
}
