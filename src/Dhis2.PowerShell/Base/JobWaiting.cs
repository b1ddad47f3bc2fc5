using System.Globalization;
using System.Management.Automation;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Jobs;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Base;

/// <summary>Waits for a task on the pipeline thread, with progress, and writes the errors of its result: the same for every cmdlet that waits.</summary>
internal sealed class JobWaiting(Dhis2Cmdlet cmdlet, Dhis2Caller caller, JobWaiting.Await await, Action<ErrorRecord> writeError)
{
    // Readers for tasks that were started elsewhere; a task that this session started has its own reader.
    private static readonly Dictionary<string, IJobOutcomeReader> s_readers = new(StringComparer.Ordinal) { [ImportOutcomeReader.JobType] = ImportOutcomeReader.WithoutRows };

    /// <summary>Waits for work on the pipeline thread.</summary>
    internal delegate TaskResult Await(Func<CancellationToken, Task<TaskResult>> work);

    /// <summary>Waits for a task, no longer than <paramref name="timeoutSec"/> where it is given.</summary>
    public TaskResult Run(ServerTask task, int? timeoutSec, int pollIntervalSec)
    {
        var options = new JobWatchOptions
        {
            Timeout = timeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            PollInterval = TimeSpan.FromSeconds(pollIntervalSec),
            OutcomeReaders = s_readers,
        };
        var result = await(token => new JobWatch(caller, options).WaitAsync(task, token));
        if (result.IsEarlierRun)
            cmdlet.WriteWarning(OfEarlierRun(result));
        return result;
    }

    private static string OfEarlierRun(TaskResult result)
    {
        var time = result.RunStarted is { } started ? started.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + ", server time" : "a time the server does not tell";
        return $"The job {result.Task} was not at work; this is the result of its last run, begun at {time}.";
    }

    /// <summary>Writes the errors that a result tells of.</summary>
    public void WriteErrors(TaskResult result)
    {
        var summary = result.Report as ImportReport;
        if (summary is not null)
            RowErrors.Write(cmdlet, summary, writeError);
        // The errors of its rows have been written already.
        if (!result.Success && summary is not { Stopped: false, Rejected: > 0 })
            writeError(ErrorRecordFactory.Of(Failure(result)));
    }

    private static Dhis2TaskFailedException Failure(TaskResult result)
    {
        var ended = result.Status == "COMPLETED" ? "is over and has not done all of its work" : $"ended as {result.Status}";
        var message = string.IsNullOrEmpty(result.Message) ? "the server left no word why" : result.Message;
        return new Dhis2TaskFailedException($"The task {result.Task} {ended}: {message}", result.Task.Name, "The result's Problems and Notifications, and the server's log, say more.") { Item = result.Task };
    }
}
