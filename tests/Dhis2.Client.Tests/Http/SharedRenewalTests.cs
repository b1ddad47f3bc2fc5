using Dhis2.Client.Http;
using Dhis2.Client.Lists;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>
/// Requests of one session that meet a 401 at once: a password that was changed in mid-session must not lock the account by being tried again and again.
/// The answers are made up.
/// </summary>
public sealed class SharedRenewalTests
{
    private readonly TaskCompletionSource _allAreOut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _refused;
    private int _out;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_requests_with_a_changed_password_make_one_renewed_try_and_fail()
    {
        using var session = Session(new AnsweringHandler(async (request, _) => request.Number == 0 ? AnsweringHandler.Json("{}") : await RefuseAsync()));
        await ReadAsync(session);
        var errors = await ErrorsOfAsync(session, 3);
        Assert.All(errors, error => Assert.IsType<Dhis2AuthenticationException>(error));
        Assert.Equal(3 + 1, _refused);
        // From now on each request is tried once, until the server takes the password again.
        await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => ReadAsync(session));
        Assert.Equal(3 + 1 + 1, _refused);
    }

    [Fact]
    public async Task Pages_that_are_asked_for_ahead_make_one_renewed_try()
    {
        var handler = new AnsweringHandler(async (request, _) =>
            request.Number == 0 ? AnsweringHandler.Json("""{"pager":{"page":1,"pageSize":1,"total":100},"things":[{"id":"a"}]}""") : await RefuseAsync());
        using var session = Session(handler);
        session.HasSucceeded = true;
        var list = new PagedReader<System.Text.Json.Nodes.JsonNode?>(
            session.As(), (page, size) => new Dhis2Request("things") { Query = { { "page", page }, { "pageSize", size } } }, () => new NodeBuilder(), new PageShape<System.Text.Json.Nodes.JsonNode?>("things", item => item?["id"]?.ToString()));
        var pages = 0;
        _allAreOut.SetResult();
        await Assert.ThrowsAsync<Dhis2AuthenticationException>(async () =>
        {
            await foreach (var _ in list.ReadAsync(1, 0, ulong.MaxValue, Token))
                pages++;
        });
        Assert.Equal(1, pages);
        Assert.InRange(_refused, 1, 3 + 1);
    }

    [Fact]
    public async Task A_session_that_has_ended_is_renewed_once_and_all_go_on()
    {
        var handler = new AnsweringHandler(async (request, _) => request.Number is 0 or > 3 ? AnsweringHandler.Json("{}") : await RefuseAsync());
        using var session = Session(handler);
        await ReadAsync(session);
        Assert.All(await ErrorsOfAsync(session, 3), Assert.Null);
        Assert.Equal((3, 1 + 3 + 3), (_refused, handler.Requests.Count));
    }

    [Fact]
    public async Task A_renewed_try_that_is_cancelled_leaves_it_to_the_next()
    {
        using var stop = new CancellationTokenSource();
        var waits = 0;
        var handler = new AnsweringHandler(async (request, _) => request.Number is 0 or > 2 ? AnsweringHandler.Json("{}") : await RefuseAsync(2));
        using var session = TestSession.Of(handler, with: o => o with
        {
            Delay = (_, token) =>
            {
                if (Interlocked.Increment(ref waits) > 1)
                    return Task.CompletedTask;
                stop.Cancel();
                return Task.Delay(Timeout.InfiniteTimeSpan, token);
            },
        });
        await ReadAsync(session);
        var both = new[] { session.As().ReadAsync(new Dhis2Request("things"), stop.Token), session.As().ReadAsync(new Dhis2Request("things"), stop.Token) };
        await Task.WhenAll(both.Select(task => Record.ExceptionAsync(() => task).AsTask()));
        Assert.All(both, task => Assert.True(task.IsCanceled));
        await ReadAsync(session);
        Assert.Equal(2, _refused);
    }

    private static Session Session(AnsweringHandler handler) => TestSession.Of(handler, with: o => o with { Delay = (_, _) => Task.CompletedTask });

    private static Task<byte[]> ReadAsync(Session session) => session.As().ReadAsync(new Dhis2Request("things"), Token);

    private static async Task<Exception?[]> ErrorsOfAsync(Session session, int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Record.ExceptionAsync(() => ReadAsync(session)).AsTask()));

    // Refuses the first requests only when all of them are out, so that none of them knows of another's refusal.
    private async Task<HttpResponseMessage> RefuseAsync(int count = 3)
    {
        Interlocked.Increment(ref _refused);
        if (Interlocked.Increment(ref _out) == count)
            _allAreOut.TrySetResult();
        await _allAreOut.Task;
        return AnsweringHandler.Status(401, "Unauthorized");
    }
}
