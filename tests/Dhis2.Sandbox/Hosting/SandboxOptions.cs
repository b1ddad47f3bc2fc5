namespace Dhis2.Sandbox.Hosting;

/// <summary>What a sandbox is made of. Without org units asked for it is the recorded country (sandland.json).</summary>
public sealed record SandboxOptions
{
    public Dialect Dialect { get; init; } = Dialect.V42;

    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Size of the generated country; 0 loads the recorded one.</summary>
    public int OrgUnits { get; init; }

    /// <summary>How many data values the generated country holds.</summary>
    public int DataValues { get; init; }

    /// <summary>The same seed makes the same country.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Data value sets are read and counted, and nothing is stored.</summary>
    public bool Sink { get; init; }

    /// <summary>Speaks https, with a certificate of its own making that nobody trusts.</summary>
    public bool Https { get; init; }

    /// <summary>Writes need the token against forged requests (an option of 2.43 that is off by default).</summary>
    public bool Csrf { get; init; }

    /// <summary>From 2.42 on: the server's own OAuth2 server is on, and a provider is trusted. Older servers have theirs always.</summary>
    public bool OAuth2 { get; init; }

    /// <summary>How long a job waits before it starts; an infinite time until a test releases it.</summary>
    public TimeSpan JobDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How far the server's clock is ahead; negative when it is behind.</summary>
    public TimeSpan ClockOffset { get; init; }
}
