namespace Dhis2.Client.Tasks;

/// <summary>How to wait for a task.</summary>
public sealed record WaitOptions
{
    /// <summary>The longest wait; null waits for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Time between two looks. The first looks come sooner.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);
}
