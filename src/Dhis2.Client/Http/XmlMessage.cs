using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace Dhis2.Client.Http;

/// <summary>The server's answers in XML, which it gives to whoever asks for XML, in the shape of those in JSON: so that one reader reads both.</summary>
internal static class XmlMessage
{
    // Lists, whose elements have one or another name in each area and version.
    private static readonly HashSet<string> s_lists = new(StringComparer.Ordinal)
    {
        "args", "conflicts", "errorProperties", "errorReports", "importSummaries", "indexes", "objectReports", "rejectedIndexes", "typeReports", "warningReports",
    };

    /// <summary>Reads XML; null where it is none.</summary>
    public static JsonElement? Read(string xml)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Root is { } root ? JsonSerializer.SerializeToElement(ToObject(root)) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static JsonObject ToObject(XElement element)
    {
        var json = new JsonObject();
        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration))
            json[attribute.Name.LocalName] = attribute.Value;
        foreach (var child in element.Elements())
            json[child.Name.LocalName] = ToNode(child);
        return json;
    }

    private static JsonNode ToNode(XElement element)
    {
        // <indexes indexes="0"/>: 2.40 to 2.42 write a list of numbers as an attribute.
        if (s_lists.Contains(element.Name.LocalName))
            return new JsonArray([.. element.Elements().Select(ToNode), .. element.Attributes().Where(a => !a.IsNamespaceDeclaration).SelectMany(a => a.Value.Split(' ', ',')).Select(v => (JsonNode)v!)]);
        return element.HasElements || element.Attributes().Any(a => !a.IsNamespaceDeclaration) ? ToObject(element) : JsonValue.Create(element.Value)!;
    }
}
