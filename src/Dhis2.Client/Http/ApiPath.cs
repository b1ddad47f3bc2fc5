namespace Dhis2.Client.Http;

/// <summary>
/// Builds paths of segments, and refuses what a server, or .NET on the way to it, would cut off or take for another path. What only looks odd is escaped:
/// <c>#</c>, <c>?</c>, blanks and letters of any language arrive as they are.
/// </summary>
internal static class ApiPath
{
    // Endings that servers of 2.44 and later take for the format of the answer, and cut off.
    private static readonly HashSet<string> s_formats = new(StringComparer.OrdinalIgnoreCase) { "json", "jsonp", "xml", "csv", "geojson", "pdf", "png", "xls", "xlsx", "adx.xml" };

    /// <summary>The path of some segments. Each of them is a name or an id of the user's, or a part of the API.</summary>
    /// <param name="cutsLastSuffix">Whether the server cuts off all behind the last dot of a path, and not known formats alone.</param>
    /// <param name="segments">From left to right.</param>
    /// <exception cref="Dhis2InputException">No server takes one of the segments for what it is.</exception>
    public static string Of(bool cutsLastSuffix, params string[] segments)
    {
        foreach (var segment in segments)
            Check(segment);
        return string.Join("/", segments.Take(segments.Length - 1).Select(Uri.EscapeDataString).Append(Last(cutsLastSuffix, segments[segments.Length - 1])));
    }

    /// <summary>Refuses a path as a user writes it where it would arrive as another one.</summary>
    /// <exception cref="Dhis2InputException">It would.</exception>
    public static void CheckWhole(string path)
    {
        if (path.Contains('#'))
            throw Wrong(path, "holds a '#': what follows it is never sent", "Write %23 for it.");
        var segments = path.Split('?')[0].Trim('/').Split('/');
        if (path.Split('?')[0].Contains('\\'))
            throw Wrong(path, "holds a '\\', which becomes a '/' on the way", "Write / between the parts of a path; no server takes a \\ within one.");
        if (segments.Length > 1 && segments.Any(s => s.Length == 0))
            throw Wrong(path, "holds an empty part ('//'), which servers refuse", "Leave one of the slashes out, or give the name that is missing between them.");
        if (segments.Any(s => Uri.UnescapeDataString(s) is "." or ".."))
            throw Wrong(path, "holds a part that leads to another path ('.' or '..')", "Give the path below /api/ as it is.");
    }

    private static void Check(string segment)
    {
        if (segment.Length == 0)
            throw Wrong(segment, "is empty: no path can be made of it", "Give a name or an id.");
        if (segment is "." or "..")
            throw Wrong(segment, "leads to another path", "No server can be asked for this name.");
        foreach (var one in segment.Where(c => c is '/' or '\\' or ';' or '%' || char.IsControl(c)))
            throw Wrong(segment, $"holds a {(char.IsControl(one) ? "control character" : $"'{one}'")}, which no server takes in a name that stands in a path", "Take another name, or find it by its id.");
    }

    private static string Last(bool cutsLastSuffix, string segment)
    {
        var dot = segment.IndexOf('.');
        if (dot < 0)
            return Uri.EscapeDataString(segment);
        // Up to 2.43 all behind the last dot is cut off, whatever it is: there, something to cut off is put behind it.
        if (cutsLastSuffix)
            return Uri.EscapeDataString(segment) + ".json";
        var ending = segment.Substring(dot + 1);
        foreach (var packed in new[] { ".gz", ".zip" })
            ending = ending.EndsWith(packed, StringComparison.OrdinalIgnoreCase) ? ending.Remove(ending.Length - packed.Length) : ending;
        return s_formats.Contains(ending)
            ? throw Wrong(segment, $"ends in '.{segment.Substring(dot + 1)}', which the server takes for the format of its answer and cuts off", "Servers of 2.44 and later cannot be asked for such a name: take another one.")
            : Uri.EscapeDataString(segment);
    }

    private static Dhis2InputException Wrong(string item, string what, string advice) => new($"'{item}' {what}.", advice) { Item = item };
}
