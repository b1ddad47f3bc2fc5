using System.Diagnostics;
using System.Management.Automation;

namespace Dhis2.PowerShell.Base;

/// <summary>Shows progress sparingly: a record costs a tenth of a millisecond even where nobody looks.</summary>
internal sealed class ProgressDisplay
{
    /// <summary>The shortest time between two records.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);
    private static int s_lastId;

    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = s_first;
    private string? _activity;

    /// <summary>Whether a record would be shown now.</summary>
    public bool IsDue => _clock.Elapsed >= _next;

    public void Show(ProgressTrace progress, Action<ProgressRecord> write)
    {
        if (!IsDue)
            return;
        _next = _clock.Elapsed + Interval;
        _activity = progress.Activity;
        write(new ProgressRecord(_id, progress.Activity, progress.Status.Length == 0 ? " " : progress.Status) { PercentComplete = progress.Percent ?? -1 });
    }

    /// <summary>Takes the bar away, if there is one.</summary>
    public void Complete(Action<ProgressRecord> write)
    {
        if (_activity is not { } activity)
            return;
        _activity = null;
        write(new ProgressRecord(_id, activity, " ") { RecordType = ProgressRecordType.Completed });
    }
}
