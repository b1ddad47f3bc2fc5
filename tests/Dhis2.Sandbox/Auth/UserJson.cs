using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.Auth;

/// <summary>A user as a metadata object.</summary>
internal static class UserJson
{
    public static JsonObject Make(SandboxUser user)
    {
        var json = new JsonObject
        {
            ["id"] = user.Uid,
            ["name"] = user.Name,
            ["username"] = user.Username,
            ["surname"] = user.Surname,
            ["firstName"] = user.FirstName,
            ["disabled"] = user.Disabled,
            ["organisationUnits"] = References(user.OrgUnits),
            ["dataViewOrganisationUnits"] = References(user.DataViewOrgUnits),
            ["teiSearchOrganisationUnits"] = new JsonArray(),
            ["userRoles"] = References(user.Roles),
        };
        if (user.Username == "admin")
            json["code"] = "admin";
        return json;
    }

    /// <summary>A user as one who may log in. Without a password in it the one from before stays.</summary>
    public static SandboxUser Read(JsonObject json, SandboxUser? before, IEnumerable<string> authorities) => new()
    {
        Uid = (string)json["id"]!,
        Username = (string?)json["username"] ?? before?.Username ?? (string)json["id"]!,
        Password = (string?)json["password"] ?? before?.Password ?? "",
        FirstName = (string?)json["firstName"] ?? "",
        Surname = (string?)json["surname"] ?? "",
        Authorities = [.. authorities],
        Roles = Ids(json["userRoles"]),
        OrgUnits = Ids(json["organisationUnits"]),
        DataViewOrgUnits = Ids(json["dataViewOrganisationUnits"]),
        Disabled = (bool?)json["disabled"] ?? false,
    };

    private static string[] Ids(JsonNode? list) => [.. (list as JsonArray ?? []).Select(o => (string)o!["id"]!)];

    public static JsonArray References(IEnumerable<string> uids) => [.. uids.Select(u => new JsonObject { ["id"] = u })];
}
