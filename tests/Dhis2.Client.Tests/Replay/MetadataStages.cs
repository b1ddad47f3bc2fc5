using System.Text.Json.Nodes;
using Dhis2.Recordings;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.DataValues;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Replay;

/// <summary>The objects that the recorder made, and put back between the exchanges, without leaving an exchange behind.</summary>
internal static class MetadataStages
{
    private const string Subject = "T6OsYykCuOG";
    private const string Spare = "eSF3EzsIVdL";

    private static readonly Dictionary<(string Area, string Name), Action<SandboxServer>> s_stages = new()
    {
        [("metadata-writes", "put")] = PutSubject,
        [("metadata-writes", "put-minimal")] = PutSubject,
        [("metadata-writes", "put-skip-sharing")] = PutSubject,
        [("metadata-writes", "put-merge-mode")] = PutSubject,
        [("metadata-writes", "patch")] = PutSubject,
        [("metadata-writes", "delete-referenced")] = PutUserOfCombo,
        [("metadata-writes", "delete-member")] = PutMember,
        [("metadata-writes", "delete-with-data")] = PutValue,
        [("metadata-import", "skip-sharing")] = PutShared,
        [("metadata-import", "combo-option-added-updated")] = PutOptionCombo,
        [("metadata-import", "delete-validate")] = PutParentAndChild,
        [("metadata-org-units", "create-branch")] = server => server.State.Country.Remove("organisationUnits", "nqgeYnVWQwf"),
        [("metadata-members", "member-add")] = PutMembers,
        [("metadata-members", "sharing-bulk")] = server => Put(server, "dataElements", Element("IDBemg3CPQZ", "MM_A")),
    };

    // What an import made is taken away again before the next one, but for what these objects are.
    private static readonly string[] s_imported = ["vbw9CRBE7NS", "dISJMHyAaye", "jgjYoNuax21"];

    public static void Enter(RecordedExchange exchange, SandboxServer server)
    {
        if (exchange.Area == "metadata-writes" && exchange.Request.Method == "POST" && exchange.Name.StartsWith("create-", StringComparison.Ordinal))
            Remove(server, json => (string?)json["shortName"] == "MW_B");
        if (exchange.Area == "metadata-import" && exchange.Request.Method == "POST" && StartsAnew(exchange.Name))
            Remove(server, json => ((string?)json["code"])?.StartsWith("MI_", StringComparison.Ordinal) == true && !s_imported.Contains((string?)json["id"]));
        if (s_stages.TryGetValue((exchange.Area, exchange.Name), out var stage))
            stage(server);
    }

    private static bool StartsAnew(string name) =>
        name is "dry-run" or "no-uid" or "order" || name.StartsWith("atomic-", StringComparison.Ordinal) || name.StartsWith("error-", StringComparison.Ordinal);

    private static void PutSubject(SandboxServer server)
    {
        Remove(server, json => (string?)json["shortName"] == "MW_B");
        var element = Element(Subject, "MW_A");
        element["description"] = "first";
        element["formName"] = "form";
        element["zeroIsSignificant"] = true;
        element["attributeValues"] = JsonNode.Parse("""[{"attribute":{"id":"a5cAFIwsWBM"},"value":"x1"}]""");
        element["translations"] = JsonNode.Parse("""[{"locale":"fr","property":"NAME","value":"MW fr"}]""");
        element["sharing"] = JsonNode.Parse("""{"owner":"M5zQapPyTZI","public":"r-------","users":{},"userGroups":{"YMZUBcZGr3P":{"id":"YMZUBcZGr3P","access":"rw------"}}}""");
        Put(server, "dataElements", element);
    }

    private static void PutUserOfCombo(SandboxServer server)
    {
        Put(server, "categoryCombos", Named("yLYwtTBzcfx", "MW_CC"));
        var element = Element(Spare, "MW_B");
        element["categoryCombo"]!["id"] = "yLYwtTBzcfx";
        Put(server, "dataElements", element);
    }

