using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Jobs;
using Dhis2.Sandbox.Metadata;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>The objects as writes see them: what was sent becomes what is stored.</summary>
internal sealed class ObjectStore(SandboxState state)
{
    /// <summary>One write at a time, and no list is made meanwhile.</summary>
    public object Gate => state.Country.Gate;

    public Dialect Dialect => state.Dialect;

    public IEnumerable<string> Types => state.Country.Types.Append("users").Distinct();

    public IEnumerable<JsonObject> Of(string type) => type switch
    {
        "organisationUnits" => state.Country.OrgUnits.Select(unit => unit.Json),
        "users" => state.Users.All.Select(user => Find(type, user.Uid)!),
        _ => state.Country.Of(type).Values,
    };

    public JsonObject? Find(string type, string uid) =>
        state.Country.Find(type, uid) ?? (type == "users" && state.Users.All.FirstOrDefault(u => u.Uid == uid) is { } user ? UserJson.Make(user) : null);

    public bool Exists(string type, string uid) => type == "organisationUnits" ? state.Country.OrgUnits.Find(uid) is not null : Find(type, uid) is not null;

    public JsonObject? FindByCode(string type, string code) => state.Country.FindByCode(type, code);

    public bool HasValues(string dataElement) => state.DataValues.Written.Keys.Any(key => key.Element == dataElement);

    /// <summary>A copy that may be changed, with all of its sharing.</summary>
    public JsonObject Copy(string type, JsonObject stored)
    {
        var copy = stored.DeepClone().AsObject();
        if (TypeRules.HasSharing(type))
            copy["sharing"] = Completion.Sharing(copy["sharing"] as JsonObject, Dialect);
        return copy;
    }

    /// <summary>What an object sent in place of another one becomes.</summary>
    /// <param name="old">What is stored, or null for a new object.</param>
    public JsonObject Prepare(string type, JsonObject sent, JsonObject? old, WriteOptions options, SandboxUser user)
    {
        var stored = new JsonObject { ["id"] = (string?)old?["id"] ?? Uid(sent) ?? JobBoard.NewUid() };
        foreach (var (name, value) in sent)
        {
            if (value is not null && IsKept(type, name))
                stored[name] = name is "name" or "shortName" or "code" ? value.ToString() : value.DeepClone();
        }
        if (options.SkipTranslation && old is not null)
            stored["translations"] = old["translations"]?.DeepClone();
        if (TypeRules.HasCategoryCombo(type) && stored["categoryCombo"] is null)
            stored["categoryCombo"] = new JsonObject { ["id"] = Country.DefaultCategoryCombo };
        if (TypeRules.HasSharing(type))
            stored["sharing"] = options.SkipSharing && old is not null ? old["sharing"]?.DeepClone() : Sharing(stored["sharing"] as JsonObject, user);
        var now = Job.Time(state.Clock.Now.UtcDateTime);
        stored["created"] = old is null ? now : (string?)old["created"] ?? Completion.Created;
        stored["lastUpdated"] = now;
        Tidy(stored, type);
        return stored;
    }

    public void Put(string type, IReadOnlyCollection<JsonObject> objects)
    {
        if (objects.Count == 0)
            return;
        if (type == "users")
            objects.ToList().ForEach(LetIn);
        state.Country.Put(type, objects);
    }

    public void Remove(string type, string uid)
    {
        if (type == "users")
            state.Users.Remove(uid);
        state.Country.Remove(type, uid);
    }

    // A user may log in with the password, which is shown to nobody.
    private void LetIn(JsonObject json)
    {
        var roles = (json["userRoles"] as JsonArray ?? []).Select(r => state.Country.Find("userRoles", (string)r!["id"]!));
        var authorities = roles.SelectMany(r => r?["authorities"] as JsonArray ?? []).Select(a => (string)a!);
        state.Users.Put(UserJson.Read(json, state.Users.All.FirstOrDefault(u => u.Uid == (string?)json["id"]), authorities));
        json.Remove("password");
        json["name"] = $"{json["firstName"]} {json["surname"]}";
    }

    /// <summary>The uid of an object, or null where it has none that is text.</summary>
    public static string? Uid(JsonObject json) => json["id"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? (string?)value : null;

    private static bool IsKept(string type, string name) =>
        name != "id" && TypeRules.IsKnown(type, name) && !Completion.IsDerived(type, name) && !MetadataIndex.ReverseProperties(type).Contains(name);

    // An owner who is unknown here is replaced by who writes.
    private JsonObject Sharing(JsonObject? given, SandboxUser user)
    {
        var sharing = Completion.Sharing(given, Dialect);
        if ((string?)given?["owner"] is not { } owner || !Exists("users", owner))
            sharing["owner"] = user.Uid;
        return sharing;
    }

    // Collections are sets; empty values of attributes are dropped up to 2.41.
    private void Tidy(JsonObject stored, string type)
    {
        foreach (var (name, value) in stored.ToList())
        {
            if (value is JsonArray members && TypeRules.ReferredType(name) is not null)
                stored[name] = new JsonArray([.. members.DistinctBy(m => m?["id"]?.ToString() ?? m?.ToJsonString()).Select(m => m?.DeepClone())]);
        }
        if (Dialect <= Dialect.V41 && stored["attributeValues"] is JsonArray values)
            stored["attributeValues"] = new JsonArray([.. values.Where(v => v?["value"]?.ToString() is { Length: > 0 }).Select(v => v!.DeepClone())]);
        if (type == "dataSets" && stored["dataSetElements"] is JsonArray elements)
        {
            foreach (var element in elements.OfType<JsonObject>())
                element["dataSet"] = new JsonObject { ["id"] = (string?)stored["id"] };
        }
    }
}

/// <summary>How an object takes the place of another one.</summary>
internal sealed record WriteOptions(bool SkipSharing = false, bool SkipTranslation = false);
