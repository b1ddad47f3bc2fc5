using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Jobs;

/// <summary>State of a job by its configuration (server: <c>JobConfiguration</c>). Times are the server's, without a zone: they are compared with each other and with no clock of this machine.</summary>
/// <param name="Status">SCHEDULED, RUNNING, DISABLED, ...</param>
/// <param name="LastStatus">How the last run ended; NOT_STARTED before and during the first.</param>
/// <param name="LastExecuted">When the last run began; from 2.41 on, while a job runs, this run.</param>
/// <param name="LastFinished">When the last run ended (2.41 on).</param>
/// <param name="IsEnabled">Whether it may run.</param>
/// <param name="IsForOneRun">It runs once, as soon as possible: a job of one request, or a job that runs again and again and has been told to run now (2.41 on).</param>
/// <param name="HasSchedule">It runs at certain times, or after a pause.</param>
internal sealed record JobState(string Status, string? LastStatus, string? LastExecuted, string? LastFinished, bool IsEnabled, bool IsForOneRun, bool HasSchedule)
{
    /// <summary>The properties to ask for.</summary>
    public const string Fields = "jobStatus,lastExecutedStatus,lastExecuted,lastFinished,enabled,schedulingType,cronExpression,delay";

    public bool IsRunning => Status == "RUNNING";

    /// <summary>A run has been asked for and has not begun.</summary>
    public bool IsWaiting => Status == "SCHEDULED" && IsForOneRun && IsEnabled;

    /// <summary>A run has ended at some time.</summary>
    public bool HasRun => LastStatus is not (null or "NOT_STARTED" or "RUNNING");

    /// <summary>Whether it can run more than once.</summary>
    public bool IsRecurring => HasSchedule || !IsForOneRun;

    /// <summary>Reads a configuration; null when it is none.</summary>
    public static JobState? Read(JsonElement? json)
    {
        if (json is not { } root || root.Text("jobStatus") is not { } status)
            return null;
        var scheduling = root.Text("schedulingType");
        var hasSchedule = root.Text("cronExpression") is { Length: > 0 } || root.Number("delay") is not null;
        var isEnabled = !(root.TryGetProperty("enabled", out var enabled) && enabled.ValueKind == JsonValueKind.False);
        return new JobState(status, root.Text("lastExecutedStatus"), root.Text("lastExecuted"), root.Text("lastFinished"), isEnabled, scheduling == "ONCE_ASAP", hasSchedule);
    }
}
