using Dhis2.Sandbox.AccessTokens;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.OAuth2;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dhis2.Sandbox.Hosting;

/// <summary>A DHIS2 in memory on a loopback port, in this process.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxOptions _options;
    private volatile SandboxInstance _instance;

    private SandboxServer(WebApplication app, SandboxOptions options)
    {
        _app = app;
        _options = options;
        _instance = new SandboxInstance(options);
    }

    /// <summary>The address, ending in a slash.</summary>
    public Uri Uri { get; private set; } = null!;

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

    internal SandboxState State => _instance.State;

    public static async Task<SandboxServer> StartAsync(SandboxOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
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
        var server = new SandboxServer(app, options);
        app.Run(server.AnswerAsync);
        await app.StartAsync().ConfigureAwait(false);
        server.Uri = new Uri(app.Urls.First() + "/");
        return server;
    }

    /// <summary>
    /// Makes everything what it was at the start: data, metadata, users, tokens, settings, logins, jobs, clock, faults and log.
    /// Requests and jobs under way end in what was before, and nobody sees it. <c>DELETE /_sandbox/state</c> does the same.
    /// </summary>
    public void Reset() => _instance = new SandboxInstance(_options);

    /// <summary>Ends when the process is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken token = default) => _app.WaitForShutdownAsync(token);

    private Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsDelete(context.Request.Method) || context.Request.Path != "/_sandbox/state")
            return _instance.AnswerAsync(context);
        Reset();
        return Answer.EmptyAsync(context, 204);
    }

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(hurry.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
