using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Dhis2.Client.Sessions;

namespace Dhis2.PowerShell.Completion;

/// <summary>
/// What servers said for completion, by session. What was said once is offered at once, however old it is, and renewed behind the prompt.
/// The caller has no events: nothing is written, and a session that has ended is not renewed by asking the user to log in.
/// </summary>
internal static class ServerWords
{
    private static readonly Stopwatch s_clock = Stopwatch.StartNew();
    private static readonly TimeSpan s_longestRead = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_goodFor = TimeSpan.FromMinutes(1);

    // A server that refuses is left alone for a while: a password that has become wrong must not lock the account key by key.
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(10);

    private static readonly ConditionalWeakTable<Session, ConcurrentDictionary<string, Entry>> s_said = new();

    /// <summary>What the server said, or says within <paramref name="wait"/>; null otherwise.</summary>
    public static T? Get<T>(Session session, string key, Func<Dhis2Caller, CancellationToken, Task<T>> read, TimeSpan wait)
        where T : class
    {
        var entry = s_said.GetOrCreateValue(session).GetOrAdd(key, _ => new Entry());
        var renewal = entry.Renew(async () =>
        {
            using var limit = new CancellationTokenSource(s_longestRead);
            return await read(session.As(), limit.Token).ConfigureAwait(false);
        });
        if (entry.Value is null && wait > TimeSpan.Zero)
            renewal?.Wait(wait);
        return (T?)entry.Value;
    }

    /// <summary>Forgets what the server of a session said.</summary>
    public static void Forget(Session session) => s_said.Remove(session);

    private sealed class Entry
    {
        private readonly object _lock = new();
        private Task? _renewal;
        private TimeSpan? _due;

        /// <summary>What was said last.</summary>
        public object? Value { get; private set; }

        /// <summary>Begins to renew what is old, unless that has begun. The task never fails; null where there is nothing to wait for.</summary>
        public Task? Renew(Func<Task<object>> read)
        {
            lock (_lock)
            {
                if (_renewal is null && (_due is null || s_clock.Elapsed >= _due))
                    _renewal = Task.Run(() => RenewAsync(read));
                return _renewal;
            }
        }

        private async Task RenewAsync(Func<Task<object>> read)
        {
            object? value = null;
            try
            {
                value = await read().ConfigureAwait(false);
            }
            // Nobody observes this task, and a fault here must not reach the prompt.
            catch (Exception)
            {
                value = null;
            }
            lock (_lock)
            {
                Value = value ?? Value;
                _due = s_clock.Elapsed + (value is null ? s_pauseAfterFailure : s_goodFor);
                _renewal = null;
            }
        }
    }
}
