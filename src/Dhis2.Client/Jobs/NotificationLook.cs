using Dhis2.Client.Sessions;

namespace Dhis2.Client.Jobs;

/// <summary>Looks at the messages of a job of one run on 2.40, where it has no configuration and reading the messages does no harm.</summary>
internal sealed class NotificationLook(Dhis2Caller caller, ServerTask task) : IJobLook
{
    // A server that has no notification of a task after this time was restarted, or the id is wrong: waiting longer is no use.
    private static readonly TimeSpan s_unknownAfter = TimeSpan.FromSeconds(60);

    // A job that broke off writes an ERROR notification and none with completed = true.
    private static readonly TimeSpan s_brokenOffAfter = TimeSpan.FromSeconds(10);

    private string? _newest;
    private TimeSpan _newestAt;

    public async Task<JobLook> LookAsync(TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var messages = await JobReader.NotificationsAsync(caller, task, cancellationToken).ConfigureAwait(false);
        var newest = messages.LastOrDefault();
        var quiet = QuietTime(newest, elapsed);
        if (newest is null)
            return await LookBesideAsync(quiet, cancellationToken).ConfigureAwait(false);
        if (newest.Completed)
            return new JobLook { IsOver = true };
        if (JobKinds.NeverSaysCompleted(task.JobType) && newest.Message is { } last && last.StartsWith("Finished", StringComparison.Ordinal))
            return new JobLook { IsOver = true, Status = last.Contains("status=SUCCESS") ? "COMPLETED" : "FAILED" };
        if (quiet >= s_brokenOffAfter && messages.Exists(m => m.Level == "ERROR") && await JobReader.RunningAsync(caller, task, cancellationToken).ConfigureAwait(false) is null)
            return new JobLook { IsOver = true, Status = "FAILED" };
        return new JobLook { Standing = newest.Message is { Length: > 0 } message ? message : "RUNNING" };
    }

    // Some kinds of jobs write no notifications.
    private async Task<JobLook> LookBesideAsync(TimeSpan quiet, CancellationToken cancellationToken)
    {
        if (JobKinds.LeavesSummaryAlone(task.JobType) && await JobReader.SummaryAsync(caller, task, cancellationToken).ConfigureAwait(false) is not null)
            return new JobLook { IsOver = true };
        if (JobKinds.IsInRecordAlone(task.JobType) && await JobReader.CompletedAsync(caller, task, cancellationToken).ConfigureAwait(false) is { JobStatus: { } status })
            return new JobLook { IsOver = true, Status = status };
        return quiet > s_unknownAfter ? throw JobErrors.Unknown(task) : new JobLook { Standing = "Waiting to start" };
    }

    // How long ago the newest message was first seen.
    private TimeSpan QuietTime(TaskNotification? newest, TimeSpan elapsed)
    {
        var mark = newest is null ? null : $"{newest.Uid} {newest.Message}";
        if (mark != _newest)
            (_newest, _newestAt) = (mark, elapsed);
        return elapsed - _newestAt;
    }
}
