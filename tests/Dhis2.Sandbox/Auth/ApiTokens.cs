namespace Dhis2.Sandbox.Auth;

/// <summary>The tokens every sandbox knows from its start.</summary>
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
    internal static IReadOnlyDictionary<string, ApiToken> Named { get; } = new[]
    {
        Make("admin", "admin"),
        Make("plain"),
        Make("clerk", "auth_clerk"),
        Make("full") with { Methods = ["GET", "POST"], Addresses = ["127.0.0.1"], Referrers = ["https://example.org/"] },
        Make("get-only") with { Methods = ["GET"] },
        Make("lower-case-method") with { Methods = ["get"] },
        Make("other-ip") with { Addresses = ["10.1.2.3"] },
        Make("expired") with { Expire = 1000 },
        Make("of-expired", "auth_oldpw"),
        Make("of-user", "auth_tok"),
        Make("of-user2", "former"),
        Make("of-2fa-user", "auth_2fa"),
    }.ToDictionary(t => "token-" + t.Code, t => t with { Code = null }, StringComparer.Ordinal);

    private static ApiToken Make(string name, string owner = "auth_reader") => new(ApiToken.MakeKey(name), owner)
    {
        Uid = "tok" + new string([.. name.Where(char.IsAsciiLetter), .. "00000000"])[..8],
        Code = name,
        Created = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        LastUpdated = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        // Far off, and still a time that every reader can hold.
        Expire = 4102444800000,
    };
}
