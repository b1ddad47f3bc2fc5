using System.Text.Json.Nodes;
using Dhis2.Sandbox.Countries;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>The SQL views of a generated country.</summary>
internal static class GeneratedViews
{
    public static JsonArray Make(UidSource uids) =>
    [
        Make(uids, "SV_OU", "Org units as a view", "VIEW", "select uid, code, name, openingdate from organisationunit order by code"),
        Make(uids, "SV_BY_LEVEL", "Org units of a level", "QUERY", "select uid, name, hierarchylevel from organisationunit where hierarchylevel = ${level} order by name"),
        Make(uids, "SV_ROWS", "As many rows as wanted", "QUERY", $"select {SeriesStatement.AllItems} from generate_series(1, ${{rows}}) n"),
    ];

    private static JsonObject Make(UidSource uids, string code, string name, string type, string query) => new()
    {
        ["id"] = uids.Next(),
        ["code"] = code,
        ["name"] = name,
        ["type"] = type,
        ["sqlQuery"] = query,
        ["cacheStrategy"] = "RESPECT_SYSTEM_SETTING",
        ["sharing"] = new JsonObject { ["public"] = "rwrw----", ["users"] = new JsonObject(), ["userGroups"] = new JsonObject() },
    };
}
