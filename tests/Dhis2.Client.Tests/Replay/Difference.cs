using System.IO.Enumeration;

namespace Dhis2.Client.Tests.Replay;

/// <summary>What is known about exchanges that the sandbox does not answer as recorded, or is not asked at all.</summary>
public enum DifferenceKind
{
    /// <summary>Not sent: no cmdlet would cause it.</summary>
    OutOfScope,

    /// <summary>Sent because later exchanges need what it does, but its answer is not compared.</summary>
    Prepares,

    /// <summary>Sent, and answered otherwise on purpose.</summary>
    Differs,
}

/// <summary>One line of a file in <c>Differences</c>: kind, name (with * and ?), versions (comma-separated, or *), reason.</summary>
public sealed record Difference(string Area, int Line, DifferenceKind Kind, string Names, IReadOnlyList<string> Versions, string Reason)
{
    private static readonly Dictionary<string, IReadOnlyList<Difference>> s_read = [];

    public bool Covers(string version, string name) =>
        (Versions[0] == "*" || Versions.Contains(version)) && FileSystemName.MatchesSimpleExpression(Names, name, ignoreCase: false);

    public override string ToString() => $"{Area}.txt({Line}): {Kind} {Names} {string.Join(',', Versions)}";

    /// <summary>The lines of an area; the first that covers an exchange holds.</summary>
    public static IReadOnlyList<Difference> Of(string area)
    {
        lock (s_read)
        {
            if (!s_read.TryGetValue(area, out var lines))
                s_read[area] = lines = Read(area);
            return lines;
        }
    }

    public static Difference? Find(string area, string version, string name) => Of(area).FirstOrDefault(d => d.Covers(version, name));

    private static List<Difference> Read(string area)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Replay", "Differences", area + ".txt");
        var lines = new List<Difference>();
        if (!File.Exists(file))
            return lines;
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
                lines.Add(Parse(area, number, line));
        }
        return lines;
    }

    private static Difference Parse(string area, int number, string line)
    {
        var parts = line.Split((char[]?)null, 4, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 4)
            throw new FormatException($"{area}.txt({number}): kind, name, versions and a reason are wanted.");
        var kind = parts[0] switch
        {
            "out-of-scope" => DifferenceKind.OutOfScope,
            "prepares" => DifferenceKind.Prepares,
            "differs" => DifferenceKind.Differs,
            _ => throw new FormatException($"{area}.txt({number}): '{parts[0]}' is no kind."),
        };
        return new Difference(area, number, kind, parts[1], parts[2].Split(','), parts[3]);
    }
}
