using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Metadata;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Checks the values of attributes: known, meant for the type, of the right kind, and unique where they have to be.</summary>
internal sealed class AttributeChecks(ObjectStore store)
{
    public IEnumerable<JsonObject> Check(string type, JsonObject json, string uid, string what)
    {
        foreach (var given in (json["attributeValues"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if ((string?)given["attribute"]?["id"] is not { } id)
                continue;
            var attribute = store.Find("attributes", id);
            if (attribute is null)
                yield return Unknown(type, id, what);
            if (!IsMeantFor(attribute, type))
                yield return Error("E6012", $"Attribute `{id}` is not assigned to `{TypeNames.Klass(type)}`", Klass("attribute.Attribute"), [id, TypeNames.Klass(type)]);
            else if (CheckValue(type, attribute!, given["value"]?.ToString() ?? "", uid) is { } error)
                yield return error;
        }
    }

    private static bool IsMeantFor(JsonObject? attribute, string type) =>
        attribute is not null && TypeNames.Find(type) is { } name && (bool?)attribute[name.Singular + "Attribute"] == true;

    private JsonObject? CheckValue(string type, JsonObject attribute, string value, string uid)
    {
        if ((string?)attribute["valueType"] == "INTEGER" && !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            return Error("E6006", $"AttributeValue `{value}` is an invalid integer value",
                Klass(store.Dialect >= Dialect.V42 ? "attribute.AttributeValues" : "attribute.AttributeValue"), [value]);
        }
        var id = (string)attribute["id"]!;
        if ((bool?)attribute["unique"] != true || !store.Of(type).Any(other => (string?)other["id"] != uid && Holds(other, id, value)))
            return null;
        var name = (string)attribute["name"]!;
        return Error("E4009", $"Attribute `{name}` is unique, and value `{value}` already exist", Klass("attribute.Attribute"), [name, value], "value", id);
    }

    private static bool Holds(JsonObject json, string attribute, string value) =>
        (json["attributeValues"] as JsonArray ?? []).Any(v => (string?)v!["attribute"]?["id"] == attribute && v["value"]?.ToString() == value);

    private JsonObject Unknown(string type, string id, string what)
    {
        var target = store.Dialect >= Dialect.V42 ? id : $"[{id}] (Attribute)";
        return Error("E5002", $"Invalid reference {target} on object {what} for association `attributeValues`", TypeNames.FullKlass(type), [target, what, "attributeValues"]);
    }

    private static string Klass(string name) => "org.hisp.dhis." + name;

    private JsonObject Error(string code, string message, string klass, JsonArray values, string? property = null, string? mainId = null) =>
        ErrorReport.Make(store.Dialect, code, message, klass, values, property, null, mainId);
}
