using System.Text.RegularExpressions;

namespace Dhis2.PowerShell.Base;

/// <summary>
/// Names of files as another machine gives them, made into names that lead nowhere else and that every system takes: of a name that holds a path the last part,
/// with an underscore for each character that Windows refuses.
/// </summary>
internal static class SafeFileName
{
    private const int Longest = 120;
    private static readonly Regex s_refused = new("[\\x00-\\x1f\\x7f<>:\"|?*]", RegexOptions.CultureInvariant);
    private static readonly Regex s_device = new(@"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>A safe name, or a safe one of <paramref name="otherwise"/> where nothing is left.</summary>
    public static string Of(string? name, string otherwise)
    {
        var last = (name ?? "").Split('/', '\\').Last();
        var safe = s_refused.Replace(last, "_").Trim(' ').TrimEnd('.', ' ');
        if (safe.Length == 0)
            return otherwise;
        if (safe.Length > Longest)
            safe = Shortened(safe);
        return s_device.IsMatch(safe) ? "_" + safe : safe;
    }

    /// <summary>The name with a number before its ending: <c>scan (2).pdf</c>.</summary>
    public static string Numbered(string name, int number) => $"{Path.GetFileNameWithoutExtension(name)} ({number}){Path.GetExtension(name)}";

    // The ending stays: it says what the file is.
    private static string Shortened(string name)
    {
        var ending = Path.GetExtension(name);
        return ending.Length >= Longest ? name.Substring(0, Longest) : $"{name.Substring(0, Longest - ending.Length)}{ending}";
    }
}
