#if NET8_0_OR_GREATER
using System.IO.Compression;
using System.Security.Cryptography;

namespace Dhis2.Client.Http;

/// <summary>
/// Unpacks gzip, of one member or of several, and tells data that end in the middle from whole ones: the library takes a missing end for the end.
/// A last member of our own is put behind the data. Only where all before it is whole does what is unpacked end with its contents, which are taken off again.
/// </summary>
internal sealed class GzipReader(Stream packed) : BodyStream
{
    // Chosen by chance for each process: no data can hold it.
    private static readonly byte[] s_mark = RandomNumberGenerator.GetBytes(16);
    private static readonly byte[] s_packedMark = Pack(s_mark);

    private readonly GZipStream _gzip = new(new MarkedStream(packed, s_packedMark), CompressionMode.Decompress);
    private readonly byte[] _bytes = new byte[32 * 1024];
    private int _start;
    private int _end;
    private bool _isWhole;
    private long _passed;

    protected override long Passed => _passed;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_end - _start <= s_mark.Length)
        {
            if (_isWhole || buffer.Length == 0)
                return 0;
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
        var count = Math.Min(buffer.Length, _end - _start - s_mark.Length);
        _bytes.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        _passed += count;
        return count;
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

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        Buffer.BlockCopy(_bytes, _start, _bytes, 0, _end - _start);
        _end -= _start;
        _start = 0;
        var count = await _gzip.ReadAsync(_bytes.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += count;
        if (count > 0)
            return;
        if (!_bytes.AsSpan(0, _end).SequenceEqual(s_mark))
            throw new EndOfStreamException("The packed data end in the middle.");
        _isWhole = true;
    }

    private sealed class MarkedStream(Stream inner, byte[] mark) : BodyStream
    {
        private int _taken = -1;

        protected override long Passed => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_taken < 0)
            {
                if (await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
                    return count;
                _taken = 0;
            }
            var rest = Math.Min(buffer.Length, mark.Length - _taken);
            mark.AsMemory(_taken, rest).CopyTo(buffer);
            _taken += rest;
            return rest;
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
