using Dhis2.Sandbox.AccessTokens;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.DataValues;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Jobs;
using Dhis2.Sandbox.OAuth2;
using Dhis2.Sandbox.SystemInfo;

namespace Dhis2.Sandbox.Hosting;

/// <summary>What the areas share: the country, who may log in, and the dialect.</summary>
internal sealed class SandboxState
{
    public SandboxState(SandboxOptions options)
    {
        Options = options;
        Clock = new SandboxClock(options.ClockOffset);
        Country = Country.Load(options);
        Tokens = new ApiTokenStore(options.Dialect);
        Jobs = new JobBoard(options);
        Settings = new SettingStore(options.Dialect);
        DataValues = new ValueStore(options.DataValues > 0 ? new GeneratedValues(Country, options.DataValues, options.Seed) : null);
        var root = Country.OrgUnits.Root;
        var region = root.Children.Count > 0 ? root.Children[0] : root;
        Users = new SandboxUsers(root.Uid, region.Uid);
        foreach (var role in Users.MakeRoles())
            Country.Put("userRoles", role);
        OAuth2 = new OAuth2Store(Country);
        if (options.OAuth2)
            Users.AddUserOfProvider();
    }

    public SandboxOptions Options { get; }

    public Dialect Dialect => Options.Dialect;

    public SandboxClock Clock { get; }

    public Country Country { get; }

    public ValueStore DataValues { get; }

    public JobBoard Jobs { get; }

    public SettingStore Settings { get; }

    /// <summary>The proxy that can send parts of answers.</summary>
    public RangeProxy RangeProxy { get; } = new();

    public SandboxUsers Users { get; }

    public ApiTokenStore Tokens { get; }

    public OAuth2Store OAuth2 { get; }

    public Sessions Sessions { get; } = new();

    public RequestLog Log { get; } = new();

    public FaultList Faults { get; } = new();

    /// <summary>The list of origins that browsers may come from.</summary>
    public HashSet<string> AllowedOrigins { get; } = new(StringComparer.Ordinal) { "https://listed.example.org" };

    /// <summary>When the server was started; the recorded objects are as old as this.</summary>
    public DateTime StartedAt { get; } = DateTime.UtcNow;
}
