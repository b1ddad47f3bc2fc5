using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;

namespace Dhis2.Sandbox.Metadata;

/// <summary>Who may read an object.</summary>
internal static class Visibility
{
    /// <summary>By its sharing; an object without an owner can be read by everybody, whatever its public access says.</summary>
    public static bool IsReadable(JsonObject? sharing, SandboxUser user)
    {
        if (user.IsSuper || sharing is null || (string?)sharing["owner"] is not { } owner || owner == user.Uid)
            return true;
        return Reads(sharing["public"]) || Reads(sharing["users"]?[user.Uid]?["access"]);
    }

    private static bool Reads(JsonNode? access) => ((string?)access)?.StartsWith('r') == true;
}
