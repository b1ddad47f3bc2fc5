using System.Management.Automation;

namespace Dhis2.PowerShell.Base;

/// <summary>Base of the cmdlets that wait for tasks of the server: how long, and how often to look.</summary>
public abstract class Dhis2JobCmdlet : Dhis2SessionCmdlet
{
    private JobWaiting? _waiting;

    /// <summary>The longest wait for each task, in seconds. Default: no end. Example: <c>-TimeoutSec 3600</c>.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? TimeoutSec { get; set; }

    /// <summary>Seconds between two looks: 1 to 3600, default 2. The first looks come sooner.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollIntervalSec { get; set; } = 2;

    /// <summary>Waits for a task and writes its result, and an error where it failed.</summary>
    /// <exception cref="Dhis2TaskTimeoutException">It was still at work when the time was over.</exception>
    protected void WaitFor(ServerTask task)
    {
        var result = Watch(task);
        WriteWithErrors(result, () => WriteErrors(result));
    }

    /// <summary>Waits for a task.</summary>
    /// <exception cref="Dhis2TaskTimeoutException">It was still at work when the time was over.</exception>
    protected TaskResult Watch(ServerTask task) => Waiter.Run(task, TimeoutSec, PollIntervalSec);

    /// <summary>Writes the errors that the result of a task tells of: of each row that was rejected, and of a task that failed.</summary>
    protected void WriteErrors(TaskResult result) => Waiter.WriteErrors(result);

    private JobWaiting Waiter => _waiting ??= new JobWaiting(this, Caller, Await, WriteError);
}
