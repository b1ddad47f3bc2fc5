using System.IO.Compression;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Sessions;
using Dhis2.Client.Sessions.OAuth2;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>What a request says about its body where .NET Framework would choose otherwise, and how the body is written.</summary>
public class UploadHeaderTests
{
    [Fact]
    public async Task No_request_of_a_session_waits_for_leave_to_send_its_body()
    {
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json("{}"));
        using var session = TestSession.Of(handler);
        await session.As().ReadAsync(new Dhis2Request("ping"), TestContext.Current.CancellationToken);
        await session.As().ReadAsync(Post(RequestBody.Of("{}", "application/json")), TestContext.Current.CancellationToken);
        Assert.Equal([false, false], handler.Requests.Select(r => r.ExpectContinue));
    }

    [Fact]
    public async Task No_request_for_a_token_waits_for_leave_to_send_its_body()
    {
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json("""{"access_token":"the-token","token_type":"bearer","expires_in":300}"""));
        var options = new OAuth2Options { ClientId = "x", ClientSecret = "y", TokenEndpoint = new Uri("https://idp.example.org/token"), Handler = handler };
        using var session = TestSession.Of(new AnsweringHandler(_ => AnsweringHandler.Json("{}")), with: o => o with { Identity = Dhis2Identity.OAuth2(options) });
        await session.As().ReadAsync(new Dhis2Request("ping"), TestContext.Current.CancellationToken);
        var request = Assert.Single(handler.Requests);
        Assert.Equal(("POST", (bool?)false), (request.Method, request.ExpectContinue));
    }

    [Theory]
    [InlineData(false, false, null)]
    [InlineData(true, false, "chunked")]
    [InlineData(false, true, "chunked")]
    public async Task A_body_goes_out_in_chunks_where_its_length_shows_only_at_the_end(bool gzip, bool unknown, string? encoding)
    {
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json("{}"));
        using var session = TestSession.Of(handler);
        var bytes = "{}"u8.ToArray();
        var body = new RequestBody("application/json", (stream, token) => stream.WriteAsync(bytes, 0, bytes.Length, token)) { Gzip = gzip, Length = unknown ? null : bytes.Length };
        await session.As().ReadAsync(Post(body), TestContext.Current.CancellationToken);
        Assert.Equal(encoding, Assert.Single(handler.Requests).Headers.GetValueOrDefault("Transfer-Encoding"));
    }

    [Fact]
    public async Task A_compressed_body_is_written_without_holding_a_thread_to_its_last_byte()
    {
        var sent = new AsynchronousStream();
        var body = new RequestBody("application/json", (stream, token) => stream.WriteAsync("{\"a\":1}"u8.ToArray(), token).AsTask()) { Gzip = true };
        using (var content = body.ToContent(() => { }, TestContext.Current.CancellationToken))
            await content.CopyToAsync(sent, TestContext.Current.CancellationToken);
        Assert.Equal(sent.Length, body.BytesSent);
        sent.Position = 0;
        using var unpacked = new StreamReader(new GZipStream(sent, CompressionMode.Decompress));
        Assert.Equal("""{"a":1}""", await unpacked.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static Dhis2Request Post(RequestBody body) => new("dataValueSets", HttpMethod.Post) { Body = body };

    // A connection that refuses to hold a thread.
    private sealed class AsynchronousStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("It was written to synchronously.");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new InvalidOperationException("It was written to synchronously.");

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            base.Write(buffer.ToArray(), 0, buffer.Length);
            return ValueTask.CompletedTask;
        }
    }
}
