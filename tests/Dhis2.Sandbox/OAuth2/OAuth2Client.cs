using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>A registered client, as the metadata object of its version has it.</summary>
internal sealed class OAuth2Client
{
    public const string Type = "oAuth2Clients";

    private readonly JsonObject _json;
    private readonly JsonObject _settings;

    public OAuth2Client(JsonObject json)
    {
        _json = json;
        _settings = (string?)json["tokenSettings"] is { Length: > 0 } text ? JsonNode.Parse(text)!.AsObject() : [];
    }

    public string Uid => (string)_json["id"]!;

    public string Id => (string?)_json["clientId"] ?? (string?)_json["cid"] ?? "";

    public IReadOnlyList<string> Grants => List("authorizationGrantTypes", "grantTypes");

    public IReadOnlyList<string> Redirects => List("redirectUris", "redirectUris");

    public IReadOnlyList<string> Scopes => List("scopes", "scopes");

    public IReadOnlyList<string> Methods => List("clientAuthenticationMethods", "");

    /// <summary>Devices are not asked for consent.</summary>
    public bool IsDevice => Methods.Contains("private_key_jwt");

    /// <summary>Who enrolled the device.</summary>
    public string? Owner => (string?)_json["createdBy"]?["username"];

    public JsonObject? Keys => _json["jwks"] as JsonObject;

    public bool ReusesRefreshTokens => (bool?)_settings["settings.token.reuse-refresh-tokens"] ?? true;

    public TimeSpan Life(string of, int seconds) =>
        TimeSpan.FromSeconds((double?)(_settings[$"settings.token.{of}-time-to-live"] as JsonArray)?[1] ?? seconds);

    /// <summary>From 2.42 on what is stored must be a BCrypt hash; text never matches.</summary>
    public bool HasSecret(string secret) => (string?)_json["secret"] == secret && secret.Length > 0
        || ((string?)_json["clientSecret"] is { } hash && KnownSecrets.Matches(hash, secret));

    /// <summary>A loopback redirect may have any port from 2.42 on.</summary>
    public bool HasRedirect(string? redirect, bool anyPort) => redirect is not null && Redirects.Any(r => r == redirect || (anyPort && IsSameButPort(r, redirect)));

    private static bool IsSameButPort(string registered, string asked) =>
        Uri.TryCreate(registered, UriKind.Absolute, out var a) && Uri.TryCreate(asked, UriKind.Absolute, out var b)
        && a.Host == "127.0.0.1" && b.Host == "127.0.0.1" && a.Scheme == b.Scheme && a.PathAndQuery == b.PathAndQuery;

    private string[] List(string modern, string legacy) => _json[legacy] is JsonArray array
        ? [.. array.Select(n => (string)n!)]
        : ((string?)_json[modern])?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
}

/// <summary>The hashes the sandbox can check; it does not compute BCrypt.</summary>
public static class KnownSecrets
{
    /// <summary>The secret of <see cref="Hash"/>.</summary>
    public const string Secret = "client-Secret-1";

    /// <summary>To be registered as a client's secret.</summary>
    public const string Hash = "$2b$10$abcdefghijklmnopqrstuuHWtG9vAHlju4.ppgP0x2qv8SPINsKFa";

    /// <summary>A secret that a form or a header changes when it is not escaped.</summary>
    public const string OddSecret = "s%41cret +:ü&";

    /// <summary>The hash that stands for <see cref="OddSecret"/>.</summary>
    public const string OddHash = "$2b$10$oddoddoddoddoddoddodduHWtG9vAHlju4.ppgP0x2qv8SPINsKFa";

    internal static bool Matches(string hash, string secret) => hash switch
    {
        Hash => secret == Secret,
        OddHash => secret == OddSecret,
        _ => false,
    };
}
