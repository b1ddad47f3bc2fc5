using System.Net;
using System.Net.Sockets;
using System.Text;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Http;

/// <summary>What stands between us and a server, and is not gone by trying again: certificates and proxies.</summary>
public sealed class ObstacleTests
{
    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_at_once_and_named()
    {
        await using var server = await SandboxFixture.StartAsync(options: new SandboxOptions { Https = true });
        var ear = new RecordedEvents();
        var error = await Assert.ThrowsAsync<Dhis2ConnectionException>(() => TestSession.ConnectAsync(server, events: ear));
        Assert.Equal(ConnectionObstacle.Certificate, error.Obstacle);
        Assert.Contains("-SkipCertificateCheck", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, ear.Retries);
        Assert.Empty(server.Log.Requests);
    }

    [Fact]
    public async Task A_certificate_is_passed_over_where_the_user_says_so()
    {
        await using var server = await SandboxFixture.StartAsync(options: new SandboxOptions { Https = true });
        using var session = await TestSession.ConnectAsync(server, o => o with { SkipCertificateCheck = true });
        Assert.Equal("admin", session.UserName);
    }

    [Theory]
    [InlineData("http://dhis2.example.org/", 407)]
    [InlineData("https://dhis2.example.org/", 407)]
    [InlineData("https://dhis2.example.org/", 403)]
    public async Task A_proxy_that_refuses_is_named_at_once(string uri, int status)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var heads = new List<string>();
        var serving = RefuseAsync(listener, status, heads, over.Token);
        var ear = new RecordedEvents();
        var options = new SessionOptions
        {
            Uri = new Uri(uri),
            Identity = Dhis2Identity.Basic("admin", "pr0xy-secret"),
            Proxy = new WebProxy(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/")),
            AllowUnencryptedAuthentication = true,
            Delay = (_, _) => Task.CompletedTask,
        };
        var error = await Assert.ThrowsAsync<Dhis2ConnectionException>(() => SessionFactory.ConnectAsync(options, ear, TestContext.Current.CancellationToken));
        await over.CancelAsync();
        await serving;
        Assert.Equal(ConnectionObstacle.Proxy, error.Obstacle);
        Assert.Contains("-ProxyCredential", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, ear.Retries);
        Assert.NotEmpty(heads);
        // What is for the server is not for the proxy.
        Assert.DoesNotContain(heads, h => h.Contains("\nAuthorization:", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task RefuseAsync(TcpListener listener, int status, List<string> heads, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken);
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                var head = new StringBuilder();
                while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
                    head.Append(line).Append('\n');
                heads.Add(head.ToString());
                var answer = $"HTTP/1.1 {status} No\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
