using System.Text.RegularExpressions;
using Dhis2.Docs.Cmdlets;

namespace Dhis2.Docs.Help;

/// <summary>What the author of a page wrote: its own words, by the headings of their sections. All else in a page is made.</summary>
internal sealed partial class HelpPage
{
    private readonly Dictionary<string, string> _sections;

    private HelpPage(string path, CmdletModel cmdlet, Dictionary<string, string> sections)
    {
        Path = path;
        Cmdlet = cmdlet;
        _sections = sections;
    }

    public string Path { get; }

    public CmdletModel Cmdlet { get; }

    /// <summary>The text of a section.</summary>
    public string this[string heading] => _sections[heading];

    public static HelpPage Read(string path, CmdletModel cmdlet)
    {
        var sections = Split(Source.Read(path), 2).ToDictionary(section => section.Heading, section => section.Text);
        foreach (var heading in PageText.OwnSections)
        {
            if (!sections.TryGetValue(heading, out var text) || text.Length == 0)
                throw new SourceException($"{path} has nothing under \"## {heading}\".");
        }
        var unknown = sections.Keys.Except(PageText.Sections).FirstOrDefault();
        return unknown is null ? new(path, cmdlet, sections) : throw new SourceException($"{path}: \"## {unknown}\" is no section of a page.");
    }

    /// <summary>The parts of a section under headings of the third level, in their order.</summary>
    public IReadOnlyList<(string Heading, string Text)> PartsOf(string heading) => Split(this[heading], 3);

    // A line in a block of code is no heading.
    private static List<(string Heading, string Text)> Split(string markdown, int level)
    {
        var mark = new string('#', level) + " ";
        var parts = new List<(string Heading, List<string> Lines)>();
        var isCode = false;
        foreach (var line in markdown.Split('\n'))
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!isCode && line.StartsWith(mark, StringComparison.Ordinal))
                parts.Add((line[mark.Length..].Trim(), []));
            else if (parts.Count > 0)
                parts[^1].Lines.Add(line);
        }
        return [.. parts.Select(part => (part.Heading, string.Join('\n', part.Lines).Trim('\n')))];
    }

    /// <summary>The blocks of code in a text, and what stands beside them.</summary>
    public static (string Code, string Remarks) SplitExample(string text)
    {
        var code = string.Join("\n\n", CodeBlock().Matches(text).Select(match => match.Groups[1].Value));
        var remarks = BlankLines().Replace(CodeBlock().Replace(text, ""), "\n\n").Trim();
        return (code, remarks);
    }

    [GeneratedRegex(@"(?ms)^```\w*\n(.*?)\n```[ ]*$")]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex BlankLines();
}
