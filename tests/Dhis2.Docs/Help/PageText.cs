using System.Text;
using Dhis2.Docs.Cmdlets;

namespace Dhis2.Docs.Help;

/// <summary>A whole page: its own words, and what is made from the compiled cmdlet.</summary>
internal static class PageText
{
    private const string CommonParameters = """
        ### CommonParameters

        This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,
        -InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,
        -ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see
        [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).
        """;

    private static readonly Dictionary<string, Func<CmdletModel, string>> s_made = new()
    {
        ["SYNTAX"] = SyntaxText.Make,
        ["ALIASES"] = _ => "None.",
        ["PARAMETERS"] = MakeParameters,
    };

    /// <summary>The headings of all sections, in the order in which pages have them.</summary>
    public static IReadOnlyList<string> Sections { get; } =
        ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    /// <summary>The headings of the sections that are the page's own words.</summary>
    public static IEnumerable<string> OwnSections => Sections.Where(section => !s_made.ContainsKey(section));

    public static string Make(HelpPage page)
    {
        var text = new StringBuilder($"""
            ---
            document type: cmdlet
            external help file: Dhis2.PowerShell.dll-Help.xml
            HelpUri: ''
            Locale: en-US
            Module Name: Dhis2
            title: {page.Cmdlet.Name}
            ---

            # {page.Cmdlet.Name}

            """);
        foreach (var section in Sections)
            text.Append($"\n## {section}\n\n{(s_made.TryGetValue(section, out var make) ? make(page.Cmdlet) : page[section])}\n");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string MakeParameters(CmdletModel cmdlet)
    {
        var parts = cmdlet.Parameters.OrderBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase)
            .Select(parameter => $"### -{parameter.Name}\n\n{parameter.Text}\n\n{MakeTable(parameter)}");
        return string.Join("\n\n", parts.Append(CommonParameters));
    }

    // The keys and their order are those that platyPS writes, so that its users know them.
    private static string MakeTable(CmdletParameter parameter)
    {
        var text = new StringBuilder("```yaml\n");
        text.Append($"Type: {parameter.Type}\n");
        text.Append($"DefaultValue: {Quote(parameter.Default)}\n");
        text.Append($"SupportsWildcards: {Flag(parameter.TakesWildcards)}\n");
        text.Append(parameter.Aliases.Count == 0 ? "Aliases: []\n" : $"Aliases:\n- {string.Join("\n- ", parameter.Aliases)}\n");
        text.Append("ParameterSets:\n");
        foreach (var use in parameter.Uses)
        {
            text.Append($"- Name: {(use.Set == SetUse.All ? "(All)" : use.Set)}\n");
            text.Append($"  Position: {use.Position?.ToString() ?? "Named"}\n");
            text.Append($"  IsRequired: {Flag(use.IsRequired)}\n");
            text.Append($"  ValueFromPipeline: {Flag(use.ByValue)}\n");
            text.Append($"  ValueFromPipelineByPropertyName: {Flag(use.ByPropertyName)}\n");
            text.Append($"  ValueFromRemainingArguments: {Flag(use.TakesRemaining)}\n");
        }
        return text.Append("DontShow: false\nAcceptedValues: []\nHelpMessage: ''\n```").ToString();
    }

    // YAML takes a text that begins with a letter or a digit as it is; no default has a colon or a hash in it.
    private static string Quote(string text) => text.Length > 0 && char.IsLetterOrDigit(text[0]) ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Flag(bool value) => value ? "true" : "false";
}
