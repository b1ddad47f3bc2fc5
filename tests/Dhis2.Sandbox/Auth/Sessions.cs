using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Dhis2.Sandbox.Auth;

/// <summary>Login sessions, by the value of the cookie JSESSIONID.</summary>
public sealed class Sessions
{
    private readonly ConcurrentDictionary<string, SandboxUser> _users = new(StringComparer.Ordinal);

    public int Count => _users.Count;

    /// <summary>Ends all sessions, as a restart or a time-out does.</summary>
    public void Clear() => _users.Clear();

    internal SandboxUser? Find(string? id) => id is null ? null : _users.GetValueOrDefault(id);

    internal string Open(SandboxUser user)
    {
        var id = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _users[id] = user;
        return id;
    }

    /// <summary>The session is another user's from now on, under the same cookie.</summary>
    internal void Turn(string id, SandboxUser user) => _users[id] = user;

    internal void End(string id) => _users.TryRemove(id, out _);
}
