using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace Dhis2.PowerShell.Base;

/// <summary>Base of the cmdlets that start tasks of the server: they write the task, or wait for it with <c>-Wait</c> and write its result.</summary>
public abstract class Dhis2JobStarterCmdlet : Dhis2JobCmdlet
{
    private readonly List<ServerTask> _started = [];

    /// <summary>
    /// With <c>-Async</c>: waits for the tasks, and writes one report of all in their place, with an error for each row that was rejected. Tasks that are not
    /// waited for to their end, because of an error, are written as tasks.
    /// </summary>
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

    /// <summary>Writes one task of several that were started, or keeps it for <see cref="CompleteAll"/>.</summary>
    protected void Begin(ServerTask task)
    {
        if (Wait)
            _started.Add(task);
        else
            WriteObject(task);
    }

    /// <summary>
    /// Waits for all that were begun, and writes what <paramref name="output"/> makes of their results and of those that could not be waited for, and the errors,
    /// those of <paramref name="writeErrors"/> first. Where an error may end the pipeline, they come behind it.
    /// </summary>
    protected void CompleteAll(Func<IReadOnlyList<TaskResult>, IReadOnlyList<(Dhis2Exception Fault, ServerTask Task)>, object> output, Action writeErrors)
    {
        var results = new List<TaskResult>();
        var faults = new List<(Dhis2Exception Fault, ServerTask Task)>();
        ExceptionDispatchInfo? end = null;
        while (_started.Count > 0 && end is null)
        {
            try
            {
                results.Add(Watch(_started[0]));
                _started.RemoveAt(0);
            }
            catch (Dhis2Exception e) when (IsTerminating(e))
            {
                end = ExceptionDispatchInfo.Capture(e);
            }
            catch (Dhis2Exception e)
            {
                faults.Add((e, _started[0]));
                _started.RemoveAt(0);
            }
        }
        WriteWithErrors(output(results, faults), () =>
        {
            writeErrors();
            results.ForEach(WriteErrors);
            faults.ForEach(f => WriteError(f.Fault, f.Task));
        });
        end?.Throw();
    }

    /// <summary>The tasks that were begun and not waited for to their end, which go on at the server. They are handed over once.</summary>
    private protected List<ServerTask> TakeUnwaited()
    {
        var tasks = _started.ToList();
        _started.Clear();
        return tasks;
    }
}
