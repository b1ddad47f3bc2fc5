using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.DataValues;

/// <summary>The body of an import: gzip and zip are known by their first bytes, whatever the headers say.</summary>
internal static class RequestBody
{
    /// <summary>The body unpacked.</summary>
    public static async Task<Stream> OpenAsync(HttpContext context)
    {
        var head = new byte[4];
        var read = await context.Request.Body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        var whole = new PrefixedStream(head.AsMemory(0, read), context.Request.Body);
        if (head is [0x1f, 0x8b, ..])
            return new GZipStream(whole, CompressionMode.Decompress);
        return head is [(byte)'P', (byte)'K', 3, 4] ? await UnzipAsync(whole, context.RequestAborted).ConfigureAwait(false) : whole;
    }

    /// <summary>The whole body unpacked.</summary>
    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        await using var body = await OpenAsync(context).ConfigureAwait(false);
        using var copy = new MemoryStream();
        await body.CopyToAsync(copy, context.RequestAborted).ConfigureAwait(false);
        return copy.ToArray();
    }

    // A zip's entry can only be found in a stream that can be searched.
    private static async Task<Stream> UnzipAsync(Stream body, CancellationToken token)
    {
        var copy = new MemoryStream();
        await body.CopyToAsync(copy, token).ConfigureAwait(false);
        return new ZipArchive(copy).Entries[0].Open();
    }

    // The bytes that were looked at, and then the rest.
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_prefix.IsEmpty)
                return rest.ReadAsync(buffer, cancellationToken);
            var count = Math.Min(buffer.Length, _prefix.Length);
            _prefix[..count].CopyTo(buffer);
            _prefix = _prefix[count..];
            return ValueTask.FromResult(count);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
