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
            ["userGroups"] = new JsonArray(),
        };
        if (user.Username == "admin")
            json["code"] = "admin";
        return json;
    }

    public static JsonArray References(IEnumerable<string> uids) => [.. uids.Select(u => new JsonObject { ["id"] = u })];
}
