namespace Dhis2.Sandbox.Hosting;

/// <summary>What the server takes for the time: the Date of its answers, <c>serverDate</c>, and the life of tokens go by it. Job times and the log stay true.</summary>
public sealed class SandboxClock(TimeSpan offset)
{
    private long _offset = offset.Ticks;

    /// <summary>How far the server's clock is ahead; negative when it is behind.</summary>
    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _offset));
        set => Interlocked.Exchange(ref _offset, value.Ticks);
    }

    /// <summary>The server's time.</summary>
    public DateTimeOffset Now => DateTimeOffset.UtcNow + Offset;
}
