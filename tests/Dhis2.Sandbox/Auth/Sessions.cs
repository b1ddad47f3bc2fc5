using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Dhis2.Sandbox.Auth;

/// <summary>Login sessions, by the value of the cookie JSESSIONID.</summary>
public sealed class Sessions
{
    // Only sessions of the login endpoint are counted; those that Basic opens never are.
    private const int MostLogins = 10;

    private readonly ConcurrentDictionary<string, SandboxUser> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _evicted = new(StringComparer.Ordinal);
    private readonly List<string> _logins = [];

    public int Count => _users.Count;

    /// <summary>Ends all sessions, as a restart or a time-out does.</summary>
    public void Clear() => _users.Clear();

    internal SandboxUser? Find(string? id) => id is null ? null : _users.GetValueOrDefault(id);

    /// <summary>Whether a newer login has pushed this session out; told once, then it is as unknown as any.</summary>
    internal bool WasEvicted(string? id) => id is not null && _evicted.TryRemove(id, out _);

    /// <summary>Opens a session of the login endpoint; from 2.42 on the eleventh of a user ends the first.</summary>
    internal string OpenLogin(SandboxUser user, bool isLimited)
    {
        var id = Open(user);
        lock (_logins)
        {
            _logins.Add(id);
            var mine = _logins.Where(l => Find(l) == user).ToList();
            if (isLimited && mine.Count > MostLogins)
            {
                End(mine[0]);
                _logins.Remove(mine[0]);
                _evicted[mine[0]] = 0;
            }
        }
        return id;
    }

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
