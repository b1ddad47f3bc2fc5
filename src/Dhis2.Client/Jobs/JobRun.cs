namespace Dhis2.Client.Jobs;

/// <summary>
/// Tells from the states of a job, one look after the other, whether the run that is waited for is over. A job that runs again and again shows
/// its last run for as long as the next has not begun: that one is not taken for the run that was started.
/// </summary>
internal sealed class JobRun(ServerTask task)
{
    private readonly string? _before = task.RunBefore;
    private bool _isFirstLook = true;
    private bool _hasBeenAhead;
    private string? _watched;

    /// <summary>The run was over before the first look, and nothing tells that it is the one meant.</summary>
    public bool IsEarlier { get; private set; }

    public bool IsOver(JobState state)
    {
        var isFirstLook = _isFirstLook;
        _isFirstLook = false;
        if (state.IsRunning)
        {
            // The configuration shows a later run than the last time: the watched run is over.
            if (_watched is not null && state.LastExecuted is not null && state.LastExecuted != _watched)
                return true;
            _watched = state.LastExecuted;
            _hasBeenAhead = true;
            return false;
        }
        if (state.IsWaiting)
        {
            _hasBeenAhead = true;
            return false;
        }
        if (!state.HasRun)
            return false;
        if (_hasBeenAhead)
            return true;
        if (_before is not null)
            return state.LastExecuted != _before;
        IsEarlier = isFirstLook && task.Started is null && state.IsRecurring;
        return true;
    }
}
