using System.Globalization;

namespace Dhis2.Client.Jobs;

/// <summary>What is wrong where a task cannot be waited for.</summary>
internal static class JobErrors
{
    public static Dhis2InputException Unknown(ServerTask task) => new(
        $"The server knows no task {task}: it was never started, is long over, or the server has been restarted since.",
        "Check the name; the result of a task that was lost with a restart must be looked up in the data itself.")
    { Item = task };

    public static Dhis2InputException Disabled(ServerTask task) => new(
        $"The job {task} is disabled and has never run.",
        "Enable it and run it, then wait for it.")
    { Item = task };

    public static Dhis2TaskTimeoutException Timeout(ServerTask task, TimeSpan limit, string standing, int? percent)
    {
        var time = limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        var howFar = percent is { } number ? string.Format(CultureInfo.InvariantCulture, "{0} ({1} %)", standing, number) : standing;
        return new Dhis2TaskTimeoutException(
            $"The task {task} is still at work after {time} s: {howFar}",
            task.Name,
            $"It goes on at the server; wait again with: Wait-Dhis2Task {task}")
        { Item = task };
    }
}
