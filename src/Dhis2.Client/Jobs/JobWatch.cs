using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Jobs;

/// <summary>
/// Waits for a job of the server without harming it, and reads what it left. It knows which looks are safe: on 2.41 and later the job's
/// configuration, and a single task's messages only once it is over; on 2.40 the messages, where a job has no configuration.
/// </summary>
public sealed class JobWatch
{
    private const int SummaryLooks = 10;
    private static readonly Regex s_fraction = new(@"^\[(\d+)/(\d+)\]|(\d{1,3})\s?%", RegexOptions.CultureInvariant);

    private readonly Dhis2Caller _caller;
    private readonly JobWatchOptions _options;

    /// <summary>A watch on the jobs of a session's server.</summary>
    public JobWatch(Dhis2Caller caller, JobWatchOptions? options = null)
    {
        _caller = caller;
        _options = options ?? new JobWatchOptions();
    }

    /// <summary>Waits for the end of a task and reads what it left.</summary>
    /// <exception cref="Dhis2TaskTimeoutException">It was still at work when the time was over; it goes on.</exception>
    /// <exception cref="Dhis2InputException">The server knows no such task, or tells nothing of it.</exception>
    public async Task<TaskResult> WaitAsync(ServerTask task, CancellationToken cancellationToken)
    {
        var start = _options.Clock();
        var look = await WaitForEndAsync(task, start, cancellationToken).ConfigureAwait(false);
        var summary = await SummaryAsync(task, cancellationToken).ConfigureAwait(false);
        var messages = await JobReader.NotificationsAsync(_caller, task, cancellationToken).ConfigureAwait(false);
        var ended = new JobEnd { Task = task, Status = look.Status, Summary = summary, Notifications = messages };
        var reason = await ReasonAsync(ended, cancellationToken).ConfigureAwait(false);
        return Result(ended, look, reason, _options.Clock() - start);
    }

    /// <summary>Waits for the end of a task, and leaves what it left for whoever waits for its result.</summary>
    /// <exception cref="Dhis2TaskTimeoutException">It was still at work when the time was over; it goes on.</exception>
    /// <exception cref="Dhis2InputException">The server knows no such task, or tells nothing of it.</exception>
    public Task WaitForEndAsync(ServerTask task, CancellationToken cancellationToken) => WaitForEndAsync(task, _options.Clock(), cancellationToken);

    private async Task<JobLook> WaitForEndAsync(ServerTask task, TimeSpan start, CancellationToken cancellationToken)
    {
        var kind = await ChooseLookAsync(task, cancellationToken).ConfigureAwait(false);
        for (var count = 0; ; count++)
        {
            var look = await kind.LookAsync(_options.Clock() - start, cancellationToken).ConfigureAwait(false);
            if (look.IsOver)
                return look;
            var percent = Percent(look.Standing);
            _caller.Events?.OnProgress(new ProgressTrace($"Task {task}", look.Standing, percent));
            var pause = TimeSpan.FromMilliseconds(Math.Min(_options.PollInterval.TotalMilliseconds, 200 * Math.Pow(1.5, count)));
            if (_options.Timeout is { } limit && _options.Clock() - start + pause > limit)
                throw JobErrors.Timeout(task, limit, look.Standing, percent);
            await DelayAsync(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    // On 2.40 only jobs that a user has made have a configuration.
    private async Task<IJobLook> ChooseLookAsync(ServerTask task, CancellationToken cancellationToken)
    {
        if (_caller.Session.Dialect.HasJobConfigurations)
            return new ConfigurationLook(_caller, task, firstState: null);
        if (JobKinds.IsImport(task.JobType))
            return new NotificationLook(_caller, task);
        var state = await JobReader.StateAsync(_caller, task.Id, cancellationToken).ConfigureAwait(false);
        return state is null ? new NotificationLook(_caller, task) : new ConfigurationLook(_caller, task, state);
    }

    private async Task<JsonElement?> SummaryAsync(ServerTask task, CancellationToken cancellationToken)
    {
        for (var look = 0; ; look++)
        {
            var summary = await JobReader.SummaryAsync(_caller, task, cancellationToken).ConfigureAwait(false);
            if (summary is not null || !JobKinds.LeavesSummary(task.JobType) || look == SummaryLooks)
                return summary;
            await DelayAsync(TimeSpan.FromMilliseconds(100 * (look + 1)), cancellationToken).ConfigureAwait(false);
        }
    }

    // Some jobs of 2.40 write no notifications, and 2.44 deletes those of a failed job a second after the last one.
    private async Task<string?> ReasonAsync(JobEnd ended, CancellationToken cancellationToken)
    {
        if (ended.Status is null or "COMPLETED" || ended.Notifications.Any(m => m.Level == "ERROR"))
            return null;
        return (await JobReader.CompletedAsync(_caller, ended.Task, cancellationToken).ConfigureAwait(false))?.Error;
    }

    private TaskResult Result(JobEnd ended, JobLook look, string? reason, TimeSpan waited)
    {
        var reader = ended.Task.OutcomeReader ?? (_options.OutcomeReaders.TryGetValue(ended.Task.JobType, out var own) ? own : SummaryReader.Instance);
        var outcome = reader.Read(ended);
        var success = outcome.IsComplete && ended.Status is null or "COMPLETED";
        var error = ended.Notifications.LastOrDefault(m => m.Level == "ERROR")?.Message ?? reason;
        return new TaskResult
        {
            Task = ended.Task,
            Status = ended.Status ?? StatusByWords(ended),
            Success = success,
            Message = error ?? outcome.Message ?? (ended.Notifications.Count > 0 ? ended.Notifications[ended.Notifications.Count - 1].Message : null),
            Problems = outcome.Problems,
            Report = outcome.Report,
            SummaryJson = ended.SummaryJson,
            Notifications = ended.Notifications,
            RunStarted = look.Started,
            RunEnded = look.Ended,
            IsEarlierRun = look.IsEarlierRun,
            Waited = waited,
        };
    }

    // The status on 2.40 of a job that runs once and so has no configuration. An import that rejected rows counts as completed, too.
    private static string StatusByWords(JobEnd ended)
    {
        var hasFailed = ended.Notifications.Any(m => m.Level == "ERROR") || (ended.Summary is { } summary && summary.Text("status") == "ERROR");
        return hasFailed ? "FAILED" : "COMPLETED";
    }

    private Task DelayAsync(TimeSpan time, CancellationToken cancellationToken) => (_options.Delay ?? _caller.Session.Options.Delay)(time, cancellationToken);

    private static int? Percent(string message)
    {
        var match = s_fraction.Match(message);
        if (!match.Success)
            return null;
        long Group(int number) => long.TryParse(match.Groups[number].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
        if (match.Groups[3].Success)
            return (int)Math.Min(100, Group(3));
        return Group(2) == 0 ? null : (int)Math.Min(100, 100 * Group(1) / Group(2));
    }
}
