using System.Globalization;
using System.Text.RegularExpressions;

namespace Dhis2.Recordings;

/// <summary>Very long paths were recorded in short: <c>...(9053 characters)</c> and <c>...(990 times x=1)...</c></summary>
internal static partial class PathAbbreviation
{
    /// <summary>A path of the recorded length; of what was left out only the kind is known.</summary>
    public static string Expand(string path)
    {
        if (Times().Match(path) is { Success: true } times)
        {
            var more = string.Join('&', Enumerable.Repeat(times.Groups[2].Value, int.Parse(times.Groups[1].Value, CultureInfo.InvariantCulture)));
            return path[..path.IndexOf('&', StringComparison.Ordinal)] + "&" + more + path[(times.Index + times.Length)..];
        }
        if (Characters().Match(path) is not { Success: true } length)
            return path;
        var wanted = int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture);
        var start = path[..length.Index];
        var list = start[(start.LastIndexOf('[') + 1)..start.LastIndexOf(',')] + ",";
        while (start.Length < wanted)
            start += list;
        return start[..(wanted - 1)] + "]";
    }

    [GeneratedRegex(@"\.\.\.\((\d+) characters\)$")]
    private static partial Regex Characters();

    [GeneratedRegex(@"\.\.\.\((\d+) times ([^)]+)\)\.\.\.")]
    private static partial Regex Times();
}
