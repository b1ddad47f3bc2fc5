using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>A key that tokens are signed with, and what is published of it.</summary>
internal sealed class SigningKey(string id)
{
    // One for the process, made when it is first needed, for it takes its time: keys are told apart by their ids.
    private static readonly Lazy<RSA> s_shared = new(() => RSA.Create(2048));

    public string Id => id;

    public SecurityKey Key => new RsaSecurityKey(s_shared.Value) { KeyId = id };

    public SigningCredentials Credentials => new(Key, SecurityAlgorithms.RsaSha256);

    public JsonObject Public()
    {
        var key = s_shared.Value.ExportParameters(includePrivateParameters: false);
        return new JsonObject { ["kty"] = "RSA", ["e"] = Base64UrlEncoder.Encode(key.Exponent), ["kid"] = id, ["n"] = Base64UrlEncoder.Encode(key.Modulus) };
    }
}
