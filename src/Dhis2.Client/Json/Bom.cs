namespace Dhis2.Client.Json;

internal static class Bom
{
    /// <summary>The bytes after a UTF-8 byte order mark, if there is one.</summary>
    public static ReadOnlyMemory<byte> WithoutBom(this Memory<byte> bytes) =>
        bytes.Length >= 3 && bytes.Span[0] == 0xEF && bytes.Span[1] == 0xBB && bytes.Span[2] == 0xBF ? bytes.Slice(3) : bytes;
}
