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

    /// <summary>Rows that were sent with it.</summary>
    public long? Rows => Batch?.Rows.Count;

    /// <summary>The rows of an import, so that its report can name them.</summary>
    internal Client.DataValues.Import.ImportBatch? Batch { get; init; }

    /// <summary>Reads <c>JOB_TYPE/uid</c>, alone or at the end of an address; null when it is none.</summary>
    public static ServerTask? Parse(string? text)
    {
        var parts = (text ?? "").Trim().TrimEnd('/').Split('/');
        if (parts.Length < 2)
            return null;
        var (type, id) = (parts[parts.Length - 2], parts[parts.Length - 1]);
        var isType = type.Length > 0 && type.All(c => c is '_' or (>= 'A' and <= 'Z') or (>= '0' and <= '9'));
        return isType && Dhis2Uid.IsValid(id) ? new ServerTask(type, id) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>How a task ended.</summary>
public sealed class TaskResult
{
    /// <summary>The task.</summary>
    public required ServerTask Task { get; init; }

    /// <summary>COMPLETED, FAILED or STOPPED, by the server's word.</summary>
    public required string Status { get; init; }

    /// <summary>Whether it did all of its work, by its summary first and its status second; false for an import that left a row out.</summary>
    public bool Success { get; init; }

    /// <summary>The last message.</summary>
    public string? Message { get; init; }

    /// <summary>What it left behind as JSON; null for kinds of tasks that leave nothing.</summary>
    public string? SummaryJson { get; init; }

    /// <summary>The report of an import of data values; null for other tasks.</summary>
    public DataValueImportReport? ImportSummary { get; init; }

    /// <summary>Its messages, oldest first.</summary>
    public IReadOnlyList<TaskNotification> Notifications { get; init; } = [];

    /// <summary>How long it was waited for.</summary>
    public TimeSpan Waited { get; init; }
}
