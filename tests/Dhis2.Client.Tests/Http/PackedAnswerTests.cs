using System.IO.Compression;
using System.Text;
using Dhis2.Client.Downloads;
using Dhis2.Client.Http;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>A packed answer that ends in the middle is an answer that broke, wherever it ends and wherever it goes.</summary>
public sealed class PackedAnswerTests : IDisposable
{
    private static readonly string s_text = $$"""{"items":[{{string.Join(",", Enumerable.Range(0, 5000).Select(i => $$"""{"id":"{{i * 7919 % 5000}}"}"""))}}]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("dhis2-packed-").FullName;

    /// <summary>How many bytes are missing at the end; below zero, how many are there.</summary>
    public static TheoryData<int> Cuts { get; } = new(1, 4, 8, 9, 100, 5000, -5, -15);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Bytes_are_asked_for_again_and_then_an_error(int cut)
    {
        var handler = Answering(Cut(Pack(s_text), cut));
        using var session = Session(handler);
        await Assert.ThrowsAsync<Dhis2ConnectionException>(() => session.As().ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken));
        Assert.Equal(3, handler.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_stream_ends_in_an_error(int cut)
    {
        using var session = Session(Answering(Cut(Pack(s_text), cut)));
        await Assert.ThrowsAsync<Dhis2ConnectionException>(async () =>
        {
            using var answer = await session.As().SendAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken);
            using var body = await answer.OpenAsync(TestContext.Current.CancellationToken);
            await body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        });
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_download_leaves_no_file(int cut)
    {
        var path = Path.Combine(_folder, "things.json");
        using var session = Session(Answering(Cut(Pack(s_text), cut)));
        var download = new Download(session.As(), headers => new Dhis2Request("things") { Headers = headers });
        await Assert.ThrowsAsync<Dhis2ConnectionException>(() => download.RunAsync(path, null, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_whole_one_is_read_whole_in_however_many_parts_it_was_packed(int parts)
    {
        var packed = Enumerable.Range(0, parts).SelectMany(i => Pack(s_text.Substring(i * s_text.Length / parts, ((i + 1) * s_text.Length / parts) - (i * s_text.Length / parts)))).ToArray();
        var handler = Answering(packed);
        using var session = Session(handler);
        Assert.Equal(s_text, Encoding.UTF8.GetString(await session.As().ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken)));
        Assert.Equal("gzip", Assert.Single(handler.Requests).Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task One_without_a_body_is_empty()
    {
        using var session = Session(Answering([]));
        Assert.Empty(await session.As().ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken));
    }

    private static byte[] Cut(byte[] packed, int cut) => cut > 0 ? packed[..^cut] : packed[..-cut];

    private static byte[] Pack(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    private static AnsweringHandler Answering(byte[] packed) => AnsweringHandler.InTurn(() =>
    {
        var response = new HttpResponseMessage { Content = new ByteArrayContent(packed) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        response.Content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");
        return response;
    });

    private static Session Session(AnsweringHandler handler) => TestSession.Of(handler, with: o => o with { Retry = new RetryPolicy { MaximumRetryCount = 2 } });
}
