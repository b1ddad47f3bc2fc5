namespace Dhis2;

/// <summary>How a server answers a session just now.</summary>
public sealed record ConnectionTest
{
    /// <summary>The server's address.</summary>
    public required Uri Uri { get; init; }

    /// <summary>Whether it answers, and knows who asks.</summary>
    public bool Success { get; init; }

    /// <summary>The server's version, as it says now.</summary>
    public ServerVersion? Version { get; init; }

    /// <summary>The user it knows the session as.</summary>
    public string? UserName { get; init; }

    /// <summary>How the identity is proved.</summary>
    public required string Authentication { get; init; }

    /// <summary>From a small request to its answer: the median of some.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>The server's clock at the time of the test, in UTC.</summary>
    public DateTimeOffset? ServerTime { get; init; }

    /// <summary>How far the server's clock is ahead of this machine's; negative when it is behind. Half a second either way is nothing.</summary>
    public TimeSpan? ClockDifference { get; init; }

    /// <summary>In one word why it failed, as the errors of all cmdlets name it: <c>Connection</c>, <c>Timeout</c>, <c>Authentication</c>, <c>TokenExpired</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it failed, and what to do about it.</summary>
    public string? Message { get; init; }
}
