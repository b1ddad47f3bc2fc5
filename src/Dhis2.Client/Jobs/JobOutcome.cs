using System.Text.Json;

namespace Dhis2.Client.Jobs;

/// <summary>Reads what a job has left. The area that starts a job supplies it, because only the area knows what was sent.</summary>
public interface IJobOutcomeReader
{
    /// <summary>Reads the end of a job; never throws because of what the server left.</summary>
    JobOutcome Read(JobEnd ended);
}

/// <summary>A job that is over, as the server left it.</summary>
public sealed class JobEnd
{
    /// <summary>The task.</summary>
    public required ServerTask Task { get; init; }

    /// <summary>COMPLETED, FAILED or STOPPED; null where the server does not say (jobs of one run on 2.40).</summary>
    public string? Status { get; init; }

    /// <summary>Its messages, oldest first.</summary>
    public IReadOnlyList<TaskNotification> Notifications { get; init; } = [];

    /// <summary>Its summary as JSON; null when there is none.</summary>
    public string? SummaryJson => Summary?.GetRawText();

    internal JsonElement? Summary { get; init; }
}

/// <summary>What was read of the end of a job.</summary>
public sealed class JobOutcome
{
    /// <summary>Whether it did all of its work, by what it left: nothing was left out.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Why it did not, where what it left says so.</summary>
    public string? Message { get; init; }

    /// <summary>Every error of what it left.</summary>
    public IReadOnlyList<ServerReportItem> Problems { get; init; } = [];

    /// <summary>The area's own report.</summary>
    public object? Report { get; init; }
}
