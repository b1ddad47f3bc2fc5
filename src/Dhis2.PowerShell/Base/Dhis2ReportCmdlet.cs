using System.Management.Automation;
using System.Management.Automation.Host;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Base;

/// <summary>
/// Base of the cmdlets that send many things in few requests and write one report at the end. Whatever ends them, the report is told first: as output, or, where the
/// engine takes no output any more, as a line on the host; and the error that ends them carries the report.
/// </summary>
public abstract class Dhis2ReportCmdlet : Dhis2SessionCmdlet
{
    // A cmdlet that was stopped must not keep the user waiting for a server that does not answer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private PSHost? _host;
    private bool _isClosed;

    /// <summary>Whether there is anything to report on.</summary>
    protected abstract bool HasRows { get; }

    /// <summary>Reads an input, and sends what is full.</summary>
    protected abstract void AddInput();

    /// <summary>Sends what is left after the last input, and makes the report; null where there is nothing to report on.</summary>
    protected abstract ImportReport? Complete();

    /// <summary>Makes the report of what ends early.</summary>
    protected abstract Task<ImportReport> AbortAsync();

    private protected override void Prepare()
    {
        base.Prepare();
        _host = Host;
    }

    /// <inheritdoc/>
    protected sealed override void ProcessInput() => Run(AddInput);

    /// <inheritdoc/>
    protected sealed override void Finish() => Run(() =>
    {
        if (Complete() is { } report)
            Close(report);
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // An earlier command of the pipeline failed or was stopped, so neither EndProcessing nor StopProcessing ran here.
        if (disposing && HasRows && !_isClosed)
        {
            CancelWork();
            WriteToHost(Abort());
        }
        base.Dispose(disposing);
    }

    private void Run(Action work)
    {
        var hasEnded = false;
        try
        {
            work();
            hasEnded = true;
        }
        catch (Dhis2Exception e) when (HasRows && !_isClosed)
        {
            hasEnded = true;
            if (Abort() is { } report)
            {
                e.Outcome = report;
                Close(report);
            }
            ThrowTerminatingError(e);
        }
        finally
        {
            // Ctrl+C, or an exception from outside this module.
            if (!hasEnded && HasRows && !_isClosed)
                Write(Abort());
        }
    }

    private void Close(ImportReport report)
    {
        _isClosed = true;
        WriteWithErrors(report, () => RowErrors.Write(this, report, WriteError));
    }

    private ImportReport? Abort()
    {
        _isClosed = true;
        var closing = Task.Run(AbortAsync);
        return !StopToken.IsCancellationRequested || closing.Wait(s_patience) ? closing.GetAwaiter().GetResult() : null;
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
        _host?.UI?.WriteWarningLine(report is null ? "The command was stopped, and the server did not answer in time to tell what is stored." : $"The command was stopped. {report}");
}
