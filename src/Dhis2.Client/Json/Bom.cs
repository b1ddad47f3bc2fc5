namespace Dhis2.Client.Json;

internal static class Bom
{
    /// <summary>The bytes after a UTF-8 byte order mark, if there is one.</summary>
    public static ReadOnlyMemory<byte> WithoutBom(this Memory<byte> bytes) => ((ReadOnlyMemory<byte>)bytes).WithoutBom();

    /// <summary>The bytes after a UTF-8 byte order mark, if there is one.</summary>
    public static ReadOnlyMemory<byte> WithoutBom(this ReadOnlyMemory<byte> bytes) => bytes.Span.StartsWith("\uFEFF"u8) ? bytes.Slice(3) : bytes;
}
