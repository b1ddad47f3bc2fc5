using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Metadata;

namespace Dhis2.Sandbox.AccessTokens;

/// <summary>A token as the API shows it: without its key, and without the name it was given.</summary>
internal static class ApiTokenJson
{
    private const string Klass = "org.hisp.dhis.security.apikey.ApiToken";

    /// <summary>With the fields asked for; all of them for null. What has no value is left out.</summary>
    public static JsonObject Make(ApiToken token, SandboxUser owner, Dialect dialect, string host, IReadOnlyList<FieldNode>? fields)
    {
        var all = Whole(token, owner, dialect, host);
        if (fields is null || fields.Any(f => f.IsPreset))
            return all;
        var json = new JsonObject();
        foreach (var (name, value) in all.Where(p => fields.Any(f => f.Name == p.Key)))
            json[name] = value?.DeepClone();
        return json;
    }

    /// <summary>What is answered to a write.</summary>
    public static JsonObject Report(string uid, Dialect dialect, JsonArray? errors = null, string? key = null)
    {
        var report = new JsonObject { ["responseType"] = key is not null && dialect <= Dialect.V41 ? "ApiTokenCreationResponse" : "ObjectReport" };
        if (key is not null)
            report["key"] = key;
        report["uid"] = uid;
        report["klass"] = Klass;
        report["errorReports"] = errors ?? [];
        return report;
    }

    public static JsonObject Error(Dialect dialect, string message, string code, string property, string[] arguments, string? klass, string? of)
    {
        var error = new JsonObject { ["message"] = message };
        if (dialect >= Dialect.V41)
            error["args"] = Texts(arguments);
        error["mainKlass"] = Klass;
        error["errorCode"] = code;
        if (klass is not null)
            error["errorKlass"] = klass;
        if (of is not null)
            error["mainId"] = of;
        error["errorProperty"] = property;
        error["errorProperties"] = Texts(arguments);
        return error;
    }

    private static JsonObject Whole(ApiToken token, SandboxUser owner, Dialect dialect, string host)
    {
        var json = new JsonObject();
        if (token.Code is not null)
            json["code"] = token.Code;
        json["created"] = Time(token.Created);
        json["lastUpdated"] = Time(token.LastUpdated);
        json["translations"] = new JsonArray();
        foreach (var person in (string[])["createdBy", "lastUpdatedBy", "user"])
            json[person] = Reference(owner);
        json["favorites"] = new JsonArray();
        json["sharing"] = Completion.Sharing(new JsonObject { ["owner"] = owner.Uid, ["public"] = "--------" }, dialect);
        if (dialect == Dialect.V40)
        {
            json["externalAccess"] = false;
            json["publicAccess"] = "--------";
            json["userGroupAccesses"] = new JsonArray();
            json["userAccesses"] = new JsonArray();
        }
        json["version"] = dialect == Dialect.V40 ? 1 : 2;
        json["type"] = dialect == Dialect.V40 ? "PERSONAL_ACCESS_TOKEN" : "PERSONAL_ACCESS_TOKEN_V2";
        json["expire"] = token.Expire;
        json["attributes"] = Limits(token);
        json["access"] = Access(dialect);
        json["favorite"] = false;
        json["href"] = $"http://{host}/api/apiToken/{token.Uid}";
        json["id"] = token.Uid;
        json["attributeValues"] = new JsonArray();
        return json;
    }

    private static JsonArray Limits(ApiToken token)
    {
        var limits = new JsonArray();
        foreach (var (type, name, values) in (ReadOnlySpan<(string, string, IReadOnlyList<string>)>)[
            ("IpAllowedList", "allowedIps", token.Addresses), ("MethodAllowedList", "allowedMethods", token.Methods), ("RefererAllowedList", "allowedReferrers", token.Referrers)])
        {
            if (values.Count > 0)
                limits.Add(new JsonObject { ["type"] = type, [name] = Texts(values) });
        }
        return limits;
    }

    private static JsonObject Access(Dialect dialect)
    {
        var access = new JsonObject { ["manage"] = true };
        if (dialect is Dialect.V40 or Dialect.V42)
            access["externalize"] = false;
        foreach (var name in (string[])["write", "read", "update", "delete"])
            access[name] = true;
        return access;
    }

    private static JsonObject Reference(SandboxUser user) => new()
    {
        ["id"] = user.Uid,
        ["code"] = null,
        ["name"] = user.Name,
        ["displayName"] = user.Name,
        ["username"] = user.Username,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
