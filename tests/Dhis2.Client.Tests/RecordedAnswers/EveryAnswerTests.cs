using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dhis2.Client.Http;
using Dhis2.Recordings;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>Whatever a server answered: a refusal becomes the right error with the server's own words in it, a page never passes for data, and the rest comes through whole.</summary>
public sealed partial class EveryAnswerTests
{
    public static TheoryData<string, string, string> Exchanges() => RecordedAnswer.Rows(_ => true, [.. RecordedAnswer.Areas]);

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task An_answer_is_judged_rightly(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var request = new Dhis2Request("anything", new HttpMethod(exchange.Request.Method));
        var sending = RecordedAnswer.Caller(exchange).ReadAsync(request, TestContext.Current.CancellationToken);
        switch (exchange.Response.Status)
        {
            case >= 400:
                IsRefusal(exchange, await Assert.ThrowsAnyAsync<Dhis2ApiException>(() => sending));
                break;
            case >= 300:
                IsRedirect(exchange, await Assert.ThrowsAnyAsync<Dhis2Exception>(() => sending));
                break;
            case var _ when exchange.Response.MediaType == "text/html":
                Assert.Contains("web page", (await Assert.ThrowsAsync<Dhis2ClientException>(() => sending)).Message, StringComparison.Ordinal);
                break;
            default:
                Assert.Equal(RecordedAnswer.Body(exchange), await sending);
                break;
        }
    }

    private static void IsRefusal(RecordedExchange exchange, Dhis2ApiException error)
    {
        Assert.Equal(exchange.Response.Status, error.StatusCode);
        Assert.Equal(RecordedAnswer.RefusesIdentity(exchange), error is Dhis2AuthenticationException);
        Assert.Equal(exchange.Request.Method + " /api/anything", error.Request);
        Assert.NotEmpty(error.RecommendedAction ?? "");
        Assert.DoesNotContain("<html", error.Message, StringComparison.OrdinalIgnoreCase);
        // To HEAD there is no body, and so no reason.
        if (exchange.Request.Method == "HEAD")
            return;
        var json = exchange.Response.Body.Json as JsonObject;
        Assert.Equal(Text(json, "errorCode"), error.ErrorCode);
        var said = Words(exchange, json).OfType<string>().Select(s => s.Trim()).Where(s => s.Length > 0).ToList();
        // Only an answer without a word leaves it to the client what to say.
        Assert.True(said.Count > 0 || IsWordless(exchange.Response.Body), $"What is in this answer is not looked for in the error: {exchange.Response.Body.Json?.ToJsonString() ?? exchange.Response.Body.Text}");
        Assert.All(said, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }

    private static void IsRedirect(RecordedExchange exchange, Dhis2Exception error)
    {
        var location = exchange.Response.Header("Location") ?? "";
        var toLogin = location.Contains("login", StringComparison.OrdinalIgnoreCase) || location.Contains("logout", StringComparison.OrdinalIgnoreCase);
        Assert.Equal(toLogin, error is Dhis2AuthenticationException);
        if (!toLogin)
            Assert.Contains(location.Split('?')[0], error.Message, StringComparison.Ordinal);
    }

    // Whatever kind of answer it is: the server's envelope, in XML too, a report of its own inside, OAuth2's error, a page.
    private static IEnumerable<string?> Words(RecordedExchange exchange, JsonObject? json)
    {
        yield return Text(json, "message");
        yield return Text(json, "errorCode");
        yield return Text(json, "error_description") ?? Text(json, "error");
        if (Text(json, "message") is null && json?["response"]?["errorReports"] is JsonArray { Count: > 0 } reports)
            yield return Text(reports[0] as JsonObject, "message");
        if (exchange.Response.Body.Text is { } text && EnvelopeMessage().Match(text) is { Success: true } inXml)
            yield return WebUtility.HtmlDecode(inXml.Groups[1].Value);
        yield return Reason(exchange);
    }

    private static bool IsWordless(RecordedBody body) => body.IsEmpty || body.Length is not null
        || (body.Json is JsonObject json && json.All(property => property.Key is "httpStatus" or "httpStatusCode" or "status" or "upstream"));

    // What a page means to say.
    private static string? Reason(RecordedExchange exchange)
    {
        if (exchange.Response.MediaType != "text/html" || exchange.Response.Body.Text is not { } page)
            return null;
        var match = Message().Match(page) is { Success: true } message ? message : Title().Match(page);
        return match.Success ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;
    }

    private static string? Text(JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex("<webMessage[^>]*><message>(.*?)</message>", RegexOptions.Singleline)]
    private static partial Regex EnvelopeMessage();

    [GeneratedRegex("<b>Message</b>(.*?)</p>", RegexOptions.Singleline)]
    private static partial Regex Message();

    [GeneratedRegex("<title>(.*?)</title>", RegexOptions.Singleline)]
    private static partial Regex Title();
}
