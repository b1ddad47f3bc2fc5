using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.Auth;

/// <summary>The users of a sandbox: those of the recordings, with their uids. Names are case-sensitive.</summary>
public sealed class SandboxUsers
{
    /// <summary>Password of admin.</summary>
    public const string AdminPassword = "district";

    /// <summary>Password of everybody else, except auth_umlaut.</summary>
    public const string Password = "Str0ng-Pass!word";

    /// <summary>The code that counts as the right second factor.</summary>
    public const string TwoFactorCode = "123456";

    public const string UmlautPassword = "Grüße-Str0ng:Pass";

    private const string AdminRole = "yrB6vc5Ip3r";
    private const string ClerkRole = "gqOSDC7aY1R";
    private const string ReaderRole = "b6uyKyW8GVj";

    private readonly Dictionary<string, SandboxUser> _byName;

    internal SandboxUsers(string rootOrgUnit, string clerkOrgUnit)
    {
        string[] root = [rootOrgUnit];
        string[] region = [clerkOrgUnit];
        _byName = new[]
        {
            new SandboxUser { Uid = "M5zQapPyTZI", Username = "admin", Password = AdminPassword, FirstName = "admin", Surname = "admin", Authorities = ["ALL"], Roles = [AdminRole], OrgUnits = root, DataViewOrgUnits = root },
            Clerk("z1tRD1nXEcz", "clerk", "Clerk", "Test", region),
            Clerk("WnNVj3mjwMA", "auth_clerk", "Clerk", "Auth", region),
            Reader("MVValhpVqAG", "reader", "Reader", "Test", root),
            Reader("FTpJsjGj905", "former", "Former", "Test", root, u => u.Disabled = true),
            Reader("c4PL01loUeh", "auth_reader", "Reader", "Auth", root),
            Reader("mB1bqvUBkV2", "auth_former", "Former", "Auth", root, u => u.Disabled = true),
            Reader("krKSTKVUetD", "auth_pw", "Pw", "Auth", root),
            Reader("OG8xSwoL5EV", "auth_2fa", "Twofa", "Auth", root),
            Reader("z8EXMl1iNQ1", "auth_lock", "Lock", "Auth", root),
            Reader("NuCcLAtsehU", "auth_tok", "Tok", "Auth", root),
            Reader("mAUnrUFJLw0", "auth_expired", "Expired", "Auth", root, u => u.AccountExpired = true),
            Reader("qf5ZYGbdpVa", "auth_oldpw", "Oldpw", "Auth", root, u => u.PasswordExpired = true),
            Reader("EJpsVU5hkPG", "auth_umlaut", "Umlaut", "Auth", root, u => u.Password = UmlautPassword),
        }.ToDictionary(u => u.Username, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<SandboxUser> All => _byName.Values;

    /// <summary>Adds the user that the tokens of the provider beside the server are for.</summary>
    internal void AddUserOfProvider() => _byName["oidc_user"] = new SandboxUser
    {
        Uid = "QoNCQl3lOIo",
        Username = "oidc_user",
        Password = Password,
        FirstName = "Oidc",
        Surname = "User",
        Authorities = ["M_dhis-web-dashboard"],
        Roles = [ReaderRole],
        OpenId = "robot@idp.example.org",
    };

    /// <summary>Lets somebody log in, in place of who had the uid.</summary>
    internal void Put(SandboxUser user)
    {
        Remove(user.Uid);
        _byName[user.Username] = user;
    }

    internal void Remove(string uid)
    {
        foreach (var (name, _) in _byName.Where(pair => pair.Value.Uid == uid).ToList())
            _byName.Remove(name);
    }

    public SandboxUser? Find(string username) => _byName.GetValueOrDefault(username);

    public SandboxUser this[string username] => _byName[username];

    /// <summary>The roles that these users have.</summary>
    internal IEnumerable<JsonObject> MakeRoles() => new[] { (AdminRole, "Superuser"), (ClerkRole, "Clerk"), (ReaderRole, "Reader") }.Select(role => new JsonObject
    {
        ["id"] = role.Item1,
        ["name"] = role.Item2,
        ["authorities"] = new JsonArray([.. All.First(u => u.Roles.Contains(role.Item1)).Authorities.Select(a => (JsonNode)a)]),
    });

    private static SandboxUser Clerk(string uid, string username, string first, string last, string[] orgUnits) => new()
    {
        Uid = uid,
        Username = username,
        Password = Password,
        FirstName = first,
        Surname = last,
        Authorities = ["F_DATAVALUE_ADD", "F_DATAVALUE_DELETE", "M_dhis-web-dashboard"],
        Roles = [ClerkRole],
        OrgUnits = orgUnits,
        DataViewOrgUnits = orgUnits,
    };

    private static SandboxUser Reader(string uid, string username, string first, string last, string[] orgUnits, Action<SandboxUser>? change = null)
    {
        var user = new SandboxUser
        {
            Uid = uid,
            Username = username,
            Password = Password,
            FirstName = first,
            Surname = last,
            Authorities = ["M_dhis-web-dashboard"],
            Roles = [ReaderRole],
            OrgUnits = orgUnits,
        };
        change?.Invoke(user);
        return user;
    }
}
