using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>What running a SQL view needs to know of it.</summary>
internal sealed record SqlView(string Uid, string Name, string Type, string Query, string? Description, JsonObject Sharing)
{
    public const string PluralName = "sqlViews";

    /// <summary>A QUERY runs its text each time; the other types are relations that must be made first.</summary>
    public bool IsQuery => Type == "QUERY";

    public bool IsMaterialized => Type == "MATERIALIZED_VIEW";

    /// <summary>The name of its relation in the database.</summary>
    public string Relation => "_view_" + Name.ToLowerInvariant().Replace(' ', '_');

    public bool IsReadableBy(SandboxUser user) => Allows(user, 'r', 0);

    public bool IsDataReadableBy(SandboxUser user) => Allows(user, 'r', 2);

    public static SqlView Read(JsonObject json) => new(
        (string)json["id"]!, (string)json["name"]!, (string?)json["type"] ?? "QUERY", (string?)json["sqlQuery"] ?? "",
        (string?)json["description"], json["sharing"] as JsonObject ?? []);

    private bool Allows(SandboxUser user, char right, int place) =>
        user.IsSuper
        || (string?)Sharing["owner"] == user.Uid
        || Has((string?)Sharing["public"], right, place)
        || Has((string?)Sharing["users"]?[user.Uid]?["access"], right, place);

    private static bool Has(string? access, char right, int place) => access is not null && access.Length > place && access[place] == right;
}
