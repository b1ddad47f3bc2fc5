using Dhis2.Sandbox.AccessTokens;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.DataValues;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Jobs;
using Dhis2.Sandbox.Metadata;
using Dhis2.Sandbox.OAuth2;
using Dhis2.Sandbox.SqlViews;
using Dhis2.Sandbox.SystemInfo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dhis2.Sandbox.Hosting;

/// <summary>A DHIS2 in memory on a loopback port, in this process.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    // An area is added here and nowhere else. Each server has its own: areas keep what they hold in fields.
    private static ISandboxArea[] MakeAreas() =>
    [
        new AuthArea(),
        new ApiTokenArea(),
        new OAuth2Area(),
        new DataValuesArea(),
        new JobsArea(),
        new SystemArea(),
        new SettingsArea(),
        new UserSettingsArea(),
        new MetadataArea(),
        new SqlViewArea(),
    ];

    private readonly WebApplication _app;

    private SandboxServer(WebApplication app, SandboxState state)
    {
        _app = app;
        State = state;
        Uri = new Uri(app.Urls.First() + "/");
    }

    /// <summary>The address, ending in a slash.</summary>
    public Uri Uri { get; }

    /// <summary>Every request that arrived.</summary>
    public RequestLog Log => State.Log;

    /// <summary>What is to go wrong.</summary>
    public FaultList Faults => State.Faults;

    /// <summary>The server's clock, to be set wrong.</summary>
    public SandboxClock Clock => State.Clock;

    public SandboxUsers Users => State.Users;

    /// <summary>The personal access tokens there are, to be revoked.</summary>
    public ApiTokenStore Tokens => State.Tokens;

    public Sessions Sessions => State.Sessions;

    /// <summary>Codes and tokens that were given out.</summary>
    public OAuth2Store OAuth2 => State.OAuth2;

    /// <summary>Origins that browsers may come from.</summary>
    public ISet<string> AllowedOrigins => State.AllowedOrigins;

    internal SandboxState State { get; }

    public static async Task<SandboxServer> StartAsync(SandboxOptions options)
    {
        var state = new SandboxState(options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(state);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            // The limit of 8,192 bytes is kept by the sandbox, which answers as the real server does.
            kestrel.Limits.MaxRequestLineSize = 128 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            if (options.Https)
                kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = SelfSigned.Make());
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(options.Dialect >= Dialect.V42 ? 60 : 20);
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls($"{(options.Https ? "https" : "http")}://127.0.0.1:{options.Port}");
        var app = builder.Build();
        Pipeline.Build(app, state, MakeAreas());
        await app.StartAsync().ConfigureAwait(false);
        return new SandboxServer(app, state);
    }

    /// <summary>Ends when the process is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken token = default) => _app.WaitForShutdownAsync(token);

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(hurry.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
