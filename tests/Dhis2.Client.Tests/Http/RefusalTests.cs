using Dhis2.Client.Http;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>A 401 in the middle of the work: about the request, about who asks, or about a server that has lost its database.</summary>
public sealed class RefusalTests
{
    private const string OtherUser = "You are not authorized to access user: admin";

    public static TheoryData<string, string> Identities { get; } = new() { { "Basic", "GET" }, { "Basic", "POST" }, { "Token", "GET" }, { "Token", "POST" } };

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task A_missing_right_that_is_worded_as_401_costs_one_request(string identity, string method)
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}"), () => AnsweringHandler.Status(401, OtherUser));
        using var session = await KnownAsync(handler, identity);
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => ReadAsync(session, new Dhis2Request("userSettings", new HttpMethod(method))));
        Assert.IsNotType<Dhis2AuthenticationException>(error);
        Assert.Equal((401, 2), (error.StatusCode, handler.Requests.Count));
        Assert.Contains(OtherUser, error.Message, StringComparison.Ordinal);
        Assert.Contains("authority", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_token_refused_without_a_word_costs_one_request_and_the_advice_is_on_tokens(string method)
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}"), () => new HttpResponseMessage(System.Net.HttpStatusCode.Unauthorized));
        using var session = await KnownAsync(handler, "Token");
        var error = await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => ReadAsync(session, new Dhis2Request("dataValueSets", new HttpMethod(method))));
        Assert.Equal(2, handler.Requests.Count);
        Assert.Contains("allows this method", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("-OneTimePassword", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Account locked")]
    [InlineData("Account disabled")]
    public async Task An_account_that_is_shut_costs_one_request(string message)
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}"), () => AnsweringHandler.Status(401, message));
        using var session = await KnownAsync(handler, "Basic");
        await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => ReadAsync(session, new Dhis2Request("me")));
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task A_401_of_the_target_of_a_route_is_none_of_the_servers()
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}"), () => AnsweringHandler.Json("""{"upstream":401}""", 401));
        using var session = await KnownAsync(handler, "Basic");
        Assert.IsNotType<Dhis2AuthenticationException>(await Assert.ThrowsAsync<Dhis2ApiException>(() => ReadAsync(session, new Dhis2Request("routes/abc/run"))));
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task A_401_that_is_taken_for_an_answer_proves_nothing()
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Status(401, "Unauthorized"));
        using var session = TestSession.Of(handler);
        using (var response = await session.As().SendAsync(new Dhis2Request("me") { AcceptsStatus = _ => true }, TestContext.Current.CancellationToken))
            Assert.Equal(401, response.StatusCode);
        await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => ReadAsync(session, new Dhis2Request("me")));
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task A_401_about_the_request_is_handed_back_whole_to_whoever_takes_it()
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}"), () => AnsweringHandler.Status(401, OtherUser));
        using var session = await KnownAsync(handler, "Basic");
        using var response = await session.As().SendAsync(new Dhis2Request("userSettings") { AcceptsStatus = _ => true }, TestContext.Current.CancellationToken);
        Assert.Contains(OtherUser, System.Text.Encoding.UTF8.GetString(await response.ReadBytesAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task A_trace_shows_no_value_whose_name_speaks_of_a_secret()
    {
        var ear = new RecordedEvents();
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}"));
        using var session = TestSession.Of(handler);
        await session.As(ear).ReadAsync(new Dhis2Request("users?password=hunter2&fields=id") { Query = { { "newToken", "hunter3" }, { "filter", "name:eq:token" } } }, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("hunter", ear.ToString(), StringComparison.Ordinal);
        Assert.Contains("/api/users?password=***&fields=id&newToken=***&filter=name%3Aeq%3Atoken", ear.ToString(), StringComparison.Ordinal);
        Assert.Contains("password=hunter2", Assert.Single(handler.Requests).Uri.Query, StringComparison.Ordinal);
    }

    private static async Task<Session> KnownAsync(AnsweringHandler handler, string identity)
    {
        var session = TestSession.Of(handler, with: o => o with { Identity = identity == "Token" ? Dhis2Identity.Token("d2p_abc") : o.Identity });
        await ReadAsync(session, new Dhis2Request("me"));
        return session;
    }

    private static Task<byte[]> ReadAsync(Session session, Dhis2Request request) => session.As().ReadAsync(request, TestContext.Current.CancellationToken);
}
