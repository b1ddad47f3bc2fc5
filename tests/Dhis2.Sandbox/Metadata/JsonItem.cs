using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.Metadata;

/// <summary>An object that was completed once with what the server adds.</summary>
internal sealed class JsonItem(string type, JsonObject complete) : MetadataItem(type, (string)complete["id"]!)
{
    // What depends on who asks stands in the object as a place holder, for the order of the keys.
    public override JsonNode? Get(string property, MetadataView view) => property switch
    {
        "access" => view.Access(),
        "href" => view.Href(this),
        "sharing" => view.Sharing(complete["sharing"] as JsonObject),
        "displayName" => view.Translate(complete["translations"], "NAME") ?? (string?)complete["name"],
        "displayShortName" when complete["shortName"] is not null => view.Translate(complete["translations"], "SHORT_NAME") ?? (string?)complete["shortName"],
        "displayFormName" when complete["shortName"] is not null => view.Translate(complete["translations"], "FORM_NAME") ?? (string?)complete["formName"] ?? (string?)complete["name"],
        _ => complete.TryGetPropertyValue(property, out var value) ? value : view.Index.Reverse(this, property) ?? ValueOfAttribute(property),
    };

    // An attribute can be asked for like a property.
    private JsonNode? ValueOfAttribute(string uid) =>
        (complete["attributeValues"] as JsonArray)?.FirstOrDefault(v => (string?)v!["attribute"]?["id"] == uid)?["value"];

    /// <summary>A property that depends on nobody.</summary>
    public JsonNode? Stored(string property) => complete[property];

    public override IEnumerable<string> Properties(MetadataView view) => complete.Select(p => p.Key).Concat(MetadataIndex.ReverseProperties(Type));

    public override bool TryText(string property, out string? text)
    {
        text = null;
        if (property.StartsWith("display", StringComparison.Ordinal) || property is "href" or "access" or "sharing")
            return false;
        if (!complete.TryGetPropertyValue(property, out var value) || value is not JsonValue)
            return false;
        text = value.ToString();
        return true;
    }
}
