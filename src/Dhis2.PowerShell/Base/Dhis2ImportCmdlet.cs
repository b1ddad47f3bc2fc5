using System.Management.Automation;
using System.Management.Automation.Host;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Base;

/// <summary>
/// Base of the cmdlets that import rows. Whatever ends an import, its report is told first: as output, or, where the engine takes no output any more, as a line
/// on the host; and the error that ends it carries the report.
/// </summary>
public abstract class Dhis2ImportCmdlet : Dhis2JobStarterCmdlet
{
    // An import that was stopped must not keep the user waiting for a server that does not answer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly List<Dhis2Exception> _delayedErrors = [];
    private PSHost? _host;
    private bool _closed;
    private bool _isEnding;

    /// <summary>With <c>-WhatIf</c> the server is asked what it would do, and stores nothing.</summary>
    protected bool IsTrial => LanguagePrimitives.IsTrue(CommonParameter.Of(this, "WhatIf"));

    /// <summary>What the import does, as the question before it says it: <c>Import data values</c>.</summary>
    protected abstract string Action { get; }

    /// <summary>Whether there is anything to report on.</summary>
    protected abstract bool HasRows { get; }

    /// <summary>Reads an input, and sends what is full.</summary>
    protected abstract void ImportInput();

    /// <summary>Sends what is left after the last input.</summary>
    protected abstract void CompleteImport();

    /// <summary>Closes the account of an import that ends early.</summary>
    protected abstract Task<ImportReport> AbortAsync();

    /// <summary>Counts the rows of files that have not been read as not sent: the import has ended.</summary>
    protected abstract void CountUnread(Exception reason);

    /// <summary>What failed beside rows.</summary>
    protected virtual IEnumerable<Dhis2Exception> FurtherErrors(ImportReport report) => [];

    /// <summary>Part of the input could not be read.</summary>
    protected abstract void OnFileFault();

    /// <summary>Called with the report, whatever ended the import, before it is written. Nothing may be written to the pipeline here: it may have been stopped.</summary>
    private protected virtual void OnReport(ImportReport report)
    {
    }

    /// <summary>Keeps an error until the report is written.</summary>
    private protected void Delay(Dhis2Exception fault) => _delayedErrors.Add(fault);

    /// <inheritdoc/>
    protected sealed override void ProcessInput() => Run(ImportInput);

    /// <inheritdoc/>
    protected sealed override void Finish() => Run(CompleteImport);

    private protected override void Prepare()
    {
        base.Prepare();
        _host = Host;
    }

    /// <summary>Whether to import what comes from somewhere: asks, as far as the user wants to be asked. A trial is not asked about.</summary>
    protected bool ShouldImport(string source) => ShouldProcess($"{source} into {Caller.Session.Uri}", Action) || IsTrial;

    /// <summary>Does what may fail for the sake of one file, which leaves the others.</summary>
    protected void CatchFileFault(Action work)
    {
        try
        {
            work();
        }
        catch (Dhis2InputException e)
        {
            OnFileFault();
            if (_isEnding)
                return;
            switch (ActionOn("ErrorAction"))
            {
                // With Stop or Inquire an error written now could end the pipeline before the report is written.
                case ActionPreference.Stop:
                    throw;
                case ActionPreference.Inquire:
                    _delayedErrors.Add(e);
                    break;
                default:
                    WriteError(e);
                    break;
            }
        }
    }

    /// <summary>Writes the report of an import that came to its end, and the errors of its rows.</summary>
    protected void Close(ImportReport report)
    {
        _closed = true;
        OnReport(report);
        WriteWithErrors(report, () => WriteErrors(report));
    }

    /// <summary>Ends an import that ran in tasks: waits for them, and writes what <paramref name="join"/> makes of all as if it had been one import.</summary>
    /// <param name="unsent">The report of the rows that no task was given.</param>
    /// <param name="join">Makes one report of that and of the tasks' results.</param>
    protected void CloseWithTasks(ImportReport unsent, Func<IReadOnlyList<TaskResult>, IReadOnlyList<(Dhis2Exception Fault, ServerTask Task)>, ImportReport> join)
    {
        _closed = true;
        CompleteAll(
            (results, faults) =>
            {
                var report = join(results, faults);
                OnReport(report);
                return report;
            },
            () => WriteErrors(unsent));
    }

    /// <summary>Ends an import whose rows other reports account for: only the errors of rows are told that never left.</summary>
    protected void CloseWithout(ImportReport report)
    {
        _closed = true;
        WriteErrors(report);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // An earlier command of the pipeline failed or was stopped, so neither EndProcessing nor StopProcessing ran here.
        if (disposing && HasRows && !_closed)
        {
            CancelWork();
            WriteToHost(Abort());
        }
        if (disposing && TakeUnwaited() is { Count: > 0 } tasks)
            _host?.UI?.WriteWarningLine($"Tasks of the import go on at the server, and nobody waits for them: {string.Join(", ", tasks)}. Give these names to Wait-Dhis2Task.");
        base.Dispose(disposing);
    }

    private void Run(Action work)
    {
        var ended = false;
        try
        {
            work();
            ended = true;
        }
        catch (Dhis2Exception e)
        {
            ended = true;
            End(e);
        }
        finally
        {
            // Ctrl+C, or an exception from outside this module.
            if (!ended && HasRows && !_closed)
            {
                _isEnding = true;
                CountUnread(new OperationCanceledException());
                Write(Abort());
            }
        }
    }

    private void End(Dhis2Exception reason)
    {
        _isEnding = true;
        if (HasRows && !_closed)
            CountUnread(reason);
        if (HasRows && !_closed && Abort() is { } report)
        {
            reason.Outcome = report;
            // With Stop the first error of a row would end the pipeline in the place of what ended the import; the report has those errors.
            if (ActionOn("ErrorAction") == ActionPreference.Stop)
                WriteObject(report);
            else
                WriteWithErrors(report, () => WriteErrors(report));
        }
        // The tasks still run: the user can wait for them.
        WriteObject(TakeUnwaited(), enumerateCollection: true);
        ThrowTerminatingError(reason);
    }

    private ImportReport? Abort()
    {
        _closed = true;
        var closing = Task.Run(AbortAsync);
        if (StopToken.IsCancellationRequested && !closing.Wait(s_patience))
            return null;
        var report = closing.GetAwaiter().GetResult();
        OnReport(report);
        return report;
    }

    private void Write(ImportReport? report)
    {
        try
        {
            WriteObject(report);
        }
        catch (PipelineStoppedException)
        {
            WriteToHost(report);
        }
    }

    // The engine takes no output of a pipeline that has been stopped, and the user has to know what is stored.
    private void WriteToHost(ImportReport? report) =>
        _host?.UI?.WriteWarningLine(report is null ? "The import was stopped, and the server did not answer in time to tell what is stored." : $"The import was stopped. {report}");

    private void WriteErrors(ImportReport report)
    {
        RowErrors.Write(this, report, WriteError);
        foreach (var fault in FurtherErrors(report))
            WriteError(fault);
        foreach (var fault in _delayedErrors)
            WriteError(fault);
    }
}
