using System.Buffers;
using System.Text;
using Dhis2.Client.Imports;

namespace Dhis2.Client.Metadata.Import;

/// <summary>
/// The objects of an import as JSON, one after the other in a temporary file, each with a comma behind it: those that stand side by side there are written into a
/// request as they are. Objects are added by one thread at a time.
/// </summary>
internal sealed class ObjectSpool
{
    private const int BlockSize = 256 * 1024;

    private static readonly byte[] s_comma = [(byte)','];

    private readonly object _gate = new();
    private readonly GrowingFile _file = new();
    private byte[] _block = new byte[BlockSize];
    private int _used;

    /// <summary>Keeps an object, and says where it is.</summary>
    /// <exception cref="Dhis2InputException">There is no room for it on the disk.</exception>
    public long Add(ArraySegment<byte> utf8)
    {
        if (_used + utf8.Count + 1 > _block.Length)
            Flush();
        if (utf8.Count + 1 > _block.Length)
            _block = new byte[utf8.Count + 1];
        var offset = _file.Length + _used;
        Buffer.BlockCopy(utf8.Array!, utf8.Offset, _block, _used, utf8.Count);
        _used += utf8.Count;
        _block[_used++] = (byte)',';
        return offset;
    }

    /// <summary>An object that was kept.</summary>
    public byte[] Read(long offset, int length)
    {
        var bytes = new byte[length];
        ReadInto(offset, bytes, length);
        return bytes;
    }

    /// <summary>Writes objects as a package: an object with a list of each type.</summary>
    public async Task WritePackageAsync(IEnumerable<(string List, IEnumerable<(long Offset, int Length)> Objects)> lists, Stream stream, CancellationToken cancellationToken)
    {
        var isFirst = true;
        foreach (var (list, objects) in lists)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"{(isFirst ? "{" : "],")}\"{list}\":["), cancellationToken).ConfigureAwait(false);
            await CopyAsync(objects, stream, cancellationToken).ConfigureAwait(false);
            isFirst = false;
        }
        await stream.WriteAsync(Encoding.UTF8.GetBytes(isFirst ? "{}" : "]}"), cancellationToken).ConfigureAwait(false);
    }

    // With commas between them.
    private async Task CopyAsync(IEnumerable<(long Offset, int Length)> objects, Stream stream, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var isFirst = true;
            foreach (var (offset, length) in Runs(objects))
            {
                if (!isFirst)
                    await stream.WriteAsync(s_comma, cancellationToken).ConfigureAwait(false);
                isFirst = false;
                for (var done = 0L; done < length;)
                {
                    var count = (int)Math.Min(bytes.Length, length - done);
                    ReadInto(offset + done, bytes, count);
                    await stream.WriteAsync(new ArraySegment<byte>(bytes, 0, count), cancellationToken).ConfigureAwait(false);
                    done += count;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    // Objects side by side, with the commas between them and without the one behind the last.
    private static IEnumerable<(long Offset, long Length)> Runs(IEnumerable<(long Offset, int Length)> objects)
    {
        var (start, end) = (0L, -1L);
        foreach (var (offset, size) in objects)
        {
            if (offset != end + 1 || end < 0)
            {
                if (end >= 0)
                    yield return (start, end - start);
                start = offset;
            }
            end = offset + size;
        }
        if (end >= 0)
            yield return (start, end - start);
    }

    // A server may answer, and its answer be looked into, before it has read all that is sent.
    private void ReadInto(long offset, byte[] bytes, int count)
    {
        lock (_gate)
        {
            Flush();
            _file.Read(offset, bytes, count);
        }
    }

    private void Flush()
    {
        if (_used == 0)
            return;
        if (!_file.TryAppend(_block, _used))
            throw new Dhis2InputException($"There is no room for the objects in the folder of temporary files ({Path.GetTempPath()}).", "Make room there, or name another folder with the variable TMPDIR (TEMP on Windows).");
        _used = 0;
    }
}
