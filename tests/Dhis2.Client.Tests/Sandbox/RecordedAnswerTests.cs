using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dhis2.Client.Tests.Support;
using Dhis2.Recordings;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Sandbox;

/// <summary>The sandbox answers as a real server did, where a test asks for it.</summary>
public sealed class RecordedAnswerTests
{
    private const string Area = "analytics";

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_request_of_that_method_and_path_gets_the_recorded_answer_once(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var http = new HttpClient { BaseAddress = server.Uri };
        // Without it, who is not logged in is sent to the login page.
        http.DefaultRequestHeaders.Add("X-Requested-With", "XMLHttpRequest");
        var recorded = RecordingArchive.Open(dialect.Number()).Area(Area).First(e => e.Request.Method == "GET" && e.Response.Status == 409 && e.Response.Body.Json is not null);
        using var added = await http.PostAsJsonAsync("_sandbox/faults", new { kind = "recorded", area = Area, name = recorded.Name });
        Assert.Equal(204, (int)added.StatusCode);

        var path = recorded.Request.Path.Split('?')[0];
        using var other = await http.GetAsync(path + "More");
        Assert.NotEqual(409, (int)other.StatusCode);
        using var answer = await http.GetAsync(path + "?whatever=is&asked");
        Assert.Equal(409, (int)answer.StatusCode);
        Assert.Equal(recorded.Response.MediaType, answer.Content.Headers.ContentType?.MediaType);
        Assert.True(JsonNode.DeepEquals(recorded.Response.Body.Json, JsonNode.Parse(await answer.Content.ReadAsStringAsync())));
        using var again = await http.GetAsync(path + "?whatever=is&asked");
        Assert.NotEqual(409, (int)again.StatusCode);
        Assert.Equal([null, "recorded", null], server.Log.Requests.Select(r => r.Fault));
    }

    [Fact]
    public async Task An_exchange_that_the_version_does_not_have_is_refused()
    {
        await using var server = await SandboxFixture.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Uri };
        using var answer = await http.PostAsJsonAsync("_sandbox/faults", new { kind = "recorded", area = Area, name = "no such exchange" });
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("no such exchange", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, server.Faults.Count);
    }
}
