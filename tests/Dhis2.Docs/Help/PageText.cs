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
        var head = $"""
            ---
            document type: cmdlet
            external help file: Dhis2.PowerShell.dll-Help.xml
            HelpUri: ''
            Locale: en-US
            Module Name: Dhis2
            title: {page.Cmdlet.Name}
            ---

            # {page.Cmdlet.Name}

            """;
        var sections = Sections.Select(section => $"\n## {section}\n\n{(s_made.TryGetValue(section, out var make) ? make(page.Cmdlet) : page[section])}\n");
        return string.Concat(sections.Prepend(head)).ReplaceLineEndings("\n");
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
        List<string> lines =
        [
            "```yaml",
            $"Type: {parameter.Type}",
            $"DefaultValue: {Quote(parameter.Default)}",
            $"SupportsWildcards: {Flag(parameter.TakesWildcards)}",
            parameter.Aliases.Count == 0 ? "Aliases: []" : "Aliases:",
            .. parameter.Aliases.Select(alias => $"- {alias}"),
            "ParameterSets:",
            .. parameter.Uses.SelectMany(MakeUse),
            "DontShow: false",
            "AcceptedValues: []",
            "HelpMessage: ''",
            "```",
        ];
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> MakeUse(SetUse use) =>
    [
        $"- Name: {(use.Set == SetUse.All ? "(All)" : use.Set)}",
        $"  Position: {use.PositionText ?? "Named"}",
        $"  IsRequired: {Flag(use.IsRequired)}",
        $"  ValueFromPipeline: {Flag(use.ByValue)}",
        $"  ValueFromPipelineByPropertyName: {Flag(use.ByPropertyName)}",
        $"  ValueFromRemainingArguments: {Flag(use.TakesRemaining)}",
    ];

    // YAML takes a text that begins with a letter or a digit as it is; no default has a colon or a hash in it.
    private static string Quote(string text) => text.Length > 0 && char.IsLetterOrDigit(text[0]) ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Flag(bool value) => value ? "true" : "false";
}
