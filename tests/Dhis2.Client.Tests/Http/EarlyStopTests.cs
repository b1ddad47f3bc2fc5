using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dhis2.Client.DataValues;
using Dhis2.Client.Http;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>An answer that is given up while more of it comes: nothing is freed that a read under way still uses.</summary>
public sealed class EarlyStopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_read_under_way_uses_is_freed_when_the_read_has_ended()
    {
        var held = new HeldStream();
        var handler = new AnsweringHandler(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(held) });
        var response = await TestSession.CallerOf(handler).SendAsync(new Dhis2Request("things"), Token);
        var body = await response.OpenAsync(Token);
        Assert.Equal(1, await body.ReadAsync(new byte[10], Token));
        var reading = body.ReadAsync(new byte[10], Token).AsTask();
        await held.Reading;
        await body.DisposeAsync();
        response.Dispose();
        Assert.True(held.IsCancelled);
        Assert.False(held.IsDisposed);
        held.Release();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading);
        Assert.True(held.IsDisposed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => body.ReadAsync(new byte[10], Token).AsTask());
    }

    [Fact]
    public async Task An_answer_that_nobody_reads_is_freed_at_once()
    {
        var held = new HeldStream();
        var handler = new AnsweringHandler(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(held) });
        using (var response = await TestSession.CallerOf(handler).SendAsync(new Dhis2Request("things"), Token))
            await response.OpenAsync(Token);
        Assert.True(held.IsDisposed);
    }

    [Fact]
    public async Task A_packed_answer_can_be_given_up_at_any_moment()
    {
        const int Stops = 400;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var serving = ServeAsync(listener, Packed(), stop.Token);
        using var network = new SocketsHttpHandler();
        var uri = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        using var session = TestSession.Of(network, with: options => options with { Uri = uri });
        var query = new DataValueQuery { DataSets = ["set"], Periods = ["2024"], OrgUnits = ["unit"] };
        for (var i = 0; i < Stops; i++)
        {
            await foreach (var values in DataValueReader.ReadAsync(session.As(), query, 1 + (i % 50), Token))
            {
                Assert.NotEmpty(values);
                break;
            }
        }
        await stop.CancelAsync();
        Assert.Equal(Stops, await serving);
    }

    // Values of no pattern: unpacking them takes its time.
    private static byte[] Packed()
    {
        var random = new Random(1);
        var text = new StringBuilder("{\"dataValues\":[");
        for (var i = 0; i < 60_000; i++)
            text.Append(i == 0 ? "" : ",").Append("{\"dataElement\":\"abcdefghijk\",\"value\":\"").Append(random.NextInt64()).Append("\"}");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text.Append("]}").ToString()));
        return packed.ToArray();
    }

    private static async Task<int> ServeAsync(TcpListener listener, byte[] body, CancellationToken cancellationToken)
    {
        var served = new List<Task>();
        try
        {
            while (true)
                served.Add(AnswerAsync(await listener.AcceptTcpClientAsync(cancellationToken), body));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(served);
            return served.Count;
        }
    }

    private static async Task AnswerAsync(TcpClient client, byte[] body)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }
                var head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
                await stream.WriteAsync(body);
            }
            catch (IOException)
            {
                // Who asked has had enough.
            }
        }
    }

    /// <summary>Gives a byte at once; the read after it ends when the test says so, and not when it is cancelled.</summary>
    private sealed class HeldStream : MemoryStream
    {
        private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new();
        private bool _hasBegun;

        public Task Reading => _reading.Task;

        public bool IsCancelled { get; private set; }

        public bool IsDisposed { get; private set; }

        public void Release() => _released.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_hasBegun)
            {
                _hasBegun = true;
                buffer.Span[0] = (byte)'{';
                return 1;
            }
            await using var watch = cancellationToken.Register(() => IsCancelled = true);
            _reading.SetResult();
            await _released.Task;
            cancellationToken.ThrowIfCancellationRequested();
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
