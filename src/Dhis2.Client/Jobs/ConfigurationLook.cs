using Dhis2.Client.Sessions;

namespace Dhis2.Client.Jobs;

/// <summary>
/// Looks at a job's configuration: every job of 2.41 and later has one, on 2.40 those that a user has made. From 2.41 on, reading a task's messages
/// before it is over can mark it as completed and clear its result; the configuration can be read at any time.
/// </summary>
internal sealed class ConfigurationLook(Dhis2Caller caller, ServerTask task, JobState? firstState) : IJobLook
{
    private readonly JobRun _run = new(task);
    private JobState? _next = firstState;

    public async Task<JobLook> LookAsync(TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var state = _next ?? await JobReader.StateAsync(caller, task.Id, cancellationToken).ConfigureAwait(false) ?? throw JobErrors.Unknown(task);
        _next = null;
        if (_run.IsOver(state))
        {
            return new JobLook
            {
                IsOver = true,
                Status = state.LastStatus,
                Started = state.IsRunning ? null : JobReader.Time(state.LastExecuted),
                Ended = state.IsRunning ? null : JobReader.Time(state.LastFinished),
                IsEarlierRun = _run.IsEarlier,
            };
        }
        if (!state.IsRunning && !state.HasRun && !state.IsEnabled)
            throw JobErrors.Disabled(task);
        if (!state.IsRunning)
            return new JobLook { Standing = "Waiting to start" };
        var newest = await JobReader.NewestAsync(caller, task, cancellationToken).ConfigureAwait(false);
        return new JobLook { Standing = newest?.Message is { Length: > 0 } message ? message : state.Status };
    }
}
