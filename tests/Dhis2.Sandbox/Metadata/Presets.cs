using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.Metadata;

/// <summary>The named sets of fields.</summary>
internal static class Presets
{
    private static readonly string[] s_identifiable = ["code", "name", "created", "lastUpdated", "lastUpdatedBy", "id"];
    private static readonly string[] s_nameable = ["code", "name", "created", "lastUpdated", "shortName", "description", "id"];

    public static IEnumerable<string> Expand(string preset, MetadataItem item, MetadataView view) => preset switch
    {
        "*" or ":all" => item.Properties(view),
        ":identifiable" => s_identifiable,
        ":nameable" => s_nameable,
        ":simple" => item.Properties(view).Where(p => item.Get(p, view) is JsonValue),
        ":owner" => item.Properties(view).Where(p => !Completion.IsDerived(item.Type, p) && !MetadataIndex.ReverseProperties(item.Type).Contains(p)),
        ":persisted" => item.Properties(view).Where(p => !Completion.IsDerived(item.Type, p)),
        _ => [],
    };
}
