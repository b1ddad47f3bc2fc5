using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>A key that tokens are signed with, and what is published of it.</summary>
internal sealed class SigningKey(string id)
{
    // One for the process, made when it is first needed, for it takes its time: keys are told apart by their ids.
    private static readonly Lazy<RSA> s_shared = new(() => RSA.Create(2048));

    private readonly Lazy<RSA> _rsa = s_shared;

    public string Id => id;

    public JsonObject Public()
    {
        var key = _rsa.Value.ExportParameters(includePrivateParameters: false);
        return new JsonObject { ["kty"] = "RSA", ["e"] = Jwt.Encode(key.Exponent!), ["kid"] = id, ["n"] = Jwt.Encode(key.Modulus!) };
    }

    public byte[] Sign(byte[] data)
    {
        lock (_rsa)
            return _rsa.Value.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    public bool Verifies(byte[] data, byte[] signature)
    {
        lock (_rsa)
            return _rsa.Value.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
