using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Metadata;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Checks an object before it is stored, as far as the recordings show what the server checks.</summary>
/// <param name="payload">Objects that are sent together with it, and may be referred to.</param>
/// <param name="byCode">References are codes, not uids.</param>
internal sealed class ObjectChecks(ObjectStore store, Func<string, string, JsonObject?>? payload = null, bool byCode = false)
{
    private readonly Dictionary<(string Type, string Property), Dictionary<string, string>> _owners = [];

    private Dialect Dialect => store.Dialect;

    /// <summary>The errors of an object.</summary>
    public ObjectErrors Check(string type, JsonObject json, string uid) =>
        new(CheckSchema(type, json), CheckUid(type, uid), CheckReferences(type, json, uid), CheckUnique(type, json, uid));

    /// <summary>Refuses values that cannot be read into the type at all.</summary>
    public static void CheckReadable(string type, JsonObject json, int status)
    {
        foreach (var (name, value) in json)
        {
            if (TypeRules.ValuesOf(type, name) is { } known && value is not null && !known.Contains(value.ToString()))
                throw new WebMessageException(status, $"Cannot deserialize value of type `{TypeRules.ClassOf(name)}` from String \"{value}\": not one of the values accepted for Enum class: [{string.Join(", ", known)}]");
        }
        if (type == "dataElements" && json["zeroIsSignificant"]?.ToString() is { } flag && !bool.TryParse(flag, out _))
            throw new WebMessageException(status, $"Cannot deserialize value of type `boolean` from String \"{flag}\": only \"true\"/\"True\"/\"TRUE\" or \"false\"/\"False\"/\"FALSE\" recognized");
    }

    /// <summary>Counts an object as one that holds its unique values, for those that come after it.</summary>
    public void Remember(string type, JsonObject json, string uid)
    {
        foreach (var property in TypeRules.Unique(type))
        {
            if (json[property]?.ToString() is { } value)
                Owners(type, property).TryAdd(value, uid);
        }
    }

    private List<JsonObject> CheckSchema(string type, JsonObject json)
    {
        var errors = new List<JsonObject>();
        foreach (var property in TypeRules.Required(type).Where(p => json[p] is null))
            errors.Add(Error("E4000", $"Missing required property `{property}`", type, [property], property, TypeRules.ClassOf(property)));
        foreach (var property in (string[])["code", "name", "shortName"])
        {
            if (json[property]?.ToString() is { } text && text.Length > TypeRules.MaxLength(property))
            {
                var max = TypeRules.MaxLength(property);
                errors.Add(Error("E4001", $"Maximum length of property `{property}`is {max}, but given length was {text.Length}", type, [property, max, text.Length], property, "java.lang.String"));
            }
        }
        if (ObjectStore.Uid(json) is { } uid && uid.Length != 11)
            errors.Add(Error("E4002", $"Allowed length range for property `id` is [11 to 11], but given length was {uid.Length}", type, ["id", 11.0, 11.0, uid.Length], "id", "java.lang.String"));
        return errors;
    }

    private List<JsonObject> CheckUid(string type, string uid) => ObjectEndpoints.IsUid(uid)
        ? []
        : [Error("E4014", $"Invalid UID `{uid}` for property `{TypeNames.Klass(type)}`", type, [uid, TypeNames.Klass(type)])];

    private List<JsonObject> CheckReferences(string type, JsonObject json, string uid)
    {
        var errors = new List<JsonObject>();
        var what = ErrorReport.Describe(type, json, byCode ? (string?)json["code"] : uid);
        foreach (var (property, value) in json)
        {
            if (TypeRules.ReferredType(property) is not { } referred)
                continue;
            foreach (var reference in value is JsonArray list ? list.OfType<JsonObject>() : value is JsonObject one ? [one] : [])
            {
                if (IsReference(reference) && !Exists(referred.Plural, reference))
                    errors.Add(Broken(type, uid, what, referred, reference, value is JsonArray ? referred.Singular : property, value is JsonArray));
            }
        }
        errors.AddRange(CheckSharing(type, json, what));
        return errors;
    }

    // An object with properties of its own is a part and no reference.
    private static bool IsReference(JsonObject o) => o.All(p => p.Key is "id" or "code" or "name" or "displayName" or "username");

    private bool Exists(string type, JsonObject reference)
    {
        if ((string?)reference[byCode ? "code" : "id"] is not { } key)
            return false;
        if (payload?.Invoke(type, key) is not null)
            return true;
        // The default combination has no code that could be referred to.
        return byCode ? key != "default" && store.FindByCode(type, key) is not null : store.Exists(type, key);
    }

    private JsonObject Broken(string type, string uid, string what, TypeName referred, JsonObject reference, string association, bool inList)
    {
        var target = $"[{(string?)reference[byCode ? "code" : "id"] ?? "null"}] ({TypeNames.Klass(referred.Plural)})";
        return Error("E5002", $"Invalid reference {target} on object {what} for association `{association}`", type, [target, what, association],
            association, inList ? referred.Klass : null, uid);
    }

    private IEnumerable<JsonObject> CheckSharing(string type, JsonObject json, string what)
    {
        foreach (var (of, association) in (IEnumerable<(string, string)>)[("userGroups", "userGroupAccesses"), ("users", "userAccesses")])
        {
            foreach (var (uid, _) in json["sharing"]?[of] as JsonObject ?? [])
            {
                if (store.Exists(of, uid) || payload?.Invoke(of, uid) is not null)
                    continue;
                var target = of == "users" ? $"null null [{uid}] (User)" : $"[{uid}] (UserGroup)";
                yield return Error("E5002", $"Invalid reference {target} on object {what} for association `{association}`", type, [target, what, association]);
            }
        }
    }

    private List<JsonObject> CheckUnique(string type, JsonObject json, string uid)
    {
        var errors = new List<JsonObject>();
        foreach (var property in TypeRules.Unique(type))
        {
            if (json[property]?.ToString() is not { } value || !Owners(type, property).TryGetValue(value, out var owner) || owner == uid)
                continue;
            var what = ErrorReport.Describe(type, json, uid);
            errors.Add(Error("E5003", $"Property `{property}` with value `{value}` on object {what} already exists on object {owner}", type, [property, value, what, owner], property, mainId: owner));
        }
        return errors;
    }

    private Dictionary<string, string> Owners(string type, string property)
    {
        if (_owners.TryGetValue((type, property), out var owners))
            return owners;
        owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var json in store.Of(type))
        {
            if (json[property]?.ToString() is { } value)
                owners.TryAdd(value, (string)json["id"]!);
        }
        return _owners[(type, property)] = owners;
    }

    private JsonObject Error(string code, string message, string type, JsonArray values, string? property = null, string? errorKlass = null, string? mainId = null) =>
        ErrorReport.Make(Dialect, code, message, TypeNames.FullKlass(type), values, property, errorKlass, mainId);
}

/// <summary>What is wrong with an object, by the check that found it: the server counts an object once for each check that fails it.</summary>
internal sealed record ObjectErrors(List<JsonObject> Schema, List<JsonObject> Uid, List<JsonObject> References, List<JsonObject> Unique)
{
    public IEnumerable<JsonObject> All => [.. Schema, .. Uid, .. References, .. Unique];

    public bool Any => All.Any();
}
