using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;
using Dhis2.Client.Sessions.OAuth2;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>Every recorded answer of a token endpoint is a token or one clear error; every refusal of a token at the API says what is wrong with it.</summary>
public sealed class OAuth2AnswerTests
{
    public static TheoryData<string, string, string> TokenAnswers() => RecordedAnswer.Rows(
        e => e.Request.Method == "POST" && RecordedAnswer.PathOf(e).EndsWith("/token", StringComparison.Ordinal), "oauth2", "auth");

    public static TheoryData<string, string, string> BearerAnswers() => RecordedAnswer.Rows(
        e => e.Request.Headers.GetValueOrDefault("Authorization")?.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase) == true && RecordedAnswer.PathOf(e).StartsWith("/api/", StringComparison.Ordinal), "oauth2");

    [Theory]
    [MemberData(nameof(TokenAnswers))]
    public async Task A_token_endpoint_gives_a_token_or_one_clear_error(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var sent = exchange.Request.Body.IsEmpty ? "" : Encoding.UTF8.GetString(exchange.Request.Body.ToBytes());
        var options = new OAuth2Options { ClientId = "client", ClientSecret = "secret-of-client", Handler = new AnsweringHandler(_ => RecordedAnswer.Response(exchange)) };
        using var wire = new OAuth2Wire(options);
        using var endpoint = new TokenEndpoint(options, wire);
        var isOld = version is "2.40" or "2.41";
        var endpoints = new OAuth2Endpoints(new Uri("http://localhost:8080/token"), null, isOld ? EndpointKind.OldServer : EndpointKind.Server);
        var grant = sent.Contains("refresh_token&", StringComparison.Ordinal) ? GrantForm.Refresh("kept-token")
            : sent.Contains("client_credentials", StringComparison.Ordinal) ? GrantForm.ClientCredentials(null, null)
            : GrantForm.Code("a-code", new Uri("http://127.0.0.1/"), "a-verifier");
        var caller = TestSession.CallerOf(new AnsweringHandler(_ => throw new InvalidOperationException("The API was asked.")));
        var asking = endpoint.AskAsync(caller, endpoints, grant, TestContext.Current.CancellationToken);
        if (exchange.Response.Status == 200)
        {
            var answer = await asking;
            Assert.Equal((string?)exchange.Response.Body.Json!["access_token"], answer.Token.Value);
            Assert.Equal((string?)exchange.Response.Body.Json["refresh_token"], answer.RefreshToken);
            return;
        }
        var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => asking);
        Assert.Equal((exchange.Response.Status, (string?)(exchange.Response.Body.Json as JsonObject)?["error"]), (error.StatusCode, error.Error));
        Assert.Equal(grant.Kind == GrantKind.Refresh && error.Error == "invalid_grant", error.Reason == AuthenticationReason.SessionEnded);
        Assert.NotEmpty(error.RecommendedAction ?? "");
        foreach (var unwanted in new[] { "<html", "secret-of-client", "kept-token", "a-code", "a-verifier" })
            Assert.DoesNotContain(unwanted, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BearerAnswers))]
    public async Task The_API_takes_a_token_or_says_what_is_wrong_with_it(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var identity = Dhis2Identity.OAuth2(new OAuth2Options
        {
            ClientId = "client",
            ClientSecret = "secret",
            TokenEndpoint = new Uri("http://localhost:9090/token"),
            Handler = new AnsweringHandler(_ => AnsweringHandler.Json("""{"access_token":"the-token","token_type":"bearer","expires_in":"300"}""")),
        });
        var api = new AnsweringHandler(_ => RecordedAnswer.Response(exchange));
        using var session = TestSession.Of(api, RecordedAnswer.Release(exchange), o => o with { Identity = identity });
        var reading = session.As().ReadAsync(new Dhis2Request("me", new HttpMethod(exchange.Request.Method)), TestContext.Current.CancellationToken);
        if (exchange.Response.Status == 200)
        {
            Assert.Equal(RecordedAnswer.Body(exchange), await reading);
            return;
        }
        var error = await Assert.ThrowsAnyAsync<Dhis2ApiException>(() => reading);
        Assert.Equal(exchange.Response.Status, error.StatusCode);
        Assert.Equal(exchange.Response.Status is (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.InternalServerError, error is Dhis2OAuth2Exception);
        Assert.NotEmpty(error.RecommendedAction ?? "");
        Assert.DoesNotContain("password", error.RecommendedAction, StringComparison.OrdinalIgnoreCase);
        Assert.Contains((string?)(exchange.Response.Body.Json as JsonObject)?["devMessage"] ?? "", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-token", error.ToString(), StringComparison.Ordinal);
        Assert.Single(api.Requests);
    }
}
