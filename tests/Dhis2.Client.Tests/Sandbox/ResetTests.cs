using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Sandbox;

/// <summary>After a reset nothing that was written, ordered or given out before is left.</summary>
public sealed class ResetTests
{
    // What the answers of each part look like; what differs by time or chance alone is left out of the fields.
    private static readonly string[] s_looks =
    [
        "api/dataValueSets?dataSet=J33aMjt3IoU&period=201405&orgUnit=aIv4qaIOQ2k",
        "api/systemSettings/applicationTitle",
        "api/userSettings/keyUiLocale",
        "api/apiToken?fields=id",
        "api/sqlViews?fields=id&paging=false",
        "api/system/tasks",
        "api/ping",
        "api/dataElements?fields=id&pageSize=3",
    ];

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task What_was_written_is_gone(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect, new SandboxOptions { JobDelay = TimeSpan.FromDays(1) });
        using var http = Admin(server);
        var atStart = await LookAsync(http);
        await ChangeAsync(http);
        var changed = await LookAsync(http);
        Assert.All(s_looks, look => Assert.NotEqual(atStart[look], changed[look]));
        using var reset = await http.DeleteAsync("_sandbox/state");
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Empty(server.Log.Requests);
        Assert.Equal(atStart, await LookAsync(http));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Who_was_let_in_is_not_known_any_more(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect, new SandboxOptions { OAuth2 = true });
        using var admin = Admin(server);
        using var login = await admin.GetAsync("api/me");
        var cookie = login.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var created = await PostAsync(admin, "api/apiToken", "{}");
        var token = (string)JsonNode.Parse(await created.Content.ReadAsStringAsync())!["response"]!["key"]!;
        using var known = Client(server, "Cookie", cookie);
        using var owner = Client(server, "Authorization", "ApiToken " + token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(known), await StatusAsync(owner)));
        server.Reset();
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(known));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(owner));
    }

    [Fact]
    public async Task Users_clock_and_origins_are_as_at_the_start()
    {
        await using var server = await SandboxFixture.StartAsync(options: new SandboxOptions { ClockOffset = TimeSpan.FromMinutes(5) });
        using var http = Admin(server);
        using var locked = await PostAsync(http, "_sandbox/users", """{"username":"reader","locked":true}""");
        using var late = await PostAsync(http, "_sandbox/clock", """{"offsetSeconds":-600}""");
        server.AllowedOrigins.Add("https://other.example.org");
        Assert.Equal((true, TimeSpan.FromMinutes(-10)), (server.Users["reader"].Locked, server.Clock.Offset));
        server.Reset();
        Assert.Equal((false, TimeSpan.FromMinutes(5)), (server.Users["reader"].Locked, server.Clock.Offset));
        Assert.DoesNotContain("https://other.example.org", server.AllowedOrigins);
    }

    private static async Task ChangeAsync(HttpClient http)
    {
        (string Path, string Body, string Type)[] writes =
        [
            ("api/dataValueSets", """{"dataSet":"J33aMjt3IoU","dataValues":[{"dataElement":"wQnWB75rNpL","period":"201405","orgUnit":"aIv4qaIOQ2k","value":"5"}]}""", "application/json"),
            ("api/systemSettings/applicationTitle", "Changed", "text/plain"),
            ("api/userSettings/keyUiLocale?value=fr", "", "text/plain"),
            ("api/apiToken", "{}", "application/json"),
            ("api/sqlViews", """{"name":"Reset","sqlQuery":"select 1","type":"QUERY"}""", "application/json"),
            ("_sandbox/jobs", """{"type":"MONITORING"}""", "application/json"),
            ("_sandbox/range-proxy?path=dataElements", "", "text/plain"),
            ("_sandbox/faults", """{"kind":"status","status":503,"path":"/api/ping","count":0}""", "application/json"),
        ];
        foreach (var (path, body, type) in writes)
        {
            using var answer = await PostAsync(http, path, body, type);
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private static async Task<Dictionary<string, string>> LookAsync(HttpClient http)
    {
        var looks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in s_looks)
        {
            using var answer = await http.GetAsync(path);
            looks[path] = $"{(int)answer.StatusCode} {answer.Headers.AcceptRanges} {await answer.Content.ReadAsStringAsync()}";
        }
        return looks;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string body, string type = "application/json") =>
        http.PostAsync(path, new StringContent(body, Encoding.UTF8, type));

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("api/me");
        return answer.StatusCode;
    }

    private static HttpClient Admin(SandboxServer server) =>
        Client(server, "Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:" + SandboxUsers.AdminPassword)));

    private static HttpClient Client(SandboxServer server, string header, string value)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.Uri };
        http.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        return http;
    }
}
