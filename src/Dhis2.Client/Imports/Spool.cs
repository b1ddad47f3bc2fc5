using System.Collections;
using System.Text;

namespace Dhis2.Client.Imports;

/// <summary>
/// A list that keeps its first items in memory and the others in a file, so that it takes eight bytes an item however many there are. The file is the user's
/// alone and goes with the process, or with the list. Where it cannot be written, the items stay in memory. Thread-safe.
/// </summary>
internal sealed class Spool<T>(ISpoolFormat<T> format, int inMemory = 4_000) : IReadOnlyList<T>
{
    private readonly object _gate = new();
    private readonly List<T> _first = [];
    private readonly List<long> _offsets = [];
    private readonly List<T> _last = [];
    private FileStream? _file;
    private BinaryWriter? _writer;
    private BinaryReader? _reader;
    private long _end;
    private bool _isFull;

    public int Count
    {
        get
        {
            lock (_gate)
                return _first.Count + _offsets.Count + _last.Count;
        }
    }

    public T this[int index]
    {
        get
        {
            lock (_gate)
            {
                if (index < _first.Count)
                    return _first[index];
                index -= _first.Count;
                return index < _offsets.Count ? Read(_offsets[index]) : _last[index - _offsets.Count];
            }
        }
    }

    public void Add(T item)
    {
        lock (_gate)
        {
            if (_first.Count < inMemory)
                _first.Add(item);
            else if (_isFull || !TryWrite(item))
                _last.Add(item);
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool TryWrite(T item)
    {
        try
        {
            _file ??= Create();
            _writer ??= new BinaryWriter(_file, Encoding.UTF8);
            // Seeking writes out what is buffered.
            if (_file.Position != _end)
                _file.Seek(_end, SeekOrigin.Begin);
            format.Write(_writer, item);
            _offsets.Add(_end);
            _end = _file.Position;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isFull = true;
            return false;
        }
    }

    private T Read(long offset)
    {
        _reader ??= new BinaryReader(_file!, Encoding.UTF8);
        _file!.Seek(offset, SeekOrigin.Begin);
        return format.Read(_reader);
    }

    private static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"dhis2-{Guid.NewGuid():N}.tmp");
#if NET8_0_OR_GREATER
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.DeleteOnClose, BufferSize = 64 * 1024 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // Here a file without a name lives until it is closed, and even a process that is killed leaves none behind.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
#else
        return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 64 * 1024, FileOptions.DeleteOnClose);
#endif
    }
}
