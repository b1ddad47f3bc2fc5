using System.Globalization;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>When a request is sent again, and after which wait.</summary>
public sealed class RetryTests
{
    private readonly List<TimeSpan> _waits = [];

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_is_sent_again_when_a_later_try_may_help(int status)
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Status(status), () => AnsweringHandler.Status(status), () => AnsweringHandler.Json("{}"));
        await SendAsync(handler, new Dhis2Request("ping"));
        Assert.Equal(3, handler.Requests.Count);
        Assert.Equal(2, _waits.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(500)]
    [InlineData(501)]
    public async Task What_no_try_will_change_is_not_sent_again(int status)
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Status(status));
        Assert.Equal(status, (await Assert.ThrowsAsync<Dhis2ApiException>(() => SendAsync(handler, new Dhis2Request("ping")))).StatusCode);
        Assert.Single(handler.Requests);
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("HEAD", true)]
    [InlineData("PUT", true)]
    [InlineData("DELETE", true)]
    [InlineData("POST", false)]
    [InlineData("PATCH", false)]
    public async Task Only_what_may_be_done_twice_is_sent_twice(string method, bool again)
    {
        foreach (var failure in new Func<HttpResponseMessage>[] { () => AnsweringHandler.Status(503), () => throw new HttpRequestException("reset", new IOException("connection reset")) })
        {
            var handler = AnsweringHandler.InTurn(failure, () => AnsweringHandler.Json("{}"));
            var sending = SendAsync(handler, new Dhis2Request("things", new HttpMethod(method)));
            if (again)
                await sending;
            else
                await Assert.ThrowsAnyAsync<Dhis2Exception>(() => sending);
            Assert.Equal(again ? 2 : 1, handler.Requests.Count);
        }
    }

    [Fact]
    public async Task A_post_is_sent_twice_where_the_caller_or_the_session_says_so()
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Status(503), () => AnsweringHandler.Json("{}"));
        await SendAsync(handler, new Dhis2Request("things", HttpMethod.Post) { SafeToRepeat = true });
        var other = AnsweringHandler.InTurn(() => AnsweringHandler.Status(503), () => AnsweringHandler.Json("{}"));
        await SendAsync(other, new Dhis2Request("things", HttpMethod.Post), new RetryPolicy { RetryNonIdempotent = true });
        Assert.Equal((2, 2), (handler.Requests.Count, other.Requests.Count));
    }

    [Fact]
    public async Task A_post_that_never_left_is_sent_again()
    {
        var refused = new HttpRequestException(HttpRequestError.ConnectionError, "refused", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused));
        var handler = AnsweringHandler.InTurn(() => throw refused, () => AnsweringHandler.Json("{}"));
        await SendAsync(handler, new Dhis2Request("things", HttpMethod.Post));
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task Waits_double_up_to_the_longest_with_up_to_half_left_to_chance()
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Status(503));
        var policy = new RetryPolicy { MaximumRetryCount = 8, Interval = TimeSpan.FromSeconds(1), MaximumInterval = TimeSpan.FromSeconds(10) };
        await Assert.ThrowsAsync<Dhis2ApiException>(() => SendAsync(handler, new Dhis2Request("ping"), policy));
        Assert.Equal(8, _waits.Count);
        foreach (var (wait, full) in _waits.Zip([1, 2, 4, 8, 10, 10, 10, 10]))
            Assert.InRange(wait.TotalSeconds, full / 2.0, full);
        Assert.True(_waits.Skip(4).Distinct().Count() > 1, "No chance in the waits.");
        Assert.Equal((1.0, 0.5, 4.0), (policy.Backoff(0, 0).TotalSeconds, policy.Backoff(0, 1).TotalSeconds, policy.Backoff(2, 0).TotalSeconds));
    }

    [Fact]
    public async Task Seconds_a_server_asks_for_are_waited()
    {
        await SendAsync(AnsweringHandler.InTurn(() => Busy("7"), () => AnsweringHandler.Json("{}")), new Dhis2Request("ping"));
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(_waits));
    }

    [Fact]
    public async Task A_date_a_server_names_is_waited_for()
    {
        var date = DateTimeOffset.UtcNow.AddSeconds(30).ToString("R", CultureInfo.InvariantCulture);
        await SendAsync(AnsweringHandler.InTurn(() => Busy(date), () => AnsweringHandler.Json("{}")), new Dhis2Request("ping"));
        Assert.InRange(Assert.Single(_waits).TotalSeconds, 25, 30);
        _waits.Clear();
        await SendAsync(AnsweringHandler.InTurn(() => Busy("Wed, 21 Oct 2015 07:28:00 GMT"), () => AnsweringHandler.Json("{}")), new Dhis2Request("ping"));
        Assert.Equal(TimeSpan.Zero, Assert.Single(_waits));
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_an_error()
    {
        var handler = AnsweringHandler.InTurn(() => Busy("86400"));
        await Assert.ThrowsAsync<Dhis2ApiException>(() => SendAsync(handler, new Dhis2Request("ping")));
        Assert.Empty(_waits);
    }

    [Fact]
    public async Task Ending_the_wait_ends_the_request_at_once()
    {
        using var stop = new CancellationTokenSource();
        var handler = AnsweringHandler.InTurn(() => Busy("500"));
        using var session = TestSession.Of(handler, with: o => o with
        {
            Delay = (time, token) =>
            {
                stop.CancelAfter(50);
                return Task.Delay(time, token);
            },
        });
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.As().SendAsync(new Dhis2Request("ping"), stop.Token));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task After_a_success_a_refused_token_is_tried_again_and_then_waited_for()
    {
        var handler = AnsweringHandler.InTurn(
            () => AnsweringHandler.Json("{}"), () => AnsweringHandler.Status(401, "Unauthorized"), () => AnsweringHandler.Status(401, "Unauthorized"), () => AnsweringHandler.Json("{}"));
        // A password that is refused is not: the server counts.
        using var session = Session(handler, identity: Dhis2Identity.Token("d2p_abc"));
        await session.As().ReadAsync(new Dhis2Request("ping"), TestContext.Current.CancellationToken);
        await session.As().ReadAsync(new Dhis2Request("things", HttpMethod.Post), TestContext.Current.CancellationToken);
        Assert.Equal(4, handler.Requests.Count);
        Assert.Equal(TimeSpan.Zero, _waits[0]);
        Assert.True(_waits[1] > TimeSpan.Zero);
    }

    [Fact]
    public async Task Before_any_success_a_refused_identity_is_wrong()
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Status(401, "Unauthorized"));
        await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => SendAsync(handler, new Dhis2Request("ping")));
        Assert.Single(handler.Requests);
    }

    private static HttpResponseMessage Busy(string retryAfter)
    {
        var response = AnsweringHandler.Status(503);
        response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return response;
    }

    private Session Session(AnsweringHandler handler, RetryPolicy? policy = null, Dhis2Identity? identity = null) => TestSession.Of(handler, with: o => o with
    {
        Identity = identity ?? o.Identity,
        Retry = policy ?? new RetryPolicy(),
        Delay = (time, _) =>
        {
            _waits.Add(time);
            return Task.CompletedTask;
        },
    });

    private async Task SendAsync(AnsweringHandler handler, Dhis2Request request, RetryPolicy? policy = null)
    {
        using var session = Session(handler, policy);
        await session.As().ReadAsync(request, TestContext.Current.CancellationToken);
    }
}
