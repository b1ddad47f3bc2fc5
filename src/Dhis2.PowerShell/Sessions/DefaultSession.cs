namespace Dhis2.PowerShell.Sessions;

/// <summary>Tells views and properties which session is the default one of the runspace that asks.</summary>
public static class DefaultSession
{
    /// <summary>Whether cmdlets without <c>-Session</c> use it.</summary>
    public static bool Is(object? session) => session is Session { IsDisposed: false } && ReferenceEquals(session, SessionStore.Default);
}
