namespace Dhis2;

/// <summary>A message of a server task (server: <c>Notification</c>).</summary>
public sealed class TaskNotification
{
    /// <summary>Its own uid.</summary>
    public string? Uid { get; init; }

    /// <summary>INFO, WARN, ERROR, DEBUG or LOOP. Levels do not tell success: an import that stored nothing may end with INFO.</summary>
    public string? Level { get; init; }

    /// <summary>The kind of task: <c>DATAVALUE_IMPORT</c>.</summary>
    public string? Category { get; init; }

    /// <summary>When, in the server's time.</summary>
    public DateTime? Time { get; init; }

    /// <summary>For people.</summary>
    public string? Message { get; init; }

    /// <summary>Whether it is the last one.</summary>
    public bool Completed { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Level} {Message}";
}
