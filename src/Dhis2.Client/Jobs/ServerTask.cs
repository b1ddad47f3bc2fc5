using Dhis2.Client.Jobs;

namespace Dhis2;

/// <summary>A task the server works on by itself: what starting one gives, and what Wait-Dhis2Task takes.</summary>
public sealed class ServerTask
{
    /// <summary>Names a task.</summary>
    public ServerTask(string jobType, string id)
    {
        JobType = jobType;
        Id = id;
    }

    /// <summary>The kind of task: <c>DATAVALUE_IMPORT</c>.</summary>
    public string JobType { get; }

    /// <summary>Its uid.</summary>
    public string Id { get; }

    /// <summary>The task, as <c>JOB_TYPE/uid</c>.</summary>
    public string Name => $"{JobType}/{Id}";

    /// <summary>How many rows were sent with it; null when none were, or when somebody else started it.</summary>
    public long? Rows { get; internal init; }

    /// <summary>When it was started, by the clock of this machine; null when somebody else started it.</summary>
    public DateTimeOffset? Started { get; internal init; }

    /// <summary>When the run before the one that was started began, in the server's words; null when there was none, as for every job that runs once.</summary>
    internal string? RunBefore { get; init; }

    /// <summary>Reads what the task leaves; null leaves that to its kind.</summary>
    internal IJobOutcomeReader? OutcomeReader { get; init; }

    /// <summary>Reads <c>JOB_TYPE/uid</c>, alone or at the end of an address; null when it is none.</summary>
    public static ServerTask? Parse(string? text)
    {
        var parts = (text ?? "").Trim().TrimEnd('/').Split('/');
        if (parts.Length < 2)
            return null;
        var (type, id) = (parts[parts.Length - 2], parts[parts.Length - 1]);
        var isType = type.Length > 0 && type.All(c => c is '_' or (>= 'A' and <= 'Z') or (>= '0' and <= '9'));
        return isType && Uid.IsValid(id) ? new ServerTask(type, id) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
