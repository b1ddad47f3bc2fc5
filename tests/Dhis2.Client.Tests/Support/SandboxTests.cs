using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Support;

/// <summary>The sandbox does what other tests count on: faults happen when and as asked, and the log tells all.</summary>
public sealed class SandboxTests : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private SandboxServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxFixture.StartAsync();
        _http.BaseAddress = _server.Uri;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:" + SandboxUsers.AdminPassword)));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_status_happens_as_often_as_asked_and_to_matching_requests_only()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.Status, Path = "dataElements", Status = 503, RetryAfter = "7", Count = 2, After = 1 });
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await _http.GetAsync("api/dataElements?pageSize=1");
            statuses.Add(response.StatusCode);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
            using var other = await _http.GetAsync("api/system/ping");
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], statuses);
    }

    [Fact]
    public async Task A_truncated_body_breaks_off_where_asked()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.Truncate, AfterBytes = 100 });
        using var response = await _http.GetAsync("api/dataElements", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[4096];
        var read = 0;
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await body.ReadAsync(buffer) is var more and > 0)
                read += more;
        });
        Assert.Equal(100, read);
        Assert.True(response.Content.Headers.ContentLength > 100);
    }

    [Fact]
    public async Task A_reset_gives_no_answer()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.Reset });
        await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetAsync("api/dataElements"));
    }

    [Fact]
    public async Task A_stalled_body_goes_on_after_the_pause()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.StallBody, AfterBytes = 10, Milliseconds = 300 });
        var watch = Stopwatch.StartNew();
        var text = await _http.GetStringAsync("api/dataElements");
        Assert.InRange(watch.ElapsedMilliseconds, 290, 10_000);
        Assert.NotNull(JsonNode.Parse(text));
    }

    [Fact]
    public async Task Bad_json_is_no_json()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.BadJson });
        var text = await _http.GetStringAsync("api/dataElements");
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(text));
    }

    [Fact]
    public async Task A_duplicate_page_shows_the_page_before_under_the_number_asked_for()
    {
        var first = JsonNode.Parse(await _http.GetStringAsync("api/organisationUnits?order=id&fields=id&pageSize=5&page=1"));
        _server.Faults.Add(new Fault { Kind = FaultKind.DuplicatePage, Path = "page=2" });
        var second = JsonNode.Parse(await _http.GetStringAsync("api/organisationUnits?order=id&fields=id&pageSize=5&page=2"));
        Assert.Equal(2, (int)second!["pager"]!["page"]!);
        Assert.Equal(first!["organisationUnits"]!.ToJsonString(), second["organisationUnits"]!.ToJsonString());
    }

    [Fact]
    public async Task A_total_changes_by_what_was_asked()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.TotalChanges, By = -3 });
        var list = JsonNode.Parse(await _http.GetStringAsync("api/organisationUnits?pageSize=5"));
        Assert.Equal(109, (int)list!["pager"]!["total"]!);
    }

    [Fact]
    public async Task An_expired_session_is_no_session()
    {
        using var login = await _http.GetAsync("api/me");
        var cookie = login.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        _http.DefaultRequestHeaders.Authorization = null;
        _http.DefaultRequestHeaders.Add("Cookie", cookie);
        using var known = await _http.GetAsync("api/me");
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        _server.Faults.Add(new Fault { Kind = FaultKind.ExpireSession });
        using var expired = await _http.GetAsync("api/me");
        Assert.Equal(HttpStatusCode.Redirect, expired.StatusCode);
    }

    [Fact]
    public async Task The_log_tells_method_path_headers_body_and_status()
    {
        using var content = new StringContent("""{"a":1}""", Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync("api/nonsense?x=%20y", content);
        var entry = Assert.Single(_server.Log.Requests);
        Assert.Equal(("POST", "/api/nonsense?x=%20y", 404), (entry.Method, entry.Path, entry.Status));
        Assert.Equal("application/json; charset=utf-8", entry.Headers["content-type"]);
        Assert.Equal(("""{"a":1}""", 7L, "admin"), (entry.Body, entry.BodyLength, entry.User));
    }

    [Fact]
    public async Task Another_process_orders_faults_and_reads_the_log_over_http()
    {
        using var order = new StringContent("""{"kind":"login-page","path":"/api/me"}""");
        using var ordered = await _http.PostAsync("_sandbox/faults", order);
        Assert.Equal(HttpStatusCode.NoContent, ordered.StatusCode);
        using var page = await _http.GetAsync("api/me");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        var log = JsonNode.Parse(await _http.GetStringAsync("_sandbox/requests"))!.AsArray();
        Assert.Equal("login-page", (string?)Assert.Single(log)!["fault"]);
    }

    [Fact]
    public async Task The_clock_is_as_wrong_as_asked_in_the_date_of_answers_and_in_the_system_information()
    {
        using var order = new StringContent("""{"offsetSeconds":-600}""");
        using var ordered = await _http.PostAsync("_sandbox/clock", order);
        Assert.Equal((HttpStatusCode.NoContent, TimeSpan.FromMinutes(-10)), (ordered.StatusCode, _server.Clock.Offset));
        using var answer = await _http.GetAsync("api/system/info");
        var expected = DateTimeOffset.UtcNow.AddMinutes(-10);
        Assert.Equal(expected, answer.Headers.Date!.Value, TimeSpan.FromSeconds(20));
        var info = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(expected.UtcDateTime, DateTime.Parse((string)info!["serverDate"]!, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_generated_country_is_the_same_for_the_same_seed_and_is_listed_in_full()
    {
        var options = new SandboxOptions { OrgUnits = 2500, Seed = 7 };
        await using var one = await SandboxServer.StartAsync(options);
        await using var two = await SandboxServer.StartAsync(options);
        var lists = new List<string>();
        foreach (var server in new[] { one, two })
            lists.Add(await _http.GetStringAsync(new Uri(server.Uri, "api/organisationUnits?paging=false&order=id&fields=id,name,path,level,openingDate")));
        Assert.Equal(lists[0], lists[1]);
        var units = JsonNode.Parse(lists[0])!["organisationUnits"]!.AsArray();
        Assert.Equal(2500, units.Select(u => (string)u!["id"]!).Distinct().Count());
        Assert.Equal([1, 2, 3, 4], units.Select(u => (int)u!["level"]!).Distinct().Order());
    }
}
