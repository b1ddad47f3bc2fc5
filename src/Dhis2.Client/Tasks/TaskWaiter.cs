using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Errors;
using Dhis2.Client.Http;

namespace Dhis2.Client.Tasks;

/// <summary>
/// Waits for a server task without harming it. From 2.41 on, reading a task's messages before it is over can mark it as completed and
/// clear its result; the job's configuration can be read at any time. 2.40 has no configuration for these tasks and its messages are safe.
/// </summary>
public sealed class TaskWaiter
{
    // A server of 2.40 that knows nothing of a task for this long never will: it was restarted, or the id is wrong.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly Regex s_fraction = new(@"^\[(\d+)/(\d+)\]|(\d{1,3})\s?%", RegexOptions.CultureInvariant);

    private readonly Dhis2Caller _caller;
    private readonly WaitOptions _options;

    /// <summary>A waiter.</summary>
    public TaskWaiter(Dhis2Caller caller, WaitOptions? options = null)
    {
        _caller = caller;
        _options = options ?? new WaitOptions();
    }

    /// <summary>Waits for the end of a task and reads what it left.</summary>
    /// <exception cref="Dhis2TaskTimeoutException">It was still at work when the time was over; it goes on.</exception>
    public async Task<TaskResult> WaitAsync(ServerTask task, CancellationToken cancellationToken)
    {
        var start = _options.Clock();
        var status = _caller.Session.Dialect.HasJobConfigurations
            ? await WaitForStateAsync(task, start, cancellationToken).ConfigureAwait(false)
            : await WaitForMessagesAsync(task, start, cancellationToken).ConfigureAwait(false);
        var summary = await SummaryAsync(task, cancellationToken).ConfigureAwait(false);
        var messages = await TaskReader.NotificationsAsync(_caller, task, cancellationToken).ConfigureAwait(false);
        return Result(task, status, summary, messages, _options.Clock() - start);
    }

    private async Task<string?> WaitForStateAsync(ServerTask task, TimeSpan start, CancellationToken cancellationToken)
    {
        for (var look = 0; ; look++)
        {
            var state = await TaskReader.StateAsync(_caller, task, cancellationToken).ConfigureAwait(false);
            if (state is null)
                throw Unknown(task);
            if (state.IsOver)
                return state.LastExecuted;
            var newest = state.Status == "RUNNING" ? await TaskReader.NewestAsync(_caller, task, cancellationToken).ConfigureAwait(false) : null;
            Report(task, state.Status, newest);
            await PauseAsync(task, look, start, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> WaitForMessagesAsync(ServerTask task, TimeSpan start, CancellationToken cancellationToken)
    {
        for (var look = 0; ; look++)
        {
            var messages = await TaskReader.NotificationsAsync(_caller, task, cancellationToken).ConfigureAwait(false);
            if (messages.Count == 0 && _options.Clock() - start > s_patience)
                throw Unknown(task);
            var newest = messages.LastOrDefault();
            if (newest?.Completed == true)
                return null;
            Report(task, newest is null ? "Waiting to start" : "RUNNING", newest);
            await PauseAsync(task, look, start, cancellationToken).ConfigureAwait(false);
        }
    }

    // Summaries can come a little after the end.
    private async Task<JsonElement?> SummaryAsync(ServerTask task, CancellationToken cancellationToken)
    {
        var leavesOne = task.JobType is "DATAVALUE_IMPORT" or "METADATA_IMPORT" or "COMPLETE_DATA_SET_REGISTRATION_IMPORT" or "TRACKER_IMPORT_JOB" or "GEOJSON_IMPORT";
        for (var look = 0; ; look++)
        {
            var summary = await TaskReader.SummaryAsync(_caller, task, cancellationToken).ConfigureAwait(false);
            if (summary is not null || !leavesOne || look == 10)
                return summary;
            await DelayAsync(TimeSpan.FromMilliseconds(100 * (look + 1)), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(ServerTask task, int look, TimeSpan start, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(Math.Min(_options.PollInterval.TotalMilliseconds, 200 * Math.Pow(1.5, look)));
        if (_options.Timeout is { } limit && _options.Clock() - start + pause > limit)
        {
            throw new Dhis2TaskTimeoutException(
                $"The task {task} is still at work after {limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s.",
                task.Name,
                $"It goes on at the server; wait again with: Wait-Dhis2Task {task}")
            { Item = task };
        }
        await DelayAsync(pause, cancellationToken).ConfigureAwait(false);
    }

    private Task DelayAsync(TimeSpan time, CancellationToken cancellationToken) => (_options.Delay ?? _caller.Session.Options.Delay)(time, cancellationToken);

    private void Report(ServerTask task, string state, TaskNotification? newest)
    {
        var message = newest?.Message;
        _caller.Events?.OnProgress(new ProgressTrace($"Task {task}", string.IsNullOrEmpty(message) ? state : message!, Percent(message)));
    }

    private static int? Percent(string? message)
    {
        var match = s_fraction.Match(message ?? "");
        if (!match.Success)
            return null;
        int Group(int number) => int.Parse(match.Groups[number].Value, CultureInfo.InvariantCulture);
        if (match.Groups[3].Success)
            return Math.Min(100, Group(3));
        return Group(2) == 0 ? null : Math.Min(100, 100 * Group(1) / Group(2));
    }

    private TaskResult Result(ServerTask task, string? status, JsonElement? summary, List<TaskNotification> messages, TimeSpan waited)
    {
        var said = summary is { } root ? ServerMessageReader.Text(root, "status") : null;
        var failed = messages.Exists(m => m.Level == "ERROR");
        // The summary first: a failed import can end as COMPLETED and without a message of level ERROR.
        var success = said is null ? status is "COMPLETED" || (status is null && !failed) : said is not "ERROR";
        var account = task.JobType == "DATAVALUE_IMPORT" ? TaskAccount.Of(task, summary, _caller.Session.Dialect) : null;
        return new TaskResult
        {
            Task = task,
            Status = status ?? (success ? "COMPLETED" : "FAILED"),
            Success = success && status is not ("FAILED" or "STOPPED") && (account is null or { Rejected: 0, Unknown: 0, Stopped: false }),
            Message = messages.LastOrDefault(m => m.Level == "ERROR")?.Message ?? messages.LastOrDefault()?.Message,
            SummaryJson = summary?.GetRawText(),
            ImportSummary = account,
            Notifications = messages,
            Waited = waited,
        };
    }

    private static Dhis2InputException Unknown(ServerTask task) => new(
        $"The server knows no task {task}: it was never started, is long over, or the server has been restarted since.",
        "Check the name; the result of a task that was lost with a restart must be looked up in the data itself.")
    { Item = task };
}
