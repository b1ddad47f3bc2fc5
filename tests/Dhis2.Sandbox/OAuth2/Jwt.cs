using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>A signed token.</summary>
internal sealed class Jwt
{
    private static readonly JsonWebTokenHandler s_handler = new();
    private readonly JsonWebToken _token;

    private Jwt(JsonWebToken token)
    {
        _token = token;
        Claims = JsonNode.Parse(Base64UrlEncoder.Decode(token.EncodedPayload))!.AsObject();
    }

    public JsonObject Claims { get; }

    public string Algorithm => _token.Alg;

    public string KeyId => _token.Kid;

    public IReadOnlyList<string> Audience => [.. _token.Audiences];

    /// <summary>A token with these claims; without a key it is not signed.</summary>
    public static string Make(JsonObject claims, SigningKey? key) =>
        key is null ? s_handler.CreateToken(claims.ToJsonString()) : s_handler.CreateToken(claims.ToJsonString(), key.Credentials);

    /// <summary>Takes a token apart; null where it is none.</summary>
    public static Jwt? Read(string token)
    {
        try
        {
            return new Jwt(new JsonWebToken(token));
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    public DateTimeOffset? Time(string claim) => (long?)(Claims[claim] as JsonValue) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Checks the signature against a published key set.</summary>
    public bool IsSignedBy(JsonObject keys) => IsSignedBy(new JsonWebKeySet(keys.ToJsonString()).GetSigningKeys().ToArray());

    /// <summary>Checks the signature, and nothing else. Nothing is waited for where the keys are at hand.</summary>
    public bool IsSignedBy(params SecurityKey[] keys) => s_handler.ValidateTokenAsync(_token, new TokenValidationParameters
    {
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidateLifetime = false,
        RequireExpirationTime = false,
        IssuerSigningKeys = keys,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
    }).GetAwaiter().GetResult().IsValid;
}
