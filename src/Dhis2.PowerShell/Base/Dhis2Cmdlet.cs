using System.Globalization;
using System.Management.Automation;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Base;

/// <summary>
/// Base of every cmdlet: one token, one place that waits, and the client's errors as error records.
/// A cmdlet overrides <see cref="Start"/>, <see cref="ProcessInput"/> and <see cref="Finish"/>, and lets the client's exceptions pass.
/// </summary>
public abstract class Dhis2Cmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CmdletEvents _events;
    private readonly ProgressDisplay _progress = new();
    private ProgressTrace? _reported;
    private Action? _process;
    private bool _isDisposed;

    /// <summary>Makes a cmdlet.</summary>
    protected Dhis2Cmdlet() => _events = new CmdletEvents(new Streams(this));

    /// <summary>The listener to give to the client; the events are written while <see cref="Await{T}(Task{T})"/> waits.</summary>
    protected IClientEvents ClientEvents => _events;

    /// <summary>Cancelled by Ctrl+C, and when the cmdlet is over.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => RunStep(PrepareAndStart, isStart: true);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => RunStep(_process ??= ProcessInput);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => RunStep(Finish);

    /// <summary>Runs on another thread: it may cancel and nothing else.</summary>
    protected sealed override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The cmdlet was disposed at the same moment.
        }
    }

    /// <summary>What a base has to do on the pipeline thread before all else.</summary>
    private protected virtual void Prepare()
    {
    }

    /// <summary>Before the first input; an error here ends the pipeline.</summary>
    protected virtual void Start()
    {
    }

    /// <summary>For each input.</summary>
    protected virtual void ProcessInput()
    {
    }

    /// <summary>After the last input.</summary>
    protected virtual void Finish()
    {
    }

    /// <summary>Whether an error ends the pipeline: one of the session does, one of a record does not.</summary>
    protected virtual bool IsTerminating(Dhis2Exception fault) => ErrorRecordFactory.IsOfSession(fault);

    /// <summary>What an error is about, when the error itself does not say.</summary>
    protected virtual object? ErrorTarget => null;

    /// <summary>What to show while the server is silent: a person should see that something is waited for, and what.</summary>
    private protected virtual ProgressTrace Waiting => new(MyInvocation.MyCommand?.Name ?? GetType().Name, "Waiting for the server", null);

    /// <summary>
    /// Does something for each item of a parameter. An error of one item is reported with that item as its target, or what <paramref name="target"/> makes of it,
    /// and the others go on, as they do when they come through the pipeline.
    /// </summary>
    protected void ForEachItem<TItem>(IEnumerable<TItem>? items, Action<TItem> process, Func<TItem, object?>? target = null)
    {
        foreach (var item in items ?? [])
        {
            try
            {
                process(item);
            }
            catch (Dhis2Exception e)
            {
                Report(e, target is null ? item : target(item));
            }
        }
    }

    /// <summary>Waits for work begun here; the one place that blocks the pipeline thread.</summary>
    protected T Await<T>(Func<CancellationToken, Task<T>> work) => Await(Task.Run(() => work(_stop.Token)));

    /// <summary>Waits for work begun here that has no result.</summary>
    protected void Await(Func<CancellationToken, Task> work) => Await<object?>(async token =>
    {
        await work(token).ConfigureAwait(false);
        return null;
    });

    /// <summary>Waits for work begun earlier, and writes what the client says meanwhile.</summary>
    protected T Await<T>(Task<T> task)
    {
        if (!task.IsCompleted)
            _ = task.ContinueWith(_ => _events.Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!task.IsCompleted)
        {
            _events.Wait();
            _events.Drain();
            ShowProgress(() => _reported ?? Waiting);
            // Work that ignores the token is abandoned: Ctrl+C has to end the command at once.
            _stop.Token.ThrowIfCancellationRequested();
        }
        _events.Drain();
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Has something done on the pipeline thread, at the next wait or at the end of it.</summary>
    protected void Post(Action action) => _events.Post(action);

    /// <summary>Reports progress from the pipeline thread.</summary>
    protected void ShowProgress(Func<ProgressTrace> progress)
    {
        if (_progress.IsDue)
            _progress.Show(progress(), WriteProgress);
    }

    /// <summary>
    /// Writes a verbose message; as a debug message under <c>-Debug</c> alone, where the engine would ask before each verbose one,
    /// and end the pipeline where nobody can answer.
    /// </summary>
    public new void WriteVerbose(string text)
    {
        var bound = MyInvocation.BoundParameters;
        if (bound.TryGetValue("Debug", out var debug) && (SwitchParameter)debug && !bound.ContainsKey("Verbose"))
            WriteDebug(text);
        else
            base.WriteVerbose(text);
    }

    /// <summary>Reports an error of one record, and goes on.</summary>
    protected void WriteError(Dhis2Exception error, object? target = null) => WriteError(ErrorRecordFactory.Of(error, target ?? ErrorTarget));

    /// <summary>Reports an error that leaves nothing to do.</summary>
    protected void ThrowTerminatingError(Dhis2Exception error, object? target = null) => ThrowTerminatingError(ErrorRecordFactory.Of(error, target ?? ErrorTarget));

    /// <summary>Writes a result and the errors and warnings it tells of: these first, unless one of them may end the pipeline before the result is out.</summary>
    protected void WriteWithErrors(object result, Action writeErrors)
    {
        var isFirst = MayEndPipeline("ErrorAction") || MayEndPipeline("WarningAction");
        if (isFirst)
            WriteObject(result);
        writeErrors();
        if (!isFirst)
            WriteObject(result);
    }

    /// <summary>Cancels what is in flight, before the cmdlet is over.</summary>
    protected void CancelWork() => _stop.Cancel();

    /// <summary>Cancels what is still in flight: after <c>Select-Object -First</c> nobody else would.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _isDisposed)
            return;
        _isDisposed = true;
        _stop.Cancel();
        _stop.Dispose();
        _events.Dispose();
    }

    /// <summary>What the user wants done on an error or a warning, by the parameter of that name or its preference variable.</summary>
    private protected ActionPreference ActionOn(string name) =>
        LanguagePrimitives.TryConvertTo(CommonParameter.Of(this, name), out ActionPreference action) ? action : ActionPreference.Continue;

    private bool MayEndPipeline(string name) => ActionOn(name) is ActionPreference.Stop or ActionPreference.Inquire;

    private void Report(Dhis2Exception error, object? target = null)
    {
        if (IsTerminating(error))
            ThrowTerminatingError(error, target);
        WriteError(error, target);
    }

    private void PrepareAndStart()
    {
        Prepare();
        Start();
    }

    private void RunStep(Action step, bool isStart = false)
    {
        try
        {
            step();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Dhis2Exception e)
        {
            if (isStart)
                ThrowTerminatingError(e);
            Report(e);
        }
        finally
        {
            _progress.Complete(WriteProgress);
            _reported = null;
        }
    }

    // A nested class, so that these do not become members of every cmdlet.
    private sealed class Streams(Dhis2Cmdlet cmdlet) : ICmdletStreams
    {
        private static readonly TimeSpan s_noticeable = TimeSpan.FromSeconds(5);

        public void WriteRequest(RequestTrace trace)
        {
            cmdlet.WriteVerbose(TraceText.Of(trace));
            cmdlet.WriteDebug(trace.Details);
        }

        public void WriteRetry(RetryTrace trace)
        {
            var text = string.Format(CultureInfo.InvariantCulture, "{0} Trying again in {1:0.#} s (retry {2}).", trace.Reason, trace.Delay.TotalSeconds, trace.Retry);
            if (trace.Delay >= s_noticeable)
                cmdlet.WriteWarning(text);
            else
                cmdlet.WriteVerbose(text);
        }

        public void Warn(string message) => cmdlet.WriteWarning(message);

        // Written as Write-Host does: shown without -Verbose, and redirected by 6>.
        public void WriteNotice(string message) => cmdlet.WriteInformation(new HostInformationMessage { Message = message }, ["PSHOST"]);

        public void ShowProgress(ProgressTrace progress)
        {
            cmdlet._reported = progress;
            cmdlet._progress.Show(progress, cmdlet.WriteProgress);
        }
    }
}
