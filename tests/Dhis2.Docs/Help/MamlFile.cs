using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Dhis2.Docs.Cmdlets;

namespace Dhis2.Docs.Help;

/// <summary>What Get-Help reads: all pages in the XML of PowerShell's help (MAML).</summary>
internal static partial class MamlFile
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Make(IEnumerable<HelpPage> pages)
    {
        var root = new XElement(
            XName.Get("helpItems", "http://msh"),
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XAttribute("schema", "maml"),
            pages.Select(MakeCommand));
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };
        using (var writer = XmlWriter.Create(stream, settings))
            root.Save(writer);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static XElement MakeCommand(HelpPage page) => new(
        s_command + "command",
        new XElement(
            s_command + "details",
            new XElement(s_command + "name", page.Cmdlet.Name),
            Description(page["SYNOPSIS"]),
            new XElement(s_command + "verb", page.Cmdlet.Verb),
            new XElement(s_command + "noun", page.Cmdlet.Noun)),
        Description(page["DESCRIPTION"]),
        new XElement(s_command + "syntax", page.Cmdlet.Sets.Select(set => MakeSyntax(page.Cmdlet, set))),
        new XElement(
            s_command + "parameters",
            page.Cmdlet.Parameters.OrderBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase).Select(parameter => MakeParameter(parameter, parameter.Uses[0], parameter.Text))),
        new XElement(s_command + "inputTypes", page.PartsOf("INPUTS").Select(part => MakeType("inputType", part))),
        new XElement(s_command + "returnValues", page.PartsOf("OUTPUTS").Select(part => MakeType("returnValue", part))),
        new XElement(s_maml + "alertSet", new XElement(s_maml + "alert", Paragraph(page["NOTES"]))),
        new XElement(s_command + "examples", page.PartsOf("EXAMPLES").Select(MakeExample)),
        new XElement(s_command + "relatedLinks", Link().Matches(page["RELATED LINKS"]).Select(MakeLink)));

    private static XElement MakeSyntax(CmdletModel cmdlet, string set) => new(
        s_command + "syntaxItem",
        new XElement(s_maml + "name", cmdlet.Name),
        cmdlet.ParametersOf(set).Select(entry => MakeParameter(entry.Parameter, entry.Use, text: null)));

    // The syntax names parameters, and says nothing about them.
    private static XElement MakeParameter(CmdletParameter parameter, SetUse use, string? text) => new(
        s_command + "parameter",
        new XAttribute("required", use.IsRequired),
        new XAttribute("variableLength", parameter.Type.IsArray),
        new XAttribute("globbing", parameter.TakesWildcards),
        new XAttribute("pipelineInput", PipelineInput(use)),
        new XAttribute("position", use.PositionText ?? (text is null ? "named" : "Named")),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(s_maml + "name", parameter.Name),
        text is null ? new XElement(s_maml + "description") : Description(text),
        parameter.Type == typeof(SwitchParameter) ? null : new XElement(
            s_command + "parameterValue",
            new XAttribute("required", true),
            new XAttribute("variableLength", false),
            SyntaxText.NameOf(parameter.Type)),
        new XElement(s_dev + "type", new XElement(s_maml + "name", parameter.Type.ToString())),
        parameter.Default.Length == 0 ? null : new XElement(s_dev + "defaultValue", parameter.Default));

    private static string PipelineInput(SetUse use) => (use.ByValue, use.ByPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };

    private static XElement MakeType(string name, (string Heading, string Text) part) => new(
        s_command + name,
        new XElement(s_dev + "type", new XElement(s_maml + "name", part.Heading)),
        Description(part.Text));

    private static XElement MakeExample((string Heading, string Text) part)
    {
        var (code, remarks) = HelpPage.SplitExample(part.Text);
        return new(
            s_command + "example",
            new XElement(s_maml + "title", $"--------- {part.Heading} ---------"),
            new XElement(s_dev + "code", code),
            new XElement(s_dev + "remarks", Paragraph(remarks)));
    }

    // Links between pages lead nowhere at a prompt: their names do.
    private static XElement MakeLink(Match link) => new(
        s_maml + "navigationLink",
        new XElement(s_maml + "linkText", link.Groups[1].Value),
        new XElement(s_maml + "uri", link.Groups[2].Value.StartsWith("http", StringComparison.Ordinal) ? link.Groups[2].Value : ""));

    private static XElement Description(string markdown) => new(s_maml + "description", Paragraph(markdown));

    // A prompt shows no Markdown.
    private static XElement Paragraph(string markdown) => new(s_maml + "para", Emphasis().Replace(markdown.Replace("`", "", StringComparison.Ordinal), "$2"));

    [GeneratedRegex(@"(\*\*|\*)(?=[A-Za-z])([^*\n]+)\1")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex Link();
}
