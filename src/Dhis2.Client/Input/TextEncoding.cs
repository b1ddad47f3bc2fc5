using System.Text;

namespace Dhis2.Client.Input;

/// <summary>Tells the encoding of a text by its first bytes.</summary>
internal static class TextEncoding
{
    private static readonly Encoding[] s_marked = [new UTF8Encoding(true), new UTF32Encoding(false, true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true)];

    /// <summary>The encoding that a byte order mark or the bytes themselves tell; null means UTF-8.</summary>
    public static Encoding? Of(ArraySegment<byte> head) => Array.Find(s_marked, e => head.AsSpan().StartsWith(e.GetPreamble())) ?? ByZeros(head);

    // UTF-16 and UTF-32 without a mark: headers, braces and tags are ASCII, so that all bytes but one of each character are zero.
    private static Encoding? ByZeros(ArraySegment<byte> head)
    {
        var bytes = head.AsSpan();
        if (bytes.Length < 4)
            return null;
        return (bytes[0], bytes[1], bytes[2], bytes[3]) switch
        {
            ( > 0, 0, > 0, 0) => Encoding.Unicode,
            (0, > 0, 0, > 0) => Encoding.BigEndianUnicode,
            ( > 0, 0, 0, 0) => Encoding.UTF32,
            _ => null,
        };
    }
}
