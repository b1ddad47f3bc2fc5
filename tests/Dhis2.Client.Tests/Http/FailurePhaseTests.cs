using System.Net;
using System.Net.Sockets;
using Dhis2.Client.Http;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>Whether a request that failed can have left this machine: what can is not sent twice on our own account.</summary>
public sealed class FailurePhaseTests
{
    [Fact]
    public async Task A_refused_connection_has_sent_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var (error, retries) = await PostAsync(new Uri($"http://127.0.0.1:{port}/"));
        Assert.True(error.NeverSent);
        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, retries);
    }

    [Fact]
    public async Task A_name_that_is_not_known_has_sent_nothing()
    {
        // No machine has a name in this domain (RFC 2606), and it is asked of no server here.
        var (error, retries) = await PostAsync(new Uri("http://127.0.0.1.invalid/"));
        Assert.True(error.NeverSent);
        Assert.Equal(1, retries);
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_has_sent_nothing()
    {
        // The listener never answers the greeting of TLS, which is part of making the connection.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (error, retries) = await PostAsync(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        Assert.True(error.NeverSent);
        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, retries);
    }

    [Fact]
    public async Task An_established_connection_that_breaks_may_have_sent_all()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var heads = new List<string>();
        var serving = BreakAsync(listener, heads, over.Token);
        var (error, retries) = await PostAsync(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        await over.CancelAsync();
        await serving;
        Assert.False(error.NeverSent);
        Assert.Contains("broke before an answer", error.Message, StringComparison.Ordinal);
        Assert.Equal(("POST /api/things HTTP/1.1", 0), (Assert.Single(heads), retries));
    }

    [Theory]
    [InlineData(SocketError.HostUnreachable)]
    [InlineData(SocketError.NetworkUnreachable)]
    [InlineData(SocketError.TimedOut)]
    public async Task A_network_that_goes_away_may_have_sent_all(SocketError code)
    {
        var handler = AnsweringHandler.InTurn(() => throw new HttpRequestException(HttpRequestError.Unknown, "An error occurred while sending the request.", new IOException("broken", new SocketException((int)code))));
        using var session = TestSession.Of(handler);
        var error = await Assert.ThrowsAsync<Dhis2ConnectionException>(() => session.As().ReadAsync(new Dhis2Request("things", HttpMethod.Post), TestContext.Current.CancellationToken));
        Assert.False(error.NeverSent);
        Assert.Single(handler.Requests);
    }

    private static async Task<(Dhis2ConnectionException Error, int Retries)> PostAsync(Uri uri)
    {
        var ear = new RecordedEvents();
        using var session = TestSession.Of(null, with: o => o with
        {
            Uri = uri,
            AllowUnencryptedAuthentication = true,
            ConnectTimeout = TimeSpan.FromMilliseconds(300),
            Retry = new RetryPolicy { MaximumRetryCount = 1 },
        });
        var error = await Assert.ThrowsAsync<Dhis2ConnectionException>(() => session.As(ear).ReadAsync(new Dhis2Request("things", HttpMethod.Post), TestContext.Current.CancellationToken));
        return (error, ear.Retries);
    }

    private static async Task BreakAsync(TcpListener listener, List<string> heads, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken);
                using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
                heads.Add(await reader.ReadLineAsync(cancellationToken) ?? "");
                while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 })
                {
                    // To the end of the head.
                }
                client.Client.LingerState = new LingerOption(true, 0);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
