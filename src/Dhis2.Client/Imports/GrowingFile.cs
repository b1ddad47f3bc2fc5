using Dhis2.Client.Utilities;

namespace Dhis2.Client.Imports;

/// <summary>
/// A temporary file that grows at its end, is made with the first write, is the user's alone, and goes with the process or with this object. Once the disk has
/// refused something, nothing more is written, and what was written before can still be read. Not thread-safe.
/// </summary>
internal sealed class GrowingFile
{
    private FileStream? _file;

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the disk has refused something.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Writes at the end. False where the disk does not take all of it: then it counts as not written.</summary>
    public bool TryAppend(byte[] bytes, int count)
    {
        if (IsBroken)
            return false;
        try
        {
            _file ??= TemporaryFile.Create(bufferSize: 0);
            _file.Seek(Length, SeekOrigin.Begin);
            _file.Write(bytes, 0, count);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            IsBroken = true;
            return false;
        }
        Length += count;
        return true;
    }

    /// <summary>Reads what was written from an offset on.</summary>
    /// <exception cref="IOException">The disk does not give it back.</exception>
    public void Read(long offset, byte[] bytes, int count)
    {
        var file = _file ?? throw new InvalidOperationException("Nothing was written.");
        file.Seek(offset, SeekOrigin.Begin);
        for (var read = 0; read < count;)
        {
            var more = file.Read(bytes, read, count - read);
            if (more == 0)
                throw new EndOfStreamException("A temporary file of the import is not whole any more.");
            read += more;
        }
    }
}
