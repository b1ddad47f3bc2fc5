using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.AccessTokens;

/// <summary>Reads a token off the server's JSON.</summary>
internal static class AccessTokenJson
{
    /// <summary>The fields read below. A name is not among them: the server drops it.</summary>
    public const string Fields = "id,code,type,created,expire,attributes,createdBy[id,username]";

    public static (string Type, string Property) AddressLimit { get; } = ("IpAllowedList", "allowedIps");

    public static (string Type, string Property) MethodLimit { get; } = ("MethodAllowedList", "allowedMethods");

    public static (string Type, string Property) ReferrerLimit { get; } = ("RefererAllowedList", "allowedReferrers");

    public static AccessToken Read(JsonElement token) => new()
    {
        Id = token.Text("id") ?? "",
        Code = token.Text("code"),
        Type = token.Text("type"),
        Owner = token.TryGetProperty("createdBy", out var owner) ? owner.Text("username") : null,
        Created = DateTime.TryParse(token.Text("created"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var created) ? created : null,
        Expires = token.TryGetProperty("expire", out var expire) && expire.ValueKind == JsonValueKind.Number && expire.TryGetInt64(out var time) ? Moment(time) : null,
        AllowedMethods = Limit(token, MethodLimit),
        AllowedIPAddresses = [.. Limit(token, AddressLimit).Select(a => AccessTokenRequest.ParseAddress(a)?.ToString() ?? a).Distinct(StringComparer.Ordinal)],
        AllowedReferrers = Limit(token, ReferrerLimit),
    };

    // The server takes any number for an end, beyond what a date can hold.
    private static DateTimeOffset Moment(long milliseconds) => milliseconds >= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        ? DateTimeOffset.MaxValue
        : DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(milliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds()));

    private static string[] Limit(JsonElement token, (string Type, string Property) limit)
    {
        if (!token.TryGetProperty("attributes", out var attributes) || attributes.ValueKind != JsonValueKind.Array)
            return [];
        return
        [
            .. attributes.EnumerateArray()
                .Where(a => a.Text("type") == limit.Type && a.TryGetProperty(limit.Property, out var values) && values.ValueKind == JsonValueKind.Array)
                .SelectMany(a => a.GetProperty(limit.Property).EnumerateArray())
                .Select(v => v.ToString()),
        ];
    }
}
