using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Errors;
using Dhis2.Client.Http;

namespace Dhis2.Client.Tasks;

/// <summary>The single looks at a task. Which of them may be taken while it runs, <see cref="TaskWaiter"/> knows.</summary>
internal static class TaskReader
{
    /// <summary>State of a job by its configuration: harmless at any time. Null when the server has none.</summary>
    public static async Task<JobState?> StateAsync(Dhis2Caller caller, ServerTask task, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request($"jobConfigurations/{task.Id}") { AcceptsStatus = status => status == 404, Query = { { "fields", "jobStatus,lastExecutedStatus" } } };
        var json = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        if (json is not { } root || ServerMessageReader.Text(root, "jobStatus") is not { } status)
            return null;
        return new JobState(status, ServerMessageReader.Text(root, "lastExecutedStatus"));
    }

    /// <summary>Messages of one task, oldest first. On 2.41 and later never while it may be about to run: the look itself can end it.</summary>
    public static async Task<List<TaskNotification>> NotificationsAsync(Dhis2Caller caller, ServerTask task, CancellationToken cancellationToken)
    {
        var json = await caller.ReadJsonAsync(new Dhis2Request($"system/tasks/{task.JobType}/{task.Id}"), cancellationToken).ConfigureAwait(false);
        return Read(json);
    }

    /// <summary>Newest message of a running task, off the map of its kind, which does no harm.</summary>
    public static async Task<TaskNotification?> NewestAsync(Dhis2Caller caller, ServerTask task, CancellationToken cancellationToken)
    {
        var json = await caller.ReadJsonAsync(new Dhis2Request($"system/tasks/{task.JobType}"), cancellationToken).ConfigureAwait(false);
        return json is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(task.Id, out var messages) ? Read((JsonElement?)messages).LastOrDefault() : null;
    }

    /// <summary>What a finished task left behind; null while there is nothing.</summary>
    public static async Task<JsonElement?> SummaryAsync(Dhis2Caller caller, ServerTask task, CancellationToken cancellationToken)
    {
        var json = await caller.ReadJsonAsync(new Dhis2Request($"system/taskSummaries/{task.JobType}/{task.Id}"), cancellationToken).ConfigureAwait(false);
        return json is { ValueKind: JsonValueKind.Object } summary && summary.EnumerateObject().Any() ? summary : null;
    }

    private static List<TaskNotification> Read(JsonElement? json)
    {
        if (json is not { ValueKind: JsonValueKind.Array } array)
            return [];
        // Servers send the newest first.
        return array.EnumerateArray().Reverse().Select(Read).ToList();
    }

    private static TaskNotification Read(JsonElement item) => new()
    {
        Uid = ServerMessageReader.Text(item, "uid"),
        Level = ServerMessageReader.Text(item, "level"),
        Category = ServerMessageReader.Text(item, "category"),
        Message = ServerMessageReader.Text(item, "message"),
        Completed = item.TryGetProperty("completed", out var completed) && completed.ValueKind == JsonValueKind.True,
        Time = DateTime.TryParse(ServerMessageReader.Text(item, "time"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null,
    };
}

/// <summary>State of a job by its configuration.</summary>
/// <param name="Status">SCHEDULED, RUNNING, DISABLED, ...</param>
/// <param name="LastExecuted">How the last run ended; NOT_STARTED before and during the first.</param>
internal sealed record JobState(string Status, string? LastExecuted)
{
    /// <summary>Over: not at work, and a run has ended.</summary>
    public bool IsOver => Status != "RUNNING" && LastExecuted is not (null or "NOT_STARTED" or "RUNNING");
}
