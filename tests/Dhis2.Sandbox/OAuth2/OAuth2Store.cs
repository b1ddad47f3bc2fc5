using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Countries;
using Microsoft.IdentityModel.Tokens;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>What a user, or a client for itself, has been granted.</summary>
internal sealed record Grant(string ClientId, string? Username, IReadOnlyList<string> Scopes, DateTimeOffset Ends);

/// <summary>A code waits to be redeemed with all of this the same.</summary>
internal sealed record AuthorizationCode(Grant Grant, string? Redirect, string? Challenge);

/// <summary>A request to log in, while the user is asked.</summary>
internal sealed record AuthorizationRequest(string ClientId, string Redirect, IReadOnlyList<string> Scopes, string? State, string? Challenge);

/// <summary>Codes, tokens, consents and keys of a sandbox's OAuth2 server, and of the provider beside it.</summary>
public sealed class OAuth2Store
{
    private readonly Country _country;

    internal OAuth2Store(Country country) => _country = country;

    /// <summary>How long access tokens live from now on, whoever gives them out; null as recorded.</summary>
    public TimeSpan? AccessLife { get; set; }

    internal SigningKey ServerKey { get; private set; } = NewKey();

    internal SigningKey ProviderKey { get; } = new("provider-key");

    internal ConcurrentDictionary<string, AuthorizationCode> Codes { get; } = new(StringComparer.Ordinal);

    internal ConcurrentDictionary<string, Grant> RefreshTokens { get; } = new(StringComparer.Ordinal);

    /// <summary>The access tokens of 2.40 and 2.41, which are no more than names.</summary>
    internal ConcurrentDictionary<string, Grant> AccessTokens { get; } = new(StringComparer.Ordinal);

    internal ConcurrentDictionary<string, AuthorizationRequest> Pending { get; } = new(StringComparer.Ordinal);

    internal ConcurrentDictionary<(string Client, string User), bool> Consents { get; } = new();

    /// <summary>Tokens that a device may register with, once, and who asked for them.</summary>
    internal ConcurrentDictionary<string, string> Enrolments { get; } = new(StringComparer.Ordinal);

    /// <summary>No access token is taken any more, as if they were revoked or the server's key replaced.</summary>
    public void ForgetAccessTokens()
    {
        ServerKey = NewKey();
        AccessTokens.Clear();
    }

    /// <summary>No refresh token is taken any more.</summary>
    public void ForgetRefreshTokens() => RefreshTokens.Clear();

    private static SigningKey NewKey() => new(Guid.NewGuid().ToString());

    internal OAuth2Client? Find(string clientId) => _country.Of(OAuth2Client.Type).Values.Select(c => new OAuth2Client(c)).FirstOrDefault(c => c.Id == clientId);

    internal string AddCode(AuthorizationRequest request, SandboxUser user, OAuth2Client client)
    {
        var code = NewSecret();
        var grant = new Grant(client.Id, user.Username, request.Scopes, DateTimeOffset.UtcNow + client.Life("authorization-code", 300));
        Codes[code] = new AuthorizationCode(grant, request.Redirect, request.Challenge);
        return code;
    }

    internal string AddRefreshToken(Grant grant, TimeSpan life)
    {
        var token = NewSecret();
        RefreshTokens[token] = grant with { Ends = DateTimeOffset.UtcNow + life };
        return token;
    }

    internal void ForgetClient(string clientId)
    {
        foreach (var (token, _) in AccessTokens.Where(t => t.Value.ClientId == clientId))
            AccessTokens.TryRemove(token, out _);
        foreach (var (token, _) in RefreshTokens.Where(t => t.Value.ClientId == clientId))
            RefreshTokens.TryRemove(token, out _);
    }

    internal static string NewSecret() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(36));
}
