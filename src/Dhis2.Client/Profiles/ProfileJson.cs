using System.Text.Json.Nodes;

namespace Dhis2.Client.Profiles;

/// <summary>One profile as the file writes it. What it does not know it leaves as it is.</summary>
internal static class ProfileJson
{
    private static readonly Dictionary<string, ProfileAuthentication> s_authentications = new(StringComparer.Ordinal)
    {
        ["basic"] = ProfileAuthentication.Basic,
        ["token"] = ProfileAuthentication.Token,
        ["oauth2"] = ProfileAuthentication.OAuth2,
    };

    private static readonly Dictionary<string, OAuth2Grant> s_grants = new(StringComparer.Ordinal)
    {
        ["clientCredentials"] = OAuth2Grant.ClientCredentials,
        ["interactive"] = OAuth2Grant.Interactive,
    };

    public static Profile Read(JsonFields fields, string name)
    {
        var secret = fields.Object("secret");
        var plaintext = fields.Text("plaintextSecret");
        if (secret is not null && plaintext is not null)
            throw fields.Fault("the profile has two secrets, secret and plaintextSecret; take one away.", "plaintextSecret");
        var authentication = fields.Word("auth", s_authentications);
        var oauth2 = fields.Object("oauth2");
        if (authentication == ProfileAuthentication.OAuth2 != oauth2 is not null)
            throw fields.Fault("auth oauth2 and the settings in oauth2 go together.", "auth");
        return new Profile
        {
            Name = name,
            Uri = fields.Server("uri"),
            Authentication = authentication ?? ProfileAuthentication.BySecret,
            UserName = fields.Text("userName"),
            SecretName = secret?.Required("name"),
            Vault = secret?.Text("vault"),
            PlaintextSecret = plaintext,
            AllowsPlaintext = plaintext is not null || fields.Flag("allowPlaintextSecret"),
            RefreshToken = fields.Text("refreshToken"),
            OAuth2 = oauth2 is null ? null : ReadOAuth2(oauth2),
        };
    }

    public static void Write(Profile profile, JsonObject node)
    {
        Put(node, "uri", profile.Uri!.AbsoluteUri);
        Put(node, "auth", WordOf(s_authentications, profile.Authentication));
        Put(node, "userName", profile.UserName);
        var secret = profile.SecretName is null ? null : Inner(node, "secret");
        if (secret is null)
        {
            node.Remove("secret");
        }
        else
        {
            Put(secret, "name", profile.SecretName);
            Put(secret, "vault", profile.Vault);
        }
        Put(node, "plaintextSecret", profile.PlaintextSecret);
        Put(node, "allowPlaintextSecret", profile.AllowsPlaintext ? JsonValue.Create(true) : null);
        Put(node, "refreshToken", profile.RefreshToken);
        if (profile.OAuth2 is null)
            node.Remove("oauth2");
        else
            WriteOAuth2(profile.OAuth2, Inner(node, "oauth2"));
    }

    private static ProfileOAuth2 ReadOAuth2(JsonFields fields) => new()
    {
        ClientId = fields.Required("clientId"),
        Grant = fields.Word("grant", s_grants) ?? OAuth2Grant.ClientCredentials,
        TokenEndpoint = fields.Address("tokenEndpoint"),
        AuthorizationEndpoint = fields.Address("authorizationEndpoint"),
        Issuer = fields.Address("issuer"),
        Audience = fields.Text("audience"),
        Scope = fields.Text("scope"),
        ClientKeyPath = fields.Text("clientKeyPath"),
        ClientKeyId = fields.Text("clientKeyId"),
    };

    private static void WriteOAuth2(ProfileOAuth2 settings, JsonObject node)
    {
        Put(node, "clientId", settings.ClientId);
        Put(node, "grant", WordOf(s_grants, settings.Grant));
        Put(node, "tokenEndpoint", settings.TokenEndpoint?.AbsoluteUri);
        Put(node, "authorizationEndpoint", settings.AuthorizationEndpoint?.AbsoluteUri);
        Put(node, "issuer", settings.Issuer?.AbsoluteUri);
        Put(node, "audience", settings.Audience);
        Put(node, "scope", settings.Scope);
        Put(node, "clientKeyPath", settings.ClientKeyPath);
        Put(node, "clientKeyId", settings.ClientKeyId);
    }

    private static JsonObject Inner(JsonObject node, string key)
    {
        if (node[key] is not JsonObject inner)
            node[key] = inner = new JsonObject();
        return inner;
    }

    private static void Put(JsonObject node, string key, JsonNode? value)
    {
        if (value is null)
            node.Remove(key);
        else
            node[key] = value;
    }

    private static string? WordOf<T>(Dictionary<string, T> words, T value)
        where T : struct => words.Where(w => w.Value.Equals(value)).Select(w => w.Key).FirstOrDefault();
}
