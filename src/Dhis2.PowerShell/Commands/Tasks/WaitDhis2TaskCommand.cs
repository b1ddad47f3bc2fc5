using System.Management.Automation;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Waits for tasks of the server, with a progress bar, and tells how they ended.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Dhis2Task")]
[OutputType(typeof(TaskResult))]
public sealed class WaitDhis2TaskCommand : Dhis2JobCmdlet
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>
    /// Tasks: as a cmdlet gave them, as <c>JOB_TYPE/uid</c>, or as the server's answer to what started one. The same task is waited for once. Example:
    /// <c>DATAVALUE_IMPORT/YR1UxOUXmzT</c>.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] Task { get; set; } = [];

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
}
