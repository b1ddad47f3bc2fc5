using System.Text;

namespace Dhis2.Csv;

/// <summary>Tells an encoding by its byte order mark.</summary>
internal static class ByteOrderMark
{
    public const int MaxLength = 4;

    // UTF-32 before UTF-16: the mark of UTF-16 LE is the start of UTF-32 LE's.
    private static readonly Encoding[] s_marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
    ];

    /// <summary>The encoding to read with, and the length of the mark to pass over.</summary>
    public static (Encoding Encoding, int Length) Detect(byte[] head, int count, Encoding? chosen)
    {
        foreach (var candidate in s_marked)
        {
            // An encoding the user chose is never overruled; its own mark is no text all the same.
            if ((chosen is null || chosen.CodePage == candidate.CodePage) && StartsWith(head, count, candidate.GetPreamble()))
            {
                return (candidate, candidate.GetPreamble().Length);
            }
        }

        return (chosen ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 0);
    }

    private static bool StartsWith(byte[] head, int count, byte[] mark) =>
        count >= mark.Length && head.AsSpan(0, mark.Length).SequenceEqual(mark);
}
