using System.Globalization;
using System.Text;

namespace Dhis2.Sandbox.Auth;

/// <summary>A personal access token.</summary>
public sealed record ApiToken(string Key, string Username)
{
    /// <summary>HTTP methods it is good for; empty means all. Compared as written, as the server does.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Addresses it may come from; empty means all.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    public IReadOnlyList<string> Referrers { get; init; } = [];

    public bool Expired { get; init; }

    /// <summary>Makes a well-formed key: a prefix, 44 characters and their checksum.</summary>
    internal static string MakeKey(string name)
    {
        var random = new Random(name.Aggregate(17, (hash, c) => unchecked((hash * 31) + c)));
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var body = new StringBuilder("d2p");
        while (body.Length < 47)
            body.Append(Letters[random.Next(Letters.Length)]);
        return body + Checksum(body.ToString());
    }

    internal static bool IsWellFormed(string key) => key.Length == 57 && Checksum(key[..47]) == key[47..];

    private static string Checksum(string text)
    {
        var crc = uint.MaxValue;
        foreach (var b in Encoding.ASCII.GetBytes(text))
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320u;
        }
        return (~crc).ToString("D10", CultureInfo.InvariantCulture);
    }
}

/// <summary>The tokens a sandbox knows from its start.</summary>
public static class ApiTokens
{
    /// <summary>A token of auth_reader without limits.</summary>
    public static string Reader { get; } = ApiToken.MakeKey("plain");

    /// <summary>A token of clerk without limits.</summary>
    public static string Clerk { get; } = ApiToken.MakeKey("clerk");

    /// <summary>A token of admin without limits.</summary>
    public static string Admin { get; } = ApiToken.MakeKey("admin");

    /// <summary>Well-formed, and never given out.</summary>
    public static string Unknown { get; } = ApiToken.MakeKey("unknown");

    /// <summary>By the names the recordings have for them.</summary>
    internal static IReadOnlyDictionary<string, ApiToken> Named { get; } = new Dictionary<string, ApiToken>(StringComparer.Ordinal)
    {
        ["token-admin"] = new(Admin, "admin"),
        ["token-plain"] = new(Reader, "auth_reader"),
        ["token-clerk"] = new(Clerk, "auth_clerk"),
        ["token-full"] = Make("full") with { Methods = ["GET", "POST"], Addresses = ["127.0.0.1"], Referrers = ["https://example.org/"] },
        ["token-get-only"] = Make("get-only") with { Methods = ["GET"] },
        ["token-lower-case-method"] = Make("lower-case-method") with { Methods = ["get"] },
        ["token-other-ip"] = Make("other-ip") with { Addresses = ["10.1.2.3"] },
        ["token-expired"] = Make("expired") with { Expired = true },
        ["token-of-expired"] = new(ApiToken.MakeKey("of-expired"), "auth_oldpw"),
        ["token-of-user"] = new(ApiToken.MakeKey("of-user"), "auth_tok"),
        ["token-of-user2"] = new(ApiToken.MakeKey("of-user2"), "former"),
        ["token-of-2fa-user"] = new(ApiToken.MakeKey("of-2fa-user"), "auth_2fa"),
    };

    internal static ApiToken? Find(string key) => Named.Values.FirstOrDefault(t => t.Key == key);

    private static ApiToken Make(string name) => new(ApiToken.MakeKey(name), "auth_reader");
}
