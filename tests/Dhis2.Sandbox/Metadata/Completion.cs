using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.Metadata;

/// <summary>Adds to an imported object what the server makes of its own.</summary>
internal static class Completion
{
    public const string Created = "2024-01-01T00:00:00.000";
    public const string LastUpdated = "2024-06-01T00:00:00.000";

    // Not sent back in a PUT.
    private static readonly HashSet<string> s_derived = new(StringComparer.Ordinal)
    {
        "favorites", "favorite", "dimensionItemType", "dimensionItem", "optionSetValue", "displayName", "displayShortName",
        "displayFormName", "access", "user", "href", "externalAccess", "publicAccess", "userAccesses", "userGroupAccesses",
        "level", "leaf", "ancestors",
    };

    private static readonly Dictionary<string, (string Name, Func<JsonNode> Value)[]> s_defaults = new(StringComparer.Ordinal)
    {
        ["indicators"] = [("legendSets", List)],
        ["dataElements"] =
        [
            ("legendSets", List), ("aggregationLevels", List), ("zeroIsSignificant", No), ("optionSetValue", No),
        ],
        ["dataSets"] =
        [
            ("legendSets", List), ("sections", List), ("indicators", List), ("interpretations", List), ("compulsoryDataElementOperands", List),
            ("dataInputPeriods", List), ("timelyDays", () => 15.0), ("expiryDays", () => 0.0), ("version", () => 0), ("formType", () => "DEFAULT"),
            ("mobile", No), ("fieldCombinationRequired", No), ("validCompleteOnly", No), ("noValueRequiresComment", No), ("skipOffline", No),
            ("dataElementDecoration", No), ("renderAsTabs", No), ("renderHorizontally", No), ("compulsoryFieldsCompleteOnly", No),
            ("notifyCompletingUser", No), ("openPeriodsAfterCoEndDate", () => 0), ("openFuturePeriods", () => 0),
        ],
    };

    /// <summary>The property is worked out for this type.</summary>
    public static bool IsDerived(string type, string property) => s_derived.Contains(property) && (type, property) is not ("organisationUnitLevels", "level");

    public static JsonObject Complete(string type, JsonObject given, Dialect dialect)
    {
        var all = new JsonObject { ["code"] = null, ["name"] = null };
        foreach (var (name, value) in given)
            all[name] = value?.DeepClone();
        Default(all, "created", () => Created);
        Default(all, "lastUpdated", () => LastUpdated);
        Default(all, "translations", List);
        all["createdBy"] = Admin();
        all["favorites"] = List();
        all["lastUpdatedBy"] = Admin();
        all["sharing"] = Sharing(given["sharing"] as JsonObject, dialect);
        foreach (var (name, value) in s_defaults.GetValueOrDefault(type, []))
            Default(all, name, value);
        if (type is "dataElements" or "organisationUnits" or "indicators")
        {
            all["dimensionItemType"] = type switch { "dataElements" => "DATA_ELEMENT", "indicators" => "INDICATOR", _ => "ORGANISATION_UNIT" };
            all["dimensionItem"] = (string)given["id"]!;
        }
        if (dialect == Dialect.V40)
            AddOldSharing(all);
        AddPlaceholders(all);
        Default(all, "attributeValues", List);
        return all;
    }

    private static void AddPlaceholders(JsonObject all)
    {
        if (all["shortName"] is not null)
        {
            all["displayShortName"] = "";
            all["displayFormName"] = "";
        }
        foreach (var name in (string[])["displayName", "access", "href"])
            all[name] = "";
        all["favorite"] = false;
        all["user"] = Admin();
    }

    private static void AddOldSharing(JsonObject all)
    {
        all["externalAccess"] = false;
        if (all["sharing"]!["public"] is { } access)
            all["publicAccess"] = access.DeepClone();
        all["userGroupAccesses"] = List();
        all["userAccesses"] = List();
    }

    public static JsonObject Admin() => new()
    {
        ["id"] = "M5zQapPyTZI",
        ["code"] = "admin",
        ["name"] = "admin admin",
        ["displayName"] = "admin admin",
        ["username"] = "admin",
    };

    public static JsonObject Sharing(JsonObject? given, Dialect dialect, bool withPublic = true)
    {
        var sharing = new JsonObject();
        if (withPublic)
            sharing["owner"] = Given(given, "owner", "M5zQapPyTZI");
        if (dialect is Dialect.V40 or Dialect.V42)
            sharing["external"] = false;
        sharing["users"] = given?["users"]?.DeepClone() ?? new JsonObject();
        sharing["userGroups"] = given?["userGroups"]?.DeepClone() ?? new JsonObject();
        if (withPublic)
            sharing["public"] = Given(given, "public", "rw------");
        return sharing;
    }

    // What a write took away is stored as null; what a payload leaves out is as the server makes it.
    private static JsonNode? Given(JsonObject? sharing, string name, string otherwise) => sharing?.ContainsKey(name) == true ? sharing[name]?.DeepClone() : otherwise;

    private static void Default(JsonObject all, string name, Func<JsonNode> value)
    {
        if (all[name] is null)
            all[name] = value();
    }

    private static JsonNode List() => new JsonArray();

    private static JsonNode No() => false;
}
