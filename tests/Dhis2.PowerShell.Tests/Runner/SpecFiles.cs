using System.IO.Enumeration;
using Dhis2.TestTools;

namespace Dhis2.PowerShell.Tests.Runner;

/// <summary>Which spec files are run, and in which of several engines.</summary>
internal static class SpecFiles
{
    /// <summary>A wildcard over the names of spec files without .Tests.ps1; all are run where it is not set.</summary>
    public const string NameVariable = "DHIS2_TEST_NAME";

    private const string Ending = ".Tests.ps1";

    private static readonly string s_project = Path.Combine(Repository.Root, "tests", "Dhis2.PowerShell.Tests");

    /// <summary>Whether all spec files are run.</summary>
    public static bool AreAll => Environment.GetEnvironmentVariable(NameVariable) is not { Length: > 0 };

    /// <summary>The one spec that Windows PowerShell 5.1 can run.</summary>
    public static string Desktop { get; } = Path.Combine(s_project, "Desktop", "WindowsPowerShell.Tests.ps1");

    /// <summary>The chosen files in at most so many groups of about the same size. The length of a file stands for its duration, which nothing tells beforehand.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> InGroups(int most)
    {
        var groups = Enumerable.Range(0, most).Select(_ => (Files: new List<string>(), Load: new long[1])).ToList();
        foreach (var file in Chosen().OrderByDescending(f => f.Length))
        {
            var group = groups.MinBy(g => g.Load[0]);
            group.Files.Add(file.FullName);
            group.Load[0] += file.Length;
        }
        return [.. groups.Where(g => g.Files.Count > 0).Select(g => g.Files)];
    }

    private static IEnumerable<FileInfo> Chosen()
    {
        var pattern = Environment.GetEnvironmentVariable(NameVariable) is { Length: > 0 } name ? name : "*";
        return new DirectoryInfo(Path.Combine(s_project, "Specs")).EnumerateFiles("*" + Ending, SearchOption.AllDirectories).Where(f => FileSystemName.MatchesSimpleExpression(pattern, f.Name.AsSpan(0, f.Name.Length - Ending.Length)));
    }
}
