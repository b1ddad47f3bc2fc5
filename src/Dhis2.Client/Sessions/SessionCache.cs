using System.Collections.Concurrent;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Sessions;

/// <summary>Remembers for a while what a server said, so that a script that asks in a loop asks once.</summary>
internal sealed class SessionCache(TimeSpan ttl)
{
    private readonly ConcurrentDictionary<string, (object Value, TimeSpan At)> _entries = new(StringComparer.Ordinal);
    private int _cleared;

    /// <summary>How many things are remembered, fresh or not.</summary>
    public int Count => _entries.Count;

    /// <summary>What is remembered under a key, or what <paramref name="read"/> brings: always that with <paramref name="refresh"/>. A failure is not remembered.</summary>
    public async Task<T> GetAsync<T>(string key, bool refresh, Func<Task<T>> read)
        where T : class
    {
        if (!refresh && _entries.TryGetValue(key, out var entry) && MonotonicClock.Elapsed() - entry.At < ttl)
            return (T)entry.Value;
        var cleared = Volatile.Read(ref _cleared);
        var value = await read().ConfigureAwait(false);
        _entries[key] = (value, MonotonicClock.Elapsed());
        // The cache was cleared while this value was read, so the value may be older than that and is not kept.
        if (cleared != Volatile.Read(ref _cleared))
            _entries.TryRemove(key, out _);
        return value;
    }

    /// <summary>Forgets what begins with a text; everything without one.</summary>
    public void Clear(string? prefix = null)
    {
        Interlocked.Increment(ref _cleared);
        foreach (var key in _entries.Keys)
        {
            if (prefix is null || key.StartsWith(prefix, StringComparison.Ordinal))
                _entries.TryRemove(key, out _);
        }
    }
}
