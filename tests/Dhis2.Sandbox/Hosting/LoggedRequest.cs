using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Dhis2.Sandbox.Hosting;

/// <summary>A request as it arrived, and the status that was answered.</summary>
public sealed class LoggedRequest
{
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly long _start = System.Diagnostics.Stopwatch.GetTimestamp();

    internal LoggedRequest(string method, string path, IReadOnlyDictionary<string, string> headers)
    {
        Method = method;
        Path = path;
        Headers = headers;
    }

    public DateTimeOffset At { get; } = DateTimeOffset.UtcNow;

    public string Method { get; }

    /// <summary>Path and query as they came over the wire, still encoded.</summary>
    public string Path { get; }

    /// <summary>Header fields; several of one name are joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The name of the user who was let in.</summary>
    public string? User { get; internal set; }

    /// <summary>The status answered; 0 where the connection was cut before.</summary>
    public int Status { get; internal set; }

    public TimeSpan Elapsed { get; private set; }

    /// <summary>The kind of the fault that was injected, if any.</summary>
    public string? Fault { get; internal set; }

    /// <summary>What went wrong inside the sandbox itself.</summary>
    public string? Error { get; internal set; }

    /// <summary>Bytes of the body on the wire.</summary>
    public long BodyLength { get; private set; }

    /// <summary>The body as text, unzipped where it was gzip, as far as it was kept (1 MB on the wire).</summary>
    public string Body => Encoding.UTF8.GetString(BodyBytes);

    /// <summary>As <see cref="Body"/>, in bytes.</summary>
    public byte[] BodyBytes
    {
        get
        {
            lock (_kept)
                return Unpack(_kept.WrittenSpan.ToArray());
        }
    }

    internal void Keep(ReadOnlySpan<byte> bytes, int limit)
    {
        lock (_kept)
        {
            BodyLength += bytes.Length;
            var room = Math.Max(0, limit - _kept.WrittenCount);
            _kept.Write(bytes[..Math.Min(room, bytes.Length)]);
        }
    }

    internal void Finish(int status)
    {
        Status = status;
        Elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(_start);
    }

    private static byte[] Unpack(byte[] bytes)
    {
        if (bytes.Length < 2 || bytes[0] != 0x1f || bytes[1] != 0x8b)
            return bytes;
        using var plain = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            gzip.CopyTo(plain);
        }
        catch (InvalidDataException)
        {
            // Cut off or broken: what could be read is what there is.
        }
        return plain.ToArray();
    }
}
