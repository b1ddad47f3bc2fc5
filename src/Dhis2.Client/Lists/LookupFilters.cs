using Dhis2.Client.Http;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Lists;

/// <summary>
/// The filters that find objects by the whole text of a property, many in one request. What they bring has to be compared with the texts: it may be more than was
/// looked for.
/// </summary>
internal static class LookupFilters
{
    // On some versions these characters end a value, a list or a filter, make the server drop the filter, or stand for any others.
    private static readonly char[] s_unsafe = [',', ':', '[', ']', '(', ')', '%', '\\', '"', '\0', '*', '?'];

    /// <summary>The filters for some texts.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="property">The property that the texts are of.</param>
    /// <param name="texts">What is looked for.</param>
    /// <param name="most">The most texts of a request.</param>
    /// <param name="request">The request with a filter.</param>
    public static IEnumerable<string> Of(Dhis2Caller caller, string property, IReadOnlyCollection<string> texts, int most, Func<string, Dhis2Request> request)
    {
        foreach (var part in UrlLimit.CutList(caller, [.. texts.Where(IsPlain)], most, part => request(In(property, part))))
            yield return In(property, part);
        // A text with such characters is searched by its longest part without them.
        foreach (var piece in texts.Where(text => !IsPlain(text)).Select(LongestPiece).Where(piece => piece.Length > 0).Distinct(StringComparer.Ordinal))
            yield return $"{property}:like:{piece}";
    }

    private static bool IsPlain(string text) => text.Length > 0 && text.All(c => Array.IndexOf(s_unsafe, c) < 0) && text.Trim().Length == text.Length;

    private static string LongestPiece(string text) => text.Split(s_unsafe).Select(piece => piece.Trim()).OrderByDescending(piece => piece.Length).First();

    private static string In(string property, IReadOnlyList<string> values) => $"{property}:in:[{string.Join(",", values)}]";
}
