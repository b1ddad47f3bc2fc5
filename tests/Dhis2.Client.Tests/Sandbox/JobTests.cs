using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Sandbox;

/// <summary>The jobs that tests order from the sandbox go as they were ordered.</summary>
public sealed class JobTests
{
    private const string Import = "DATAVALUE_IMPORT";

    public static TheoryData<Dialect> WithConfigurations => [Dialect.V41, Dialect.V42, Dialect.V43];

    [Theory]
    [InlineData("completed", "COMPLETED", "INFO", "SUCCESS")]
    [InlineData("failed", "FAILED", "ERROR", "ERROR")]
    [InlineData("crash", "COMPLETED", "INFO", "ERROR")]
    public async Task An_outcome_shows_in_state_last_word_and_summary(string outcome, string lastStatus, string level, string summaryStatus)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions());
        using var client = Client(server);
        var id = await OrderAsync(client, new { type = Import, outcome, milliseconds = 20, delay = 10 });
        Assert.Equal(lastStatus, await EndAsync(client, id));
        var said = await client.GetFromJsonAsync<JsonArray>($"api/system/tasks/{Import}/{id}");
        Assert.Equal((level, true), ((string)said![0]!["level"]!, (bool)said[0]!["completed"]!));
        Assert.Equal("Step 1 of 3", (string)said[^1]!["message"]!);
        Assert.Equal(summaryStatus, (string)(await client.GetFromJsonAsync<JsonObject>($"api/system/taskSummaries/{Import}/{id}"))!["status"]!);
    }

    [Theory]
    [MemberData(nameof(WithConfigurations))]
    public async Task Reading_one_job_between_its_end_and_its_last_word_destroys_what_it_said(Dialect dialect)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Dialect = dialect });
        using var client = Client(server);
        var id = await OrderAsync(client, new { type = Import, outcome = "stopped", milliseconds = 20, delay = 0 });
        Assert.Equal("STOPPED", await EndAsync(client, id));
        var first = await client.GetFromJsonAsync<JsonArray>($"api/system/tasks/{Import}/{id}");
        Assert.True((bool)Assert.Single(first!)!["completed"]!);
        Assert.Empty((await client.GetFromJsonAsync<JsonArray>($"api/system/tasks/{Import}/{id}"))!);
    }

    [Fact]
    public async Task Reading_the_map_of_a_type_harms_nothing()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions());
        using var client = Client(server);
        var id = await OrderAsync(client, new { type = Import, outcome = "stopped", messages = 5, milliseconds = 20, delay = 0 });
        await EndAsync(client, id);
        for (var reading = 0; reading < 2; reading++)
        {
            var inShort = await client.GetFromJsonAsync<JsonObject>($"api/system/tasks/{Import}");
            Assert.Equal(["Step 5 of 5", "Step 1 of 5"], inShort![id]!.AsArray().Select(item => (string)item!["message"]!));
        }
        var whole = await client.GetFromJsonAsync<JsonObject>($"api/system/tasks/{Import}?gist=false");
        Assert.Equal(5, whole![id]!.AsArray().Count);
    }

    [Fact]
    public async Task A_late_summary_is_not_there_before_its_time()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions());
        using var client = Client(server);
        var id = await OrderAsync(client, new { type = Import, milliseconds = 0, delay = 0, summaryDelay = 2500 });
        Assert.Equal("COMPLETED", await EndAsync(client, id));
        Assert.Empty(await client.GetByteArrayAsync($"api/system/taskSummaries/{Import}/{id}"));
        var waited = Stopwatch.StartNew();
        while ((await client.GetByteArrayAsync($"api/system/taskSummaries/{Import}/{id}")).Length == 0)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), "The summary never came.");
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task A_lost_job_says_it_runs_and_nothing_else()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions());
        using var client = Client(server);
        var id = await OrderAsync(client, new { type = Import, outcome = "lost", delay = 0 });
        var waited = Stopwatch.StartNew();
        while (await StateAsync(client, id) is not { } state || (string)state["jobStatus"]! != "RUNNING")
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), "The job never ran.");
            await Task.Delay(10);
        }
        Assert.Empty((await client.GetFromJsonAsync<JsonArray>($"api/system/tasks/{Import}/{id}"))!);
    }

    [Fact]
    public async Task A_job_of_2_40_has_no_configuration_and_keeps_what_it_said()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Dialect = Dialect.V40 });
        using var client = Client(server);
        var id = await OrderAsync(client, new { type = Import, outcome = "stopped", messages = 2, milliseconds = 0, delay = 0 });
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"api/jobConfigurations/{id}")).StatusCode);
        var waited = Stopwatch.StartNew();
        while ((await client.GetFromJsonAsync<JsonArray>($"api/system/tasks/{Import}/{id}"))!.Count < 2)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), "The job said nothing.");
            await Task.Delay(10);
        }
        Assert.Equal(2, (await client.GetFromJsonAsync<JsonArray>($"api/system/tasks/{Import}/{id}"))!.Count);
    }

    private static async Task<string> OrderAsync(HttpClient client, object order)
    {
        // No credentials are needed to order a job.
        using var anyone = new HttpClient { BaseAddress = client.BaseAddress };
        using var response = await anyone.PostAsJsonAsync("_sandbox/jobs", order);
        return (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
    }

    private static Task<JsonObject?> StateAsync(HttpClient client, string id) =>
        client.GetFromJsonAsync<JsonObject>($"api/jobConfigurations/{id}?fields=jobStatus,lastExecutedStatus");

    private static async Task<string> EndAsync(HttpClient client, string id)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var state = await StateAsync(client, id);
            Assert.Equal(2, state!.Count);
            if ((string)state["jobStatus"]! == "DISABLED")
                return (string)state["lastExecutedStatus"]!;
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), "The job never ended.");
            await Task.Delay(10);
        }
    }

    private static HttpClient Client(SandboxServer server)
    {
        var client = new HttpClient { BaseAddress = server.Uri };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:district")));
        client.DefaultRequestHeaders.Add("X-Requested-With", "XMLHttpRequest");
        return client;
    }
}
