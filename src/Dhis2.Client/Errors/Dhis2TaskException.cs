namespace Dhis2;

/// <summary>A server task ended without success.</summary>
public sealed class Dhis2TaskFailedException : Dhis2Exception
{
    /// <summary>Makes an error of a failed task.</summary>
    public Dhis2TaskFailedException(string message, string taskId, string? recommendedAction = null)
        : base(message, recommendedAction) => TaskId = taskId;

    /// <summary>The task, as <c>JOB_TYPE/uid</c>.</summary>
    public string TaskId { get; }
}

/// <summary>A server task was still running when the time to wait for it was over.</summary>
public sealed class Dhis2TaskTimeoutException : Dhis2Exception
{
    /// <summary>Makes an error of a task that took too long.</summary>
    public Dhis2TaskTimeoutException(string message, string taskId, string? recommendedAction = null)
        : base(message, recommendedAction) => TaskId = taskId;

    /// <summary>The task, as <c>JOB_TYPE/uid</c>.</summary>
    public string TaskId { get; }
}
