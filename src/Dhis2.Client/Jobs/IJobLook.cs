namespace Dhis2.Client.Jobs;

/// <summary>A way to look whether a job is over that does it no harm.</summary>
internal interface IJobLook
{
    /// <summary>Looks once. <paramref name="elapsed"/> is the time since the wait began.</summary>
    Task<JobLook> LookAsync(TimeSpan elapsed, CancellationToken cancellationToken);
}

/// <summary>What a look showed.</summary>
internal sealed record JobLook
{
    /// <summary>Whether the run is over.</summary>
    public bool IsOver { get; init; }

    /// <summary>COMPLETED, FAILED or STOPPED once it is over; null where the server does not say.</summary>
    public string? Status { get; init; }

    /// <summary>Where it stands, for people.</summary>
    public string Standing { get; init; } = "";

    /// <summary>When the run began and ended, in the server's time.</summary>
    public DateTime? Started { get; init; }

    /// <summary>When the run ended, in the server's time.</summary>
    public DateTime? Ended { get; init; }

    /// <summary>It was over before the first look, and may be another run than the one meant.</summary>
    public bool IsEarlierRun { get; init; }
}
