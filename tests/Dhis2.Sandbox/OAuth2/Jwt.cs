using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>A signed token: header, claims, signature.</summary>
internal sealed class Jwt
{
    private Jwt(JsonObject header, JsonObject claims, byte[] signed, byte[] signature)
    {
        Header = header;
        Claims = claims;
        Signed = signed;
        Signature = signature;
    }

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    public byte[] Signed { get; }

    public byte[] Signature { get; }

    public string? Algorithm => (string?)Header["alg"];

    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static string Make(JsonObject claims, SigningKey? key)
    {
        var header = key is null ? new JsonObject { ["alg"] = "none" } : new JsonObject { ["kid"] = key.Id, ["alg"] = "RS256" };
        var text = Encode(Encoding.UTF8.GetBytes(header.ToJsonString())) + "." + Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        return text + "." + (key is null ? "" : Encode(key.Sign(Encoding.ASCII.GetBytes(text))));
    }

    /// <summary>Takes a token apart; null where it is none.</summary>
    public static Jwt? Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
            return null;
        try
        {
            return new Jwt(
                JsonNode.Parse(Decode(parts[0]))!.AsObject(), JsonNode.Parse(Decode(parts[1]))!.AsObject(),
                Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Decode(parts[2]));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    public DateTimeOffset? Time(string claim) => (long?)(Claims[claim] as JsonValue) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public IReadOnlyList<string> Audience => Claims["aud"] switch
    {
        JsonArray list => [.. list.Select(a => (string)a!)],
        JsonValue one => [(string)one!],
        _ => [],
    };

    /// <summary>Checks the signature against a published key set (RSA, or EC on P-256).</summary>
    public bool IsSignedBy(JsonObject keys) => (keys["keys"] as JsonArray ?? []).OfType<JsonObject>()
        .Where(k => Header["kid"] is null || k["kid"] is null || (string?)k["kid"] == (string?)Header["kid"]).Any(IsSignedByKey);

    private bool IsSignedByKey(JsonObject key)
    {
        if ((string?)key["kty"] == "RSA" && Algorithm == "RS256")
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = Decode((string)key["n"]!), Exponent = Decode((string)key["e"]!) });
            return rsa.VerifyData(Signed, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        if ((string?)key["kty"] != "EC" || Algorithm != "ES256")
            return false;
        using var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Decode((string)key["x"]!), Y = Decode((string)key["y"]!) } });
        return ec.VerifyData(Signed, Signature, HashAlgorithmName.SHA256);
    }

    private static byte[] Decode(string text)
    {
        var plain = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(plain.PadRight(plain.Length + ((4 - (plain.Length % 4)) % 4), '='));
    }
}
