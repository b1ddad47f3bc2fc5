using System.Text;
using System.Text.RegularExpressions;
using Dhis2.Client.Json;

namespace Dhis2.Client.Http;

/// <summary>Knows a web page by its first bytes: login pages and those of proxies come under any media type.</summary>
internal static class WebPage
{
    /// <summary>So many bytes tell.</summary>
    public const int HeadLength = 1024;

    // Past blanks, comments and the declaration of XML.
    private static readonly Regex s_begin = new(
        @"^\s*(<\?.*?\?>\s*|<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant);

    /// <summary>Whether a media type, in lower case, is a page's.</summary>
    public static bool IsType(string mediaType) => mediaType is "text/html" or "application/xhtml+xml";

    /// <summary>Whether bytes could be the beginning of a page: most answers cannot from their first byte on.</summary>
    public static bool MayBegin(Memory<byte> head)
    {
        foreach (var one in head.WithoutBom().Span)
        {
            if (one is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                return one == '<';
        }
        return true;
    }

    /// <summary>Whether bytes are the beginning of a page.</summary>
    public static bool Begins(Memory<byte> head) => MayBegin(head) && s_begin.IsMatch(Encoding.UTF8.GetString(head.WithoutBom().ToArray()));
}
