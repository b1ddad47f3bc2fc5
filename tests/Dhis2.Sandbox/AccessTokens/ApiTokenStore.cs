using System.Collections.Concurrent;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.AccessTokens;

/// <summary>The tokens of one server, and its cache of those in use.</summary>
public sealed class ApiTokenStore
{
    private readonly ConcurrentDictionary<string, ApiToken> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ApiToken> _cached = new(StringComparer.Ordinal);
    private readonly Dialect _dialect;

    internal ApiTokenStore(Dialect dialect)
    {
        _dialect = dialect;
        foreach (var token in ApiTokens.Named.Values)
            Put(token);
    }

    /// <summary>All there are, in the server's order.</summary>
    public IReadOnlyList<ApiToken> All => [.. _tokens.Values.OrderBy(t => t.Uid, StringComparer.Ordinal)];

    /// <summary>Takes a token from everybody, at once and in all versions.</summary>
    public void Revoke(string uid)
    {
        if (_tokens.TryRemove(uid, out var token))
            _cached.TryRemove(token.Key, out _);
    }

    /// <summary>Takes all tokens from everybody.</summary>
    public void Clear()
    {
        _tokens.Clear();
        _cached.Clear();
    }

    internal void Put(ApiToken token) => _tokens[token.Uid] = token;

    internal ApiToken? Find(string uid) => _tokens.GetValueOrDefault(uid);

    /// <summary>What the owner does: 2.40 goes on taking a token it has in its cache.</summary>
    internal void Delete(string uid)
    {
        if (_tokens.TryRemove(uid, out var token) && _dialect >= Dialect.V41)
            _cached.TryRemove(token.Key, out _);
    }

    /// <summary>The token of a key, and whether it has been let in before: its owner is not looked at again.</summary>
    internal (ApiToken? Token, bool IsCached) FindKey(string key) =>
        _cached.TryGetValue(key, out var cached) ? (_tokens.GetValueOrDefault(cached.Uid, cached), true) : (_tokens.Values.FirstOrDefault(t => t.Key == key), false);

    internal void Remember(ApiToken token) => _cached[token.Key] = token;
}
