using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Dhis2.PowerShell.Sessions;

/// <summary>
/// Knows the default session of each runspace, and the named sessions of the whole process, so that a parallel runspace finds one by its name.
/// </summary>
internal static class SessionStore
{
    private static readonly ConditionalWeakTable<Runspace, Slot> s_defaults = new();
    private static readonly List<WeakReference<Session>> s_opened = [];
    private static readonly ConcurrentDictionary<string, Session> s_named = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The default session of the runspace this thread works for.</summary>
    public static Session? Default
    {
        get => Runspace.DefaultRunspace is { } runspace && s_defaults.TryGetValue(runspace, out var slot) ? slot.Session : null;
        set => s_defaults.GetOrCreateValue(Runspace.DefaultRunspace).Session = value;
    }

    /// <summary>The named sessions that are open.</summary>
    public static IEnumerable<Session> Named => s_named.Values.Where(session => !session.IsDisposed);

    public static Session? Find(string name) => s_named.TryGetValue(name, out var session) && !session.IsDisposed ? session : null;

    /// <summary>Keeps a session that was opened. The open one that had its name until then is found no more, and is handed back to be ended.</summary>
    public static Session? Add(Session session)
    {
        Session? older = null;
        lock (s_opened)
        {
            s_opened.RemoveAll(reference => !reference.TryGetTarget(out var opened) || opened.IsDisposed);
            s_opened.Add(new WeakReference<Session>(session));
        }
        if (session.Name is { } name)
        {
            s_named.AddOrUpdate(name, session, (_, old) =>
            {
                older = old;
                return session;
            });
        }
        return older is { IsDisposed: false } ? older : null;
    }

    /// <summary>Forgets a session: it is found no more.</summary>
    public static void Remove(Session session)
    {
        if (session.Name is { } name && Find(name) == session)
            s_named.TryRemove(name, out _);
        if (Default == session)
            Default = null;
    }

    /// <summary>Ends every session that was opened, named or not, whoever holds it. A server that does not answer is waited for no longer than where one session is ended.</summary>
    public static void EndAll()
    {
        List<Session> open = [];
        lock (s_opened)
        {
            foreach (var reference in s_opened)
            {
                if (reference.TryGetTarget(out var session))
                    open.Add(session);
            }
            s_opened.Clear();
        }
        s_named.Clear();
        // Run on the thread pool while the pipeline thread waits for all of them.
        Task.Run(() => Task.WhenAll(open.Select(session => session.EndAsync(null, CancellationToken.None)))).GetAwaiter().GetResult();
    }

    /// <summary>The session a user means; an error with advice when there is none.</summary>
    public static Session Resolve(Dhis2SessionReference? reference)
    {
        if (reference?.Session is { } given)
            return given;
        if (reference?.Name is { } name)
        {
            return Find(name) ?? throw new Dhis2InputException(
                $"There is no session named '{name}'.", "Open it with Connect-Dhis2 -Name, or see those there are with Get-Dhis2Session.")
            { Item = name };
        }
        if (Default is { IsDisposed: false } session)
            return session;
        throw new Dhis2ClientException(
            "No session is open in this runspace.",
            "Open one with Connect-Dhis2. In a parallel runspace or a thread job pass one on: -Session $using:session, or open it with -Name and give that name.");
    }

    private sealed class Slot
    {
        public Session? Session { get; set; }
    }
}
