using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.AccessTokens;

/// <summary>Reads what is sent of a token, and refuses it in the words of each version.</summary>
internal sealed class ApiTokenBody(Dialect dialect)
{
    private static readonly string[] s_methods = ["GET", "POST", "PATCH", "PUT", "DELETE"];

    public static async Task<JsonNode> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false)
                ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new WebMessageException(409, "Unexpected end-of-input: expected close marker for Object");
        }
    }

    /// <summary>The token with what the body says of its life and its limits; name, type and version are ignored.</summary>
    public ApiToken Apply(JsonObject json, ApiToken token)
    {
        if (json["expire"] is { } expire)
            token = token with { Expire = expire is JsonValue value && value.TryGetValue<long>(out var time) ? time : throw Unreadable($"Cannot deserialize value of type `java.lang.Long` from String \"{expire}\": not a valid `java.lang.Long` value") };
        if (json["attributes"] is not JsonArray attributes)
            return token;
        token = token with { Addresses = [], Methods = [], Referrers = [] };
        foreach (var attribute in attributes)
        {
            token = (string?)attribute!["type"] switch
            {
                "IpAllowedList" => token with { Addresses = Checked(attribute["allowedIps"], "ip address", IsAddress) },
                "MethodAllowedList" => token with { Methods = Checked(attribute["allowedMethods"], "http method", m => s_methods.Contains(m.ToUpperInvariant())) },
                "RefererAllowedList" => token with { Referrers = Checked(attribute["allowedReferrers"], "referrer url", IsUrl) },
                var type => throw Unreadable($"Could not resolve type id '{type}' as a subtype of `org.hisp.dhis.security.apikey.ApiTokenAttribute`: known type ids = [IpAllowedList, MethodAllowedList, RefererAllowedList] (for POJO property 'attributes')"),
            };
        }
        return token;
    }

    private string[] Checked(JsonNode? values, string what, Func<string, bool> isValid)
    {
        // A set, and shown in no order of the sender's.
        var texts = (values as JsonArray ?? []).Select(v => (string)v!).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (Array.Find(texts, t => !isValid(t)) is not { } bad)
            return texts;
        throw dialect == Dialect.V40
            ? new WebMessageException(400, $"Not a valid {what}, value={bad}")
            : new WebMessageException(409, $"Failed to validate the token's attributes, message: Not a valid {what}, value={bad}", "E1004");
    }

    private static bool IsAddress(string text) => IPAddress.TryParse(text, out _) && (text.Contains(':', StringComparison.Ordinal) || text.Split('.').Length == 4);

    private static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "ftp";

    private WebMessageException Unreadable(string message) => new(dialect >= Dialect.V43 ? 409 : 500, message);
}
