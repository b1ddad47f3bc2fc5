using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Dhis2.Docs.Cmdlets;

/// <summary>
/// The XML comments of the module, as the compiler writes them. What a person reads about a parameter is the summary of its property. A class says it
/// in its own comment, as <c>&lt;parameter name="..."&gt;</c>, of parameters that the engine adds, and where a parameter of a base means something else here.
/// </summary>
internal sealed partial class Comments
{
    private readonly Dictionary<string, XElement> _members;

    private Comments(Dictionary<string, XElement> members) => _members = members;

    public static Comments Read(string path)
    {
        if (!File.Exists(path))
            throw new SourceException($"{path} is missing: the module is built without its documentation file.");
        return new(XDocument.Load(path, LoadOptions.PreserveWhitespace).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!));
    }

    /// <summary>The text of a parameter as Markdown: the nearest of those that the class, its bases and the property have.</summary>
    public string Of(Type cmdlet, string parameter, PropertyInfo? property = null)
    {
        for (var type = cmdlet; type is not null; type = type.BaseType)
        {
            var text = Member($"T:{NameOf(type)}")?.Elements("parameter").FirstOrDefault(element => (string?)element.Attribute("name") == parameter);
            if (text is null && property is not null && type == property.DeclaringType)
                text = Member($"P:{NameOf(type)}.{parameter}")?.Element("summary");
            if (text is not null)
                return ToMarkdown(text);
        }
        throw new SourceException(property is null
            ? $"{cmdlet.Name} has no text for -{parameter}: add <parameter name=\"{parameter}\"> to the comment of the class."
            : $"{cmdlet.Name} has no text for -{parameter}: add a summary to the comment of the property.");
    }

    private XElement? Member(string name) => _members.GetValueOrDefault(name);

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string ToMarkdown(XElement text)
    {
        var markdown = new StringBuilder();
        foreach (var node in text.Nodes())
            Append(markdown, node);
        var paragraphs = markdown.ToString().Split('\v').Select(paragraph => Blanks().Replace(paragraph, " ").Trim());
        return string.Join("\n\n", paragraphs.Where(paragraph => paragraph.Length > 0));
    }

    private static void Append(StringBuilder markdown, XNode node)
    {
        switch (node)
        {
            case XText plain:
                markdown.Append(plain.Value);
                break;
            case XElement { Name.LocalName: "para" } paragraph:
                AppendAll(markdown, paragraph, "\v", "\v");
                break;
            case XElement { Name.LocalName: "c" } code:
                AppendAll(markdown, code, "`", "`");
                break;
            case XElement { Name.LocalName: "i" } emphasis:
                AppendAll(markdown, emphasis, "*", "*");
                break;
            case XElement { Name.LocalName: "see" } reference:
                markdown.Append('`').Append(((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword"))?.Split('.', ':')[^1]).Append('`');
                break;
            case XElement other:
                throw new SourceException($"The comment \"{other}\" has a tag that pages do not show: use para, c, i and see.");
        }
    }

    private static void AppendAll(StringBuilder markdown, XElement element, string before, string after)
    {
        markdown.Append(before);
        foreach (var node in element.Nodes())
            Append(markdown, node);
        markdown.Append(after);
    }

    [GeneratedRegex(@"[ \t\r\n]+")]
    private static partial Regex Blanks();
}
