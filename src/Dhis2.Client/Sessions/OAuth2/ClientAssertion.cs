using System.Text;
using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>A client's proof that it holds its key (RFC 7523): good once, for one endpoint, and for two minutes.</summary>
internal static class ClientAssertion
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(2);

    public static string Make(ClientKey key, string? keyId, string clientId, string audience, DateTimeOffset now)
    {
        var head = Part(json =>
        {
            json.WriteString("alg", key.Algorithm);
            json.WriteString("typ", "JWT");
            if (keyId is not null)
                json.WriteString("kid", keyId);
        });
        var claims = Part(json =>
        {
            json.WriteString("iss", clientId);
            json.WriteString("sub", clientId);
            json.WriteString("aud", audience);
            json.WriteString("jti", Guid.NewGuid().ToString("N"));
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + s_life).ToUnixTimeSeconds());
        });
        var signed = head + "." + claims;
        return signed + "." + Base64Url.Of(key.Sign(Encoding.ASCII.GetBytes(signed)));
    }

    private static string Part(Action<Utf8JsonWriter> write) => Base64Url.Of(JsonBytes.OfObject(write));
}
