using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Dhis2.Client.Tests.Replay;

/// <summary>A device's key: its own in place of the recorded one, of which nobody has the private half.</summary>
internal sealed class DeviceKey
{
    private readonly RSA _rsa = RSA.Create(2048);

    public JsonObject Public()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = "device-key", ["e"] = Base64UrlEncoder.Encode(key.Exponent!), ["n"] = Base64UrlEncoder.Encode(key.Modulus!) };
    }

    public string Assert(string clientId, string audience, bool isExpired)
    {
        var now = DateTimeOffset.UtcNow.AddHours(isExpired ? -1 : 0).ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = clientId, ["sub"] = clientId, ["aud"] = audience, ["jti"] = Guid.NewGuid().ToString(), ["iat"] = now, ["exp"] = now + 60 };
        var text = Encode(new JsonObject { ["alg"] = "RS256", ["kid"] = "device-key" }) + "." + Encode(claims);
        return text + "." + Base64UrlEncoder.Encode(_rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Encode(JsonObject json) => Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
