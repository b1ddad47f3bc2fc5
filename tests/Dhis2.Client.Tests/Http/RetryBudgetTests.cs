using System.Net;
using Dhis2.Client.Downloads;
using Dhis2.Client.Http;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>Tries at several levels of one operation add up to as many as the user allows, and never multiply.</summary>
public sealed class RetryBudgetTests : IDisposable
{
    private readonly List<TimeSpan> _waits = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("dhis2-budget-").FullName;

    public static TheoryData<string> Ways { get; } = new("request", "answer", "list", "download", "connect");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_server_that_is_down_is_asked_five_times(string way)
    {
        var handler = AnsweringHandler.InTurn(() => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        await Assert.ThrowsAsync<Dhis2ConnectionException>(() => RunAsync(way, handler));
        Assert.Equal((5, 4), (handler.Requests.Count, _waits.Count));
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("list")]
    [InlineData("download")]
    public async Task An_answer_whose_body_breaks_is_asked_for_five_times(string way)
    {
        var handler = AnsweringHandler.InTurn(Broken);
        await Assert.ThrowsAsync<Dhis2ConnectionException>(() => RunAsync(way, handler));
        Assert.Equal((5, 4), (handler.Requests.Count, _waits.Count));
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("list")]
    public async Task Faults_before_and_within_the_body_come_out_of_one_budget(string way)
    {
        var handler = new AnsweringHandler(request => request.Number % 2 == 0 ? AnsweringHandler.Status(503) : Broken());
        await Assert.ThrowsAnyAsync<Dhis2Exception>(() => RunAsync(way, handler));
        Assert.Equal((5, 4), (handler.Requests.Count, _waits.Count));
    }

    [Fact]
    public async Task A_small_answer_whose_body_breaks_once_is_asked_for_again()
    {
        var handler = AnsweringHandler.InTurn(Broken, () => AnsweringHandler.Json("""{"a":1}"""));
        using var session = Session(handler);
        Assert.Equal(1, (await session.As().ReadJsonAsync(new Dhis2Request("job"), TestContext.Current.CancellationToken))!.Value.GetProperty("a").GetInt32());
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task A_write_whose_answer_breaks_is_not_sent_again()
    {
        var handler = AnsweringHandler.InTurn(Broken);
        using var session = Session(handler);
        await Assert.ThrowsAsync<Dhis2ConnectionException>(() => session.As().ReadAsync(new Dhis2Request("things", HttpMethod.Post), TestContext.Current.CancellationToken));
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task All_that_is_asked_to_open_a_session_is_one_operation()
    {
        var answers = new Dictionary<string, string>
        {
            ["/api/loginConfig"] = """{"apiVersion":"2.42.5"}""",
            ["/api/system/info"] = """{"version":"2.42.5"}""",
            ["/api/me"] = """{"id":"abc","username":"admin"}""",
        };
        var asked = new Dictionary<string, int>();
        var handler = new AnsweringHandler(request =>
        {
            var path = request.Uri.AbsolutePath;
            var times = asked[path] = asked.GetValueOrDefault(path) + 1;
            return times > 2 ? AnsweringHandler.Json(answers[path]) : AnsweringHandler.Status(503);
        });
        await Assert.ThrowsAsync<Dhis2ApiException>(() => RunAsync("connect", handler));
        Assert.Equal(4, _waits.Count);
        // Two failures of the first, two of the second, and none is left for the third.
        Assert.Equal((3, 3, 1), (asked["/api/loginConfig"], asked["/api/system/info"], asked["/api/me"]));
    }

    [Fact]
    public async Task An_error_tells_how_long_the_server_asks_to_wait()
    {
        var handler = AnsweringHandler.InTurn(() =>
        {
            var response = AnsweringHandler.Status(429);
            response.Headers.TryAddWithoutValidation("Retry-After", "37");
            return response;
        });
        using var session = TestSession.Of(handler, with: o => o with { Retry = new RetryPolicy { MaximumRetryCount = 0 } });
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => session.As().ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken));
        Assert.Equal(TimeSpan.FromSeconds(37), error.RetryAfter);
    }

    private static HttpResponseMessage Broken() => new(HttpStatusCode.OK) { Content = new StreamContent(new BreakingStream()) };

    private Session Session(AnsweringHandler handler) => TestSession.Of(handler, with: With);

    private SessionOptions With(SessionOptions options) => options with
    {
        Delay = (time, _) =>
        {
            _waits.Add(time);
            return Task.CompletedTask;
        },
    };

    private async Task RunAsync(string way, AnsweringHandler handler)
    {
        var stop = TestContext.Current.CancellationToken;
        if (way == "connect")
        {
            (await SessionFactory.ConnectAsync(With(new SessionOptions { Uri = new Uri("http://localhost:8080/"), Identity = Dhis2Identity.Basic("admin", "x"), Handler = handler }), null, stop)).Dispose();
            return;
        }
        using var session = Session(handler);
        var caller = session.As();
        switch (way)
        {
            case "request":
                (await caller.SendAsync(new Dhis2Request("things"), stop)).Dispose();
                break;
            case "answer":
                await caller.ReadAsync(new Dhis2Request("things"), stop);
                break;
            case "list":
                var list = new PagedReader<System.Text.Json.Nodes.JsonNode?>(caller, (page, size) => new Dhis2Request("things") { Query = { { "page", page }, { "pageSize", size } } }, () => new NodeBuilder(), new PageShape<System.Text.Json.Nodes.JsonNode?>("things", _ => null));
                await foreach (var _ in list.ReadAsync(50, 0, ulong.MaxValue, stop))
                    Assert.Fail("A page came.");
                break;
            default:
                await new Download(caller, headers => new Dhis2Request("things") { Headers = headers }).RunAsync(Path.Combine(_folder, "things"), null, stop);
                break;
        }
    }

    private sealed class BreakingStream : BodyStream
    {
        protected override long Passed => 0;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Connection reset by peer");
    }
}
