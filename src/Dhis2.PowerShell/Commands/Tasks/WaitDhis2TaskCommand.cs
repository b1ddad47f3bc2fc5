using System.Management.Automation;
using Dhis2.Client.Tasks;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Commands;

/// <summary>Waits for tasks of the server, with a progress bar, and tells how they ended.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Dhis2Task")]
[OutputType(typeof(TaskResult))]
public sealed class WaitDhis2TaskCommand : Dhis2SessionCmdlet
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Tasks: as a cmdlet gave them, as JOB_TYPE/uid, or as the server's answer to what started one.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] Task { get; set; } = [];

    /// <summary>The longest wait for each task, in seconds; without it there is no end to it.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? TimeoutSec { get; set; }

    /// <summary>Seconds between two looks.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollIntervalSec { get; set; } = 2;

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(Task, WaitFor);

    private void WaitFor(PSObject item)
    {
        var task = TaskArgument.Parse(item) ?? throw new Dhis2InputException(
            $"'{item}' names no task.", "Pipe in what started the task, or name it like DATAVALUE_IMPORT/YR1UxOUXmzT.")
        { Item = item };
        // The same task may come from several messages about it.
        if (_seen.Add(task.Name))
            WaitFor(task);
    }

    private void WaitFor(ServerTask task)
    {
        var options = new WaitOptions { Timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null, PollInterval = TimeSpan.FromSeconds(PollIntervalSec) };
        var result = Await(token => new TaskWaiter(Caller, options).WaitAsync(task, token));
        WriteWithErrors(result, () => WriteErrors(task, result));
    }

    private void WriteErrors(ServerTask task, TaskResult result)
    {
        if (result.ImportSummary is { } summary)
            RowErrors.Write(this, summary, WriteError);
        // Rows left out have been told one by one.
        if (!result.Success && result.ImportSummary is not { Stopped: false, Rejected: > 0 })
        {
            WriteError(new Dhis2TaskFailedException(
                $"The task {task} ended as {result.Status}: {result.Message ?? "the server left no word why"}", task.Name, "The task's Notifications, and the server's log, say more.")
            { Item = task });
        }
    }
}
