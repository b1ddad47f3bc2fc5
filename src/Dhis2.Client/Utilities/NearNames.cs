namespace Dhis2.Client.Utilities;

/// <summary>Finds what a user may have meant by a name that is none.</summary>
internal static class NearNames
{
    private const int Most = 3;

    /// <summary>The names nearest to a text, the nearest first: those that differ in few letters, and those that it begins or that begin it. Letter case does not count.</summary>
    public static IReadOnlyList<string> Of(string text, IEnumerable<string> names)
    {
        var wanted = text.ToLowerInvariant();
        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => (Name: name, Steps: Steps(wanted, name.ToLowerInvariant())))
            .Where(near => near.Steps <= Math.Max(1, wanted.Length / 4) || IsBeginning(wanted, near.Name))
            .OrderBy(near => near.Steps).ThenBy(near => near.Name, StringComparer.Ordinal).Take(Most).Select(near => near.Name)];
    }

    // A few letters are the beginning of much.
    private static bool IsBeginning(string wanted, string name) =>
        wanted.Length >= 4 && (name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) || wanted.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    // How many letters have to be put in, left out or replaced to make one of the other.
    private static int Steps(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var before = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = before + (a[i - 1] == b[j - 1] ? 0 : 1);
                before = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[b.Length];
    }
}
