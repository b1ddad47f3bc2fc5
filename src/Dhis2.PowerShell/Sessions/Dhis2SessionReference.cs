namespace Dhis2.PowerShell.Sessions;

/// <summary>What <c>-Session</c> takes: a session, or the name of one. A name is looked up when it is used, so that the error can say more than a failed conversion.</summary>
public sealed class Dhis2SessionReference
{
    /// <summary>Takes a session.</summary>
    public Dhis2SessionReference(Session session) => Session = session;

    /// <summary>Takes a name.</summary>
    public Dhis2SessionReference(string name) => Name = name;

    /// <summary>The session, when one was given.</summary>
    public Session? Session { get; }

    /// <summary>The name, when one was given.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name ?? Session?.ToString() ?? "";
}
