using System.Text;
using Dhis2.Client.Files;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>What servers answered about files, through the client's reader.</summary>
public sealed class FileResourceAnswerTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".txt");

    public FileResourceAnswerTests() => File.WriteAllText(_path, "hello");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Uploads() =>
        RecordedAnswer.Rows(e => e.Request.Method == "POST" && RecordedAnswer.PathOf(e) == "/api/fileResources", "data-values", "system");

    public static TheoryData<string, string, string> Reads() => RecordedAnswer.Rows(
        e => e.Request.Method == "GET" && RecordedAnswer.PathOf(e).StartsWith("/api/fileResources/", StringComparison.Ordinal) && !RecordedAnswer.PathOf(e).EndsWith("/data", StringComparison.Ordinal),
        "data-values", "system");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Uploads))]
    public async Task An_upload_gives_the_file_or_the_refusal(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var handler = new AnsweringHandler(_ => RecordedAnswer.Response(exchange));
        var uploading = new FileResources(TestSession.CallerOf(handler, RecordedAnswer.Release(exchange))).UploadAsync(_path, "text/plain", "DATA_VALUE", Stop);
        if (exchange.Response.Status == 202)
        {
            var json = RecordedAnswer.Json(exchange)!["response"]!["fileResource"]!;
            var file = await uploading;
            Assert.Equal(((string?)json["id"], (string?)json["name"], (string?)json["domain"], (long?)json["contentLength"]), (file.Id, file.Name, file.Domain, file.ContentLength));
            Assert.Equal((string?)json["storageStatus"] == "STORED", file.IsStored);
        }
        else
        {
            var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => uploading);
            Assert.Equal((exchange.Response.Status, (string?)exchange.Response.Body.Json?["errorCode"]), (error.StatusCode, error.ErrorCode));
        }
        var sent = handler.Requests[0];
        Assert.Equal("/api/fileResources?domain=DATA_VALUE", sent.Uri.PathAndQuery);
        Assert.Contains($"name=\"file\"; filename=\"{Path.GetFileName(_path)}\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n", Encoding.UTF8.GetString(sent.Body), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_file_tells_whether_it_is_stored(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var reading = new FileResources(RecordedAnswer.Caller(exchange)).ReadAsync("abcdefghijk", Stop);
        if (exchange.Response.Status != 200)
        {
            Assert.Equal(404, (await Assert.ThrowsAsync<Dhis2ApiException>(() => reading)).StatusCode);
            return;
        }
        // From 2.41 on one that was asked for with fields says NONE, whatever holds.
        var status = (string?)RecordedAnswer.Json(exchange)!["storageStatus"];
        Assert.Equal((status, status == "STORED"), ((await reading).StorageStatus, (await reading).IsStored));
    }

    [Fact]
    public async Task Waiting_asks_without_fields_until_the_file_is_stored()
    {
        static HttpResponseMessage File(string status) => AnsweringHandler.Json($$"""{"id":"abcdefghijk","name":"scan.txt","storageStatus":"{{status}}"}""");
        var handler = AnsweringHandler.InTurn(() => File("PENDING"), () => File("PENDING"), () => File("STORED"));
        Assert.True((await new FileResources(TestSession.CallerOf(handler)).WaitUntilStoredAsync("abcdefghijk", Stop)).IsStored);
        Assert.Equal(Enumerable.Repeat("/api/fileResources/abcdefghijk", 3), handler.Requests.Select(r => r.Uri.PathAndQuery));
    }

    [Fact]
    public async Task Waiting_ends_when_the_session_would_not_wait_longer_for_an_answer()
    {
        var pauses = new List<TimeSpan>();
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json("""{"id":"abcdefghijk","name":"scan.txt","storageStatus":"PENDING"}"""));
        var session = TestSession.Of(handler, with: options => options with
        {
            ReadTimeout = TimeSpan.FromSeconds(20),
            Delay = (pause, _) =>
            {
                pauses.Add(pause);
                return Task.CompletedTask;
            },
        });
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => new FileResources(session.As()).WaitUntilStoredAsync("abcdefghijk", Stop));
        Assert.Contains("PENDING", error.Message, StringComparison.Ordinal);
        Assert.InRange(pauses.Sum(pause => pause.TotalSeconds), 15, 20);
    }
}
