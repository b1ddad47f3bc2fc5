using System.Management.Automation;

namespace Dhis2.PowerShell.Base;

/// <summary>Base of the cmdlets that start tasks of the server: they write the task, or wait for it with <c>-Wait</c> and write its result.</summary>
public abstract class Dhis2JobStarterCmdlet : Dhis2JobCmdlet
{
    /// <summary>Waits for the end of the task and writes its result in place of the task.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override void Start()
    {
        base.Start();
        foreach (var name in (string[])[nameof(TimeoutSec), nameof(PollIntervalSec)])
        {
            if (!Wait && MyInvocation.BoundParameters.ContainsKey(name))
                throw new Dhis2InputException($"-{name} is about waiting, and -Wait is not given.", "Add -Wait, or pipe the task to Wait-Dhis2Task.") { Item = name };
        }
    }

    /// <summary>Writes a task that was started, or its result.</summary>
    protected void Complete(ServerTask task)
    {
        if (Wait)
            WaitFor(task);
        else
            WriteObject(task);
    }
}
