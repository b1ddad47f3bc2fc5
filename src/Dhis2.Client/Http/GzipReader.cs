#if NET8_0_OR_GREATER
using System.IO.Compression;
using System.Security.Cryptography;

namespace Dhis2.Client.Http;

/// <summary>
/// Unpacks gzip, of one member or of several, and tells data that end in the middle from whole ones: the library takes a missing end for the end.
/// When all that the data unpack to has been given out, the library is given one more member, of our own. It is unpacked to its contents only where the member
/// before it is whole; otherwise its bytes are taken for the rest of that one. Whatever they unpack to is looked at here and goes no further.
/// </summary>
internal sealed class GzipReader : BodyStream
{
    // Chosen by chance for each process: no data can hold it.
    private static readonly byte[] s_mark = RandomNumberGenerator.GetBytes(16);
    private static readonly byte[] s_packedMark = Pack(s_mark);

    private readonly PackedStream _packed;
    private readonly GZipStream _gzip;
    private bool _isAtEnd;
    private bool _isWhole;
    private long _passed;

    public GzipReader(Stream packed)
    {
        _packed = new PackedStream(packed, s_packedMark);
        _gzip = new GZipStream(_packed, CompressionMode.Decompress);
    }

    protected override long Passed => _passed;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
            return 0;
        if (!_isAtEnd)
        {
            var count = await _gzip.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _passed += count;
            if (count > 0)
                return count;
            // From here on the library unpacks what is not of the data.
            _isAtEnd = true;
            _isWhole = await UnpacksMarkAsync(cancellationToken).ConfigureAwait(false);
        }
        return _isWhole ? 0 : throw new EndOfStreamException("The packed data end in the middle.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gzip.Dispose();
        base.Dispose(disposing);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.NoCompression))
            gzip.Write(bytes);
        return memory.ToArray();
    }

    private async Task<bool> UnpacksMarkAsync(CancellationToken cancellationToken)
    {
        _packed.AddMark();
        // One byte more than the mark, so that more is seen to be more.
        var unpacked = new byte[s_mark.Length + 1];
        var length = 0;
        try
        {
            int count;
            while ((count = await _gzip.ReadAsync(unpacked.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
                length += count;
        }
        catch (InvalidDataException)
        {
            return false;
        }
        return unpacked.AsSpan(0, length).SequenceEqual(s_mark);
    }

    /// <summary>Passes packed bytes on up to their end, and the mark behind it only when it is asked for.</summary>
    private sealed class PackedStream(Stream inner, byte[] mark) : BodyStream
    {
        private int _taken = mark.Length;

        protected override long Passed => throw new NotSupportedException();

        /// <summary>Lets the mark be read behind the end.</summary>
        public void AddMark() => _taken = 0;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_taken == mark.Length)
                return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            var count = Math.Min(buffer.Length, mark.Length - _taken);
            mark.AsMemory(_taken, count).CopyTo(buffer);
            _taken += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
#else
using System.Buffers.Binary;
using System.IO.Compression;

namespace Dhis2.Client.Http;

/// <summary>
/// Unpacks gzip, and tells data that end in the middle from whole ones: the library takes a missing end for the end. Here the length that stands behind
/// the data tells. .NET Framework unpacks the first member alone, so that data of several are an error, too, and not cut short without a word.
/// </summary>
internal sealed class GzipReader(Stream packed) : BodyStream
{
    private readonly TailStream _tail = new(packed);
    private GZipStream? _gzip;
    private long _passed;

    protected override long Passed => _passed;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _gzip ??= new GZipStream(_tail, CompressionMode.Decompress);
        var count = await _gzip.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _passed += count;
        if (count == 0 && buffer.Length > 0)
        {
            await _tail.SkipAsync(cancellationToken).ConfigureAwait(false);
            if (!_tail.IsEmpty && _tail.Last != (uint)_passed)
                throw new EndOfStreamException("The packed data end in the middle.");
        }
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip?.Dispose();
            _tail.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Passes bytes on and remembers the last four.</summary>
    private sealed class TailStream(Stream inner) : BodyStream
    {
        private ulong _last;

        public bool IsEmpty { get; private set; } = true;

        public uint Last => BinaryPrimitives.ReverseEndianness((uint)_last);

        protected override long Passed => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            foreach (var one in buffer.Slice(Math.Max(0, count - 4), Math.Min(count, 4)).ToArray())
                _last = (_last << 8) | one;
            IsEmpty &= count == 0;
            return count;
        }

        public async Task SkipAsync(CancellationToken cancellationToken)
        {
            var rest = new byte[4096];
            while (await ReadAsync(rest.AsMemory(), cancellationToken).ConfigureAwait(false) > 0)
            {
                // What the library did not ask for.
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
#endif
