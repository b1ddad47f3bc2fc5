using System.Text.Json.Nodes;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Metadata;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Deletes an object and takes it out of all that refers to it, which the server does without a word.</summary>
internal sealed class ObjectDeletion(ObjectStore store)
{
    /// <summary>Deletes the object, or tells what is in the way. The default objects are never deleted, and nothing is said of it.</summary>
    public JsonObject? Delete(string type, JsonObject json)
    {
        var uid = (string)json["id"]!;
        if (Defaults.Holds(uid))
            return null;
        if (WhatUses(type, uid) is { } use)
        {
            var message = $"Object could not be deleted because it is associated with another object: {use}";
            return ErrorReport.Make(store.Dialect, "E4030", message, TypeNames.FullKlass(type), []);
        }
        store.Remove(type, uid);
        foreach (var other in store.Types.ToList())
            Detach(other, uid);
        return null;
    }

    private string? WhatUses(string type, string uid)
    {
        if (type == "dataElements" && store.HasValues(uid))
            return store.Dialect >= Dialect.V43 ? "DataValueChangelog" : "DataValueAudit";
        return type switch
        {
            "organisationUnits" => Users(type, unit => (string?)unit["parent"]?["id"] == uid),
            "userRoles" => Users("users", user => (user["userRoles"] as JsonArray ?? []).Any(role => (string?)role!["id"] == uid), withNames: store.Dialect < Dialect.V43),
            _ => null,
        };
    }

    private string? Users(string type, Func<JsonObject, bool> uses, bool withNames = true)
    {
        var names = store.Of(type).Where(uses).Select(o => (string?)o["name"]).ToList();
        return names.Count == 0 ? null : TypeNames.Klass(type) + (withNames ? $" ({string.Join(',', names)})" : "");
    }

    private void Detach(string type, string uid)
    {
        var changed = new List<JsonObject>();
        foreach (var json in store.Of(type))
        {
            // Most objects hold nothing of it, and a text is looked through more quickly than a tree.
            if (!json.ToJsonString().Contains(uid, StringComparison.Ordinal))
                continue;
            var copy = json.DeepClone().AsObject();
            if (DetachFrom(copy, uid))
                changed.Add(copy);
        }
        store.Put(type, changed);
    }

    private static bool DetachFrom(JsonObject json, string uid)
    {
        var changed = false;
        foreach (var (name, value) in json.ToList())
        {
            if (value is JsonArray list)
            {
                foreach (var member in list.Where(m => Refers(m, uid)).ToList())
                    changed |= list.Remove(member);
            }
            else if (value is JsonObject one && (string?)(one["id"] as JsonValue) == uid)
            {
                json[name] = name == "categoryCombo" ? new JsonObject { ["id"] = Country.DefaultCategoryCombo } : null;
                changed = true;
            }
        }
        return changed;
    }

    // The member itself, or a part that stands for a relation to it.
    private static bool Refers(JsonNode? member, string uid) => member is JsonObject o
        && ((string?)(o["id"] as JsonValue) == uid || o.Any(p => p.Value is JsonObject inner && (string?)(inner["id"] as JsonValue) == uid));
}
