using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.Metadata;

/// <summary>Who looks at the metadata, from where and in which language: some properties depend on it.</summary>
internal sealed record MetadataView(MetadataIndex Index, Dialect Dialect, SandboxUser User, string Host, string? Locale)
{
    public string Href(MetadataItem item) => $"http://{Host}/api/{item.Type}/{item.Uid}";

    public bool CanRead(MetadataItem item) => item is not JsonItem json || Visibility.IsReadable(json.Stored("sharing") as JsonObject, User);

    /// <summary>The word for a property in the language asked for, or null.</summary>
    public string? Translate(JsonNode? translations, string property) => Locale is null
        ? null
        : (translations as JsonArray)?.Where(t => (string?)t!["locale"] == Locale && (string?)t["property"] == property).Select(t => (string?)t!["value"]).FirstOrDefault();

    /// <summary>The sharing with the names of users and groups in it, and without what is null.</summary>
    public JsonObject? Sharing(JsonObject? stored)
    {
        if (stored is null)
            return null;
        var shown = new JsonObject();
        foreach (var (name, value) in stored)
        {
            if (value is JsonObject accesses)
                shown[name] = new JsonObject(accesses.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)Named(a.Key, a.Value))));
            else if (value is not null)
                shown[name] = value.DeepClone();
        }
        return shown;
    }

    private JsonObject Named(string uid, JsonNode? access)
    {
        var named = new JsonObject();
        if (Index.Find(uid)?.Get("displayName", this) is { } name)
            named["displayName"] = name.DeepClone();
        named["access"] = access?["access"]?.DeepClone();
        named["id"] = uid;
        return named;
    }

    public JsonObject Access()
    {
        var all = User.IsSuper;
        var access = new JsonObject { ["manage"] = all };
        if (Dialect is Dialect.V40 or Dialect.V42)
            access["externalize"] = all;
        access["write"] = all;
        access["read"] = true;
        access["update"] = all;
        access["delete"] = all;
        return access;
    }
}
