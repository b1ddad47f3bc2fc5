namespace Dhis2;

/// <summary>How a task ended.</summary>
public sealed class TaskResult
{
    /// <summary>The task.</summary>
    public required ServerTask Task { get; init; }

    /// <summary>COMPLETED, FAILED or STOPPED, by the server's word.</summary>
    public required string Status { get; init; }

    /// <summary>Whether it did all of its work, by its summary first and its status second; false where anything was left out, and where a job that should have left a summary left none.</summary>
    public bool Success { get; init; }

    /// <summary>Why it failed, in the server's words; the last message of a task that did not.</summary>
    public string? Message { get; init; }

    /// <summary>Every error of its summary, in their order.</summary>
    public IReadOnlyList<ServerReportItem> Problems { get; init; } = [];

    /// <summary>What the area that knows this kind of task makes of it, such as the account of an import of data values; null for other tasks.</summary>
    public object? Report { get; init; }

    /// <summary>What it left behind as JSON; null for kinds of tasks that leave nothing.</summary>
    public string? SummaryJson { get; init; }

    /// <summary>Its messages, oldest first.</summary>
    public IReadOnlyList<TaskNotification> Notifications { get; init; } = [];

    /// <summary>When the run began that this is the result of, in the server's time; null where the server does not say.</summary>
    public DateTime? RunStarted { get; init; }

    /// <summary>When that run ended, in the server's time; null where the server does not say.</summary>
    public DateTime? RunEnded { get; init; }

    /// <summary>Whether the run was over before it was waited for, of a job that runs again and again: then it may be another run than the one meant.</summary>
    public bool IsEarlierRun { get; init; }

    /// <summary>How long it was waited for.</summary>
    public TimeSpan Waited { get; init; }
}
