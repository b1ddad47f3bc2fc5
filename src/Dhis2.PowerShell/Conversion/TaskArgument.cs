using System.Management.Automation;
using Dhis2.Client.Jobs;

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
        return JobStarter.Read(Text(response, "jobType"), Text(response, "id"), Text(response, "relativeNotifierEndpoint"), Text(response, "location"));
    }

    private static string? Text(PSObject item, string name) => item.Properties[name]?.Value as string;
}
