#if NET8_0_OR_GREATER
using System.IO.Compression;

#endif
namespace Dhis2.Client.Http;

/// <summary>
/// Packed answers. Unpacked here and not by the handler, which asks for packed ones even where a request says that it
/// wants the bytes as they are: those of a part have their places in the file, and packed ones others.
/// </summary>
internal static class ContentCompression
{
    /// <summary>What is asked for unless a request says otherwise. Of other ways to pack the library cannot tell data that end in the middle.</summary>
    public const string Accepted = "gzip";

    /// <summary>Whether an answer is packed: then its length is not that of what is in it.</summary>
    public static bool IsPacked(HttpContent content) => content.Headers.ContentEncoding.Any(e => !e.Equals("identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>The answer as it was before it was packed, in a way that was not asked for, too: some proxies have one way for all.</summary>
    public static Stream Unpack(HttpContent content, Stream stream)
    {
        // Encodings are listed in the order in which they were applied, so they are undone from the last to the first.
        foreach (var encoding in content.Headers.ContentEncoding.Reverse())
        {
            stream = encoding.ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GzipReader(stream),
#if NET8_0_OR_GREATER
                "deflate" => new ZLibStream(stream, CompressionMode.Decompress),
                "br" => new BrotliStream(stream, CompressionMode.Decompress),
#endif
                _ => stream,
            };
        }
        return stream;
    }
}
