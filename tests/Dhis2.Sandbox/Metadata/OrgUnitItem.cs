using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Countries;

namespace Dhis2.Sandbox.Metadata;

/// <summary>An org unit as the API shows it; its plain properties are written without a detour.</summary>
internal sealed class OrgUnitItem(OrgUnit unit) : MetadataItem("organisationUnits", unit.Uid)
{
    private static readonly string[] s_properties =
    [
        "code", "name", "created", "lastUpdated", "translations", "createdBy", "favorites", "lastUpdatedBy", "sharing", "shortName",
        "dimensionItemType", "legendSets", "parent", "children", "path", "openingDate", "closedDate", "comment", "geometry",
        "dataSets", "programs", "leaf", "dimensionItem", "displayShortName", "displayName", "access", "favorite", "user", "href",
        "displayFormName", "id", "attributeValues", "organisationUnitGroups", "users", "level", "ancestors",
    ];

    public OrgUnit Unit { get; } = unit;

    public override IEnumerable<string> Properties(MetadataView view) => view.Dialect == Hosting.Dialect.V40
        ? s_properties.Concat(["externalAccess", "userGroupAccesses", "userAccesses"])
        : s_properties;

    public override JsonNode? Get(string property, MetadataView view)
    {
        if (TryText(property, out var text))
            return text;
        return property switch
        {
            "level" => Unit.Level,
            "leaf" => Unit.IsLeaf,
            "favorite" or "externalAccess" => false,
            "parent" => Unit.Parent is { } parent ? Reference(parent) : null,
            "children" => List(Unit.Children),
            "ancestors" => List(Ancestors()),
            "createdBy" or "lastUpdatedBy" or "user" => Completion.Admin(),
            "sharing" => Completion.Sharing(null, view.Dialect, withPublic: false),
            "translations" or "favorites" or "legendSets" or "attributeValues" or "userGroupAccesses" or "userAccesses" => Given(property) ?? new JsonArray(),
            "users" => new JsonArray([.. view.Index.UsersOf(Unit.Uid).Select(u => new JsonObject { ["id"] = u })]),
            "access" => view.Access(),
            "href" => view.Href(this),
            "geometry" => Given(property),
            _ => view.Index.Reverse(this, property),
        };
    }

    public override bool TryWrite(Utf8JsonWriter writer, string property)
    {
        if (property == "level")
            writer.WriteNumber("level", Unit.Level);
        else if (property == "leaf")
            writer.WriteBoolean("leaf", Unit.IsLeaf);
        else if (!TryText(property, out var text))
            return false;
        else if (text is not null)
            writer.WriteString(property, text);
        return true;
    }

    public override bool TryText(string property, out string? text)
    {
        text = property switch
        {
            "id" or "dimensionItem" => Unit.Uid,
            "code" => Unit.Code,
            "name" or "displayName" or "displayFormName" => Unit.Name,
            "shortName" or "displayShortName" => Unit.ShortName,
            "path" => Unit.Path,
            "openingDate" => Date(Unit.OpeningDate),
            "closedDate" => Unit.ClosedDate is { } closed ? Date(closed) : null,
            "created" => Completion.Created,
            "lastUpdated" => Completion.LastUpdated,
            "dimensionItemType" => "ORGANISATION_UNIT",
            _ => null,
        };
        return text is not null || property is "code" or "closedDate";
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd'T00:00:00.000'", System.Globalization.CultureInfo.InvariantCulture);

    private Stack<OrgUnit> Ancestors()
    {
        var above = new Stack<OrgUnit>();
        for (var unit = Unit.Parent; unit is not null; unit = unit.Parent)
            above.Push(unit);
        return above;
    }

    private JsonNode? Given(string property)
    {
        var given = Unit.Json;
        var value = given[property];
        given.Remove(property);
        return value;
    }

    private static JsonObject Reference(OrgUnit unit) => new() { ["id"] = unit.Uid };

    private static JsonArray List(IEnumerable<OrgUnit> units) => [.. units.Select(Reference)];
}
