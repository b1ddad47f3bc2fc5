using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>A key that tokens are signed with, and what is published of it.</summary>
internal sealed class SigningKey(string id)
{
    // Made when it is first needed: most sandboxes never sign anything.
    private readonly Lazy<RSA> _rsa = new(() => RSA.Create(2048));

    public string Id => id;

    public JsonObject Public()
    {
        var key = _rsa.Value.ExportParameters(includePrivateParameters: false);
        return new JsonObject { ["kty"] = "RSA", ["e"] = Jwt.Encode(key.Exponent!), ["kid"] = id, ["n"] = Jwt.Encode(key.Modulus!) };
    }

    public byte[] Sign(byte[] data) => _rsa.Value.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public bool Verifies(byte[] data, byte[] signature) => _rsa.Value.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
