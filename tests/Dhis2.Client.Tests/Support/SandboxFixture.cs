using System.Collections.Concurrent;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Support;

/// <summary>
/// Sandboxes for a test class, one a dialect, started when first asked for. For a class that changes what the server
/// holds or injects faults, start one per test with <see cref="StartAsync"/>.
/// </summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    private readonly ConcurrentDictionary<Dialect, Lazy<Task<SandboxServer>>> _servers = new();

    /// <summary>All dialects, as rows of a theory.</summary>
    public static TheoryData<Dialect> Dialects { get; } = new(Dhis2.Sandbox.Hosting.Dialects.All);

    /// <summary>The shared sandbox of a dialect with the recorded country.</summary>
    public Task<SandboxServer> Of(Dialect dialect) =>
        _servers.GetOrAdd(dialect, d => new Lazy<Task<SandboxServer>>(() => StartAsync(d))).Value;

    /// <summary>A sandbox of one's own; whoever asks disposes it.</summary>
    public static Task<SandboxServer> StartAsync(Dialect dialect = Dialect.V42, SandboxOptions? options = null) =>
        SandboxServer.StartAsync((options ?? new SandboxOptions { JobDelay = TimeSpan.FromMilliseconds(20) }) with { Dialect = dialect });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
            await (await server.Value).DisposeAsync();
    }
}
