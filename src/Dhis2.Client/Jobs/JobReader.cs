using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Jobs;

/// <summary>The single looks at a job. Which of them may be taken while it runs, <see cref="JobWatch"/> knows.</summary>
internal static class JobReader
{
    /// <summary>State of a job by its configuration: harmless at any time. Null when the server has none.</summary>
    public static async Task<JobState?> StateAsync(Dhis2Caller caller, string id, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request($"jobConfigurations/{id}") { AcceptsStatus = status => status == 404, Query = { { "fields", JobState.Fields } } };
        return JobState.Read(await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Messages of one task, oldest first. On 2.41 and later never while it may be about to run: the look itself can end it.</summary>
    public static async Task<List<TaskNotification>> NotificationsAsync(Dhis2Caller caller, ServerTask task, CancellationToken cancellationToken)
    {
        var json = await caller.ReadJsonAsync(new Dhis2Request($"system/tasks/{task.JobType}/{task.Id}"), cancellationToken).ConfigureAwait(false);
        return json is { ValueKind: JsonValueKind.Array } list ? Read(list.EnumerateArray()) : [];
    }

    /// <summary>Newest message of a running task, off the map of its kind, which does no harm.</summary>
    public static async Task<TaskNotification?> NewestAsync(Dhis2Caller caller, ServerTask task, CancellationToken cancellationToken)
    {
        var json = await caller.ReadJsonAsync(new Dhis2Request($"system/tasks/{task.JobType}"), cancellationToken).ConfigureAwait(false);
        return json is { } map ? Read(map.Items(task.Id)).LastOrDefault() : null;
    }

    /// <summary>What a finished task left behind; null while there is nothing.</summary>
    public static async Task<JsonElement?> SummaryAsync(Dhis2Caller caller, ServerTask task, CancellationToken cancellationToken)
    {
        try
        {
            var json = await caller.ReadJsonAsync(new Dhis2Request($"system/taskSummaries/{task.JobType}/{task.Id}"), cancellationToken).ConfigureAwait(false);
            return json is { ValueKind: JsonValueKind.Object } summary && summary.EnumerateObject().Any() ? summary : null;
        }
        catch (Dhis2ApiException e) when (e.StatusCode == 404)
        {
            return null;
        }
    }

    /// <summary>The server's record of a job that runs; null when it keeps none of it, or does not show it to this user.</summary>
    public static Task<JobRecord?> RunningAsync(Dhis2Caller caller, ServerTask task, CancellationToken cancellationToken) =>
        RecordAsync(caller, $"scheduling/running/{task.JobType}", task, cancellationToken);

    /// <summary>The server's record of a job that is over: it keeps the last one of each kind, and its reason even where the messages are gone (2.44).</summary>
    public static Task<JobRecord?> CompletedAsync(Dhis2Caller caller, ServerTask task, CancellationToken cancellationToken) =>
        RecordAsync(caller, $"scheduling/completed/{task.JobType}", task, cancellationToken);

    private static async Task<JobRecord?> RecordAsync(Dhis2Caller caller, string path, ServerTask task, CancellationToken cancellationToken)
    {
        try
        {
            return JobRecord.Find(await caller.ReadJsonAsync(new Dhis2Request(path), cancellationToken).ConfigureAwait(false), task.Id);
        }
        catch (Dhis2ApiException)
        {
            return null;
        }
    }

    /// <summary>A time of the server, which names no zone.</summary>
    public static DateTime? Time(string? text) => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    // Servers send the newest first.
    private static List<TaskNotification> Read(IEnumerable<JsonElement> items) => items.Reverse().Select(Read).ToList();

    private static TaskNotification Read(JsonElement item) => new()
    {
        Uid = item.Text("uid"),
        Level = item.Text("level"),
        Category = item.Text("category"),
        Message = item.Text("message"),
        Completed = item.Flag("completed"),
        Time = Time(item.Text("time")),
    };
}
