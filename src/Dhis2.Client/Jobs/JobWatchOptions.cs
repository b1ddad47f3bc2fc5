using Dhis2.Client.Utilities;

namespace Dhis2.Client.Jobs;

/// <summary>How to wait for a task.</summary>
public sealed record JobWatchOptions
{
    /// <summary>The longest wait; null waits for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Time between two looks. The first looks come sooner.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Readers of what tasks leave, by kind, for tasks that bring none of their own: those somebody else started.</summary>
    public IReadOnlyDictionary<string, IJobOutcomeReader> OutcomeReaders { get; init; } = new Dictionary<string, IJobOutcomeReader>();

    /// <summary>What counts as the time that has passed; for tests.</summary>
    internal Func<TimeSpan> Clock { get; init; } = MonotonicClock.Elapsed;

    /// <summary>How a pause is spent; as the session does where null. For tests.</summary>
    internal Func<TimeSpan, CancellationToken, Task>? Delay { get; init; }
}
