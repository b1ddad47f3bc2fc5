using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Dhis2.Client.Http.Bodies;

/// <summary>What a request sends: written to the wire as it is made, and made again for each try.</summary>
public sealed class RequestBody
{
    private readonly Func<Stream, CancellationToken, Task> _write;
    private long _bytesSent;

    /// <summary>A body that <paramref name="write"/> writes; it may be called once for each try.</summary>
    /// <exception cref="Dhis2InputException">The content type is none.</exception>
    public RequestBody(string contentType, Func<Stream, CancellationToken, Task> write)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out _))
            throw new Dhis2InputException($"'{contentType}' is no content type.", "Give one such as application/json, with -ContentType.") { Item = contentType };
        ContentType = contentType;
        _write = write;
    }

    /// <summary>Media type, with parameters.</summary>
    public string ContentType { get; }

    /// <summary>Sends it gzip-compressed, as plain bytes: the server looks at the first two and needs no header.</summary>
    public bool Gzip { get; init; }

    /// <summary>Length of the body when it is known and not compressed, so that it needs no chunks.</summary>
    public long? Length { get; init; }

    /// <summary>Bytes that will go out; null where that shows only at the end.</summary>
    internal long? WireLength => Gzip ? null : Length;

    /// <summary>Bytes that went out with the last try.</summary>
    internal long BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>A body held in memory.</summary>
    public static RequestBody Of(byte[] bytes, string contentType) =>
        new(contentType, (stream, token) => stream.WriteAsync(bytes, 0, bytes.Length, token)) { Length = bytes.Length };

    /// <summary>A text, sent as UTF-8.</summary>
    public static RequestBody Of(string text, string contentType) => Of(Encoding.UTF8.GetBytes(text), contentType);

    /// <summary>The body for one try; <paramref name="onBytes"/> hears of every write.</summary>
    internal HttpContent ToContent(Action onBytes, CancellationToken cancellationToken) => new Content(this, onBytes, cancellationToken);

    private sealed class Content : HttpContent
    {
        private readonly RequestBody _body;
        private readonly Action _onBytes;
        private readonly CancellationToken _token;

        public Content(RequestBody body, Action onBytes, CancellationToken token)
        {
            _body = body;
            _onBytes = onBytes;
            _token = token;
            Headers.ContentType = MediaTypeHeaderValue.Parse(body.ContentType);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var counted = new CountingStream(stream, Report);
            if (!_body.Gzip)
            {
                await _body._write(counted, _token).ConfigureAwait(false);
                return;
            }
            // Fastest: the wire is rarely slow enough for more to pay off, and the server unpacks all levels alike.
            var gzip = new GZipStream(counted, CompressionLevel.Fastest, leaveOpen: true);
            // Disposing writes what is still being compressed. Done synchronously, that would hold a thread while the server does not read.
#if NET8_0_OR_GREATER
            await using (gzip.ConfigureAwait(false))
#else
            using (gzip)
#endif
                await _body._write(gzip, _token).ConfigureAwait(false);
        }

        private void Report(long count)
        {
            Volatile.Write(ref _body._bytesSent, count);
            _onBytes();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _body.WireLength ?? 0;
            return _body.WireLength is not null;
        }
    }
}
