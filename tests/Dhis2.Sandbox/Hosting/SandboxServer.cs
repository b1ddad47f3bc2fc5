using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Dhis2.Sandbox.Hosting;

/// <summary>A DHIS2 in memory on a loopback port, in this process.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    // An area is added here and nowhere else.
    private static readonly ISandboxArea[] s_areas = [];

    private readonly WebApplication _app;

    private SandboxServer(WebApplication app, SandboxState state)
    {
        _app = app;
        State = state;
    }

    /// <summary>The address, ending in a slash.</summary>
    public Uri Uri => new(_app.Urls.First() + "/");

    internal SandboxState State { get; }

    public static async Task<SandboxServer> StartAsync(SandboxOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        var app = builder.Build();
        var state = new SandboxState(options);
        foreach (var area in s_areas)
            area.Map(app, state);
        await app.StartAsync().ConfigureAwait(false);
        return new SandboxServer(app, state);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync().ConfigureAwait(false);
}
