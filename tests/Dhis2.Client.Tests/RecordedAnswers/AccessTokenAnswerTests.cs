using System.Net;
using System.Text.Json.Nodes;
using Dhis2.Client.AccessTokens;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>What servers answered about tokens, through the client's reader.</summary>
public sealed class AccessTokenAnswerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Lists() => Of(name => name is "token-list" or "token-list-fields" or "token-list-plural-path" or "token-list-by-admin", "GET");

    public static TheoryData<string, string, string> Singles() => Of(name => name is "token-get" or "token-get-of-other-user" or "token-get-by-admin" or "token-patch-read-back", "GET");

    public static TheoryData<string, string, string> Writes() => Of(name => name.StartsWith("token-create", StringComparison.Ordinal), "POST");

    public static TheoryData<string, string, string> Deletions() => Of(_ => true, "DELETE");

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_is_read_whole_or_is_an_error(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var read = new List<AccessToken>();
        async Task ReadAsync()
        {
            await foreach (var page in new AccessTokenStore(RecordedAnswer.Caller(exchange)).ReadAllAsync(500, 0, ulong.MaxValue, Stop))
                read.AddRange(page.Items);
        }
        if (exchange.Response.Status != 200)
        {
            Assert.Equal(404, (await Assert.ThrowsAsync<Dhis2ApiException>(ReadAsync)).StatusCode);
            return;
        }
        await ReadAsync();
        var recorded = RecordedAnswer.Json(exchange)!["apiToken"]!.AsArray();
        Assert.Equal(recorded.Count, read.Count);
        foreach (var (token, json) in read.Zip(recorded))
            Matches(token, json!);
    }

    [Theory]
    [MemberData(nameof(Singles))]
    public async Task A_token_is_read_or_is_an_error(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var reading = new AccessTokenStore(RecordedAnswer.Caller(exchange)).ReadAsync("abcdefghijk", Stop);
        if (exchange.Response.Status == 200)
            Matches(await reading, RecordedAnswer.Json(exchange)!);
        else
            Assert.Equal("E1005", (await Assert.ThrowsAsync<Dhis2ApiException>(() => reading)).ErrorCode);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_created_token_has_its_key_and_a_refused_one_its_reason(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var json = RecordedAnswer.Json(exchange)!;
        var handler = new AnsweringHandler(request => request.Method == "POST"
            ? AnsweringHandler.Json(json.ToJsonString(), exchange.Response.Status)
            : AnsweringHandler.Json($$"""{"id":"{{json["response"]!["uid"]}}","expire":4102444800000,"attributes":[]}"""));
        var creating = new AccessTokenStore(TestSession.CallerOf(handler, RecordedAnswer.Release(exchange))).CreateAsync(new AccessTokenRequest(), Stop);
        if (exchange.Response.Status == 201)
        {
            var made = await creating;
            Assert.Equal(((string?)json["response"]!["uid"], (string?)json["response"]!["key"]), (made.Id, new NetworkCredential("", made.Key).Password));
            return;
        }
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => creating);
        Assert.Equal((exchange.Response.Status, (string?)json["errorCode"]), (error.StatusCode, error.ErrorCode));
        Assert.Contains((string)json["message"]!, error.Message, StringComparison.Ordinal);
        foreach (var report in json["response"]?["errorReports"]?.AsArray() ?? [])
            Assert.Contains((string)report!["message"]!, error.Message, StringComparison.Ordinal);
        // A refused token is not looked for.
        Assert.Single(handler.Requests);
    }

    [Theory]
    [MemberData(nameof(Deletions))]
    public async Task A_deletion_is_done_or_an_error(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var deleting = new AccessTokenStore(RecordedAnswer.Caller(exchange)).DeleteAsync("abcdefghijk", Stop);
        if (exchange.Response.Status == 200)
            await deleting;
        else
            Assert.Equal("E1005", (await Assert.ThrowsAsync<Dhis2ApiException>(() => deleting)).ErrorCode);
    }

    private static void Matches(AccessToken token, JsonNode json)
    {
        Assert.Equal(((string?)json["id"], (string?)json["code"], (string?)json["type"]), (token.Id, token.Code, token.Type));
        Assert.Equal((string?)json["createdBy"]?["username"], token.Owner);
        Assert.Equal((string?)json["created"], token.Created?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal((long?)json["expire"], token.Expires?.ToUnixTimeMilliseconds());
        Assert.Equal((long?)json["expire"] == 1000, token.IsExpired && token.Expires!.Value.Year == 1970);
        Assert.Equal(Values(json, "allowedMethods"), token.AllowedMethods);
        Assert.Equal(Values(json, "allowedReferrers"), token.AllowedReferrers);
        Assert.Equal(Values(json, "allowedIps").Select(a => IPAddress.Parse(a).ToString()), token.AllowedIPAddresses);
    }

    private static List<string> Values(JsonNode json, string name) =>
        [.. (json["attributes"] as JsonArray ?? []).SelectMany(a => a![name] as JsonArray ?? []).Select(v => (string)v!)];

    private static TheoryData<string, string, string> Of(Func<string, bool> wanted, string method) =>
        RecordedAnswer.Rows(e => e.Request.Method == method && wanted(e.Name) && e.Request.Path.StartsWith("/api/apiToken", StringComparison.Ordinal), "auth");
}