    private static void PutMember(SandboxServer server)
    {
        Put(server, "dataElements", Element(Spare, "MW_B"));
        Put(server, "dataElements", Element("ykwLsU5KlEi", "MW_C"));
        var group = Named("qFwmX0dnagh", "MW group");
        group["dataElements"] = new JsonArray(new JsonObject { ["id"] = Spare });
        Put(server, "dataElementGroups", group);
        var set = Named("V3C0SG24Ihj", "MW set");
        set["periodType"] = "Monthly";
        set["dataSetElements"] = new JsonArray(ElementOfSet(Spare), ElementOfSet("ykwLsU5KlEi"));
        Put(server, "dataSets", set);
    }

    private static JsonObject ElementOfSet(string uid) => new() { ["dataSet"] = new JsonObject { ["id"] = "V3C0SG24Ihj" }, ["dataElement"] = new JsonObject { ["id"] = uid } };

    private static void PutValue(SandboxServer server) =>
        server.State.DataValues.Put(
            new ValueKey("ykwLsU5KlEi", "202401", server.State.Country.OrgUnits.Root.Uid, Country.DefaultCategoryOptionCombo, Country.DefaultCategoryOptionCombo),
            new StoredValue());

    private static void PutMembers(SandboxServer server)
    {
        Put(server, "dataElements", Element("IDBemg3CPQZ", "MM_A"));
        Put(server, "dataElements", Element("ALQgZ1WeXP0", "MM_B"));
        Put(server, "dataElements", Element("wRe7jhg7Pzw", "MM_C"));
        var group = Named("KlWgIAbh8Rf", "MM group");
        group["dataElements"] = JsonNode.Parse("""[{"id":"IDBemg3CPQZ"}]""");
        Put(server, "dataElementGroups", group);
    }

    private static void PutShared(SandboxServer server)
    {
        var element = Element("vbw9CRBE7NS", "MI_A");
        element["translations"] = JsonNode.Parse("""[{"locale":"fr","property":"NAME","value":"MI fr"}]""");
        element["sharing"] = JsonNode.Parse("""{"owner":"M5zQapPyTZI","public":"r-------","users":{},"userGroups":{}}""");
        Put(server, "dataElements", element);
    }

    private static void PutOptionCombo(SandboxServer server)
    {
        var combo = Named("MIcombo0003", "MI_CO3");
        combo.Remove("code");
        combo["categoryCombo"] = new JsonObject { ["id"] = "ekbK6T3wCH7" };
        combo["categoryOptions"] = new JsonArray(new JsonObject { ["id"] = "bZDaPYqITpi" });
        Put(server, "categoryOptionCombos", combo);
    }

    private static void PutParentAndChild(SandboxServer server)
    {
        var parent = Named("IysT8GHfUju", "MI_OU");
        var child = Named("SUcvqanj4w0", "MI_OU1");
        parent["parent"] = new JsonObject { ["id"] = server.State.Country.OrgUnits.Root.Uid };
        child["parent"] = new JsonObject { ["id"] = "IysT8GHfUju" };
        parent["openingDate"] = "2020-01-01";
        child["openingDate"] = "2020-01-01";
        server.State.Country.Put("organisationUnits", [parent, child]);
    }

    private static void Put(SandboxServer server, string type, JsonObject json) => server.State.Country.Put(type, json);

    private static void Remove(SandboxServer server, Func<JsonObject, bool> condition)
    {
        foreach (var json in server.State.Country.Of("dataElements").Values.Where(condition).ToList())
            server.State.Country.Remove("dataElements", (string)json["id"]!);
    }

    private static JsonObject Named(string uid, string name) => new() { ["id"] = uid, ["code"] = name, ["name"] = name, ["shortName"] = name };

    private static JsonObject Element(string uid, string code)
    {
        var element = Named(uid, code);
        element["valueType"] = "NUMBER";
        element["domainType"] = "AGGREGATE";
        element["aggregationType"] = "SUM";
        element["categoryCombo"] = new JsonObject { ["id"] = Country.DefaultCategoryCombo };
        return element;
    }
}
