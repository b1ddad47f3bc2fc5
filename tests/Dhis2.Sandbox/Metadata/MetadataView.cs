using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.Metadata;

/// <summary>Who looks at the metadata, from where and in which language: some properties depend on it.</summary>
internal sealed record MetadataView(MetadataIndex Index, Dialect Dialect, SandboxUser User, string Host, string? Locale)
{
    public string Href(MetadataItem item) => $"http://{Host}/api/{item.Type}/{item.Uid}";

    /// <summary>The word for a property in the language asked for, or null.</summary>
    public string? Translate(JsonNode? translations, string property) => Locale is null
        ? null
        : (translations as JsonArray)?.Where(t => (string?)t!["locale"] == Locale && (string?)t["property"] == property).Select(t => (string?)t!["value"]).FirstOrDefault();

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
