using System.Management.Automation;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Finds the task in what a user pipes: a task, its name, or the server's answer to what started it.</summary>
internal static class TaskArgument
{
    /// <summary>The task; null when there is none in it.</summary>
    public static ServerTask? Parse(PSObject item)
    {
        if (item.BaseObject is ServerTask task)
            return task;
        if (item.BaseObject is string text)
            return ServerTask.Parse(text);
        var response = item.Properties["response"]?.Value is PSObject inner ? inner : item;
        if (Text(response, "jobType") is { } type && Text(response, "id") is { } id)
            return new ServerTask(type, id);
        return ServerTask.Parse(Text(response, "relativeNotifierEndpoint")) ?? Tracker(response);
    }

    // The tracker's answer names no kind of job, and its location differs by version.
    private static ServerTask? Tracker(PSObject response) =>
        Text(response, "location")?.Contains("/tracker/jobs/") == true && Text(response, "id") is { } id ? new ServerTask("TRACKER_IMPORT_JOB", id) : null;

    private static string? Text(PSObject item, string name) => item.Properties[name]?.Value as string;
}
