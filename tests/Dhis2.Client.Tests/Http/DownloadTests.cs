using System.Text.Json.Nodes;
using Dhis2.Client.Downloads;
using Dhis2.Client.Http;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Http;

/// <summary>Downloads that break: what comes is whole or not there, and what has come need not come again where a proxy can send the rest.</summary>
public sealed class DownloadTests : IAsyncLifetime
{
    private const string Units = "organisationUnits?paging=false&fields=*&order=id";

    private readonly string _folder = Directory.CreateTempSubdirectory("dhis2-download").FullName;
    private SandboxServer _server = null!;
    private Session _session = null!;

    private string File => Path.Combine(_folder, "units.json");

    private string Part => File + ".part";

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxFixture.StartAsync();
        _session = await TestSession.ConnectAsync(_server, o => o with { Retry = o.Retry with { MaximumRetryCount = 0 } });
        _server.Log.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_break_is_gone_on_from_within_one_call_as_long_as_it_grows()
    {
        using var patient = await TestSession.ConnectAsync(_server, o => o with { Retry = o.Retry with { MaximumRetryCount = 1 } });
        _server.State.RangeProxy.Serve("organisationUnits");
        _server.Faults.Add(new Fault { Kind = FaultKind.Truncate, Path = "organisationUnits", AfterBytes = 9000, Count = 4 });
        _server.Log.Clear();
        await RunAsync(patient);
        Assert.Equal(await WholeAsync(), await System.IO.File.ReadAllBytesAsync(File, Token));
        Assert.Equal([null, "bytes=9000-", "bytes=18000-", "bytes=27000-", "bytes=36000-"], Asked("Range"));
        Assert.Equal(["identity", "identity", "identity", "identity", "identity"], Asked("Accept-Encoding"));
        Assert.Single(Asked("If-Range").Skip(1).Distinct());
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task What_has_come_is_kept_and_the_next_call_asks_for_the_rest()
    {
        _server.State.RangeProxy.Serve("organisationUnits");
        await BreakAsync(afterBytes: 5000);
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(5000, new FileInfo(Part).Length);
        await RunAsync(_session);
        Assert.Equal("bytes=5000-", Asked("Range")[^1]);
        Assert.Equal(206, _server.Log.Requests[^1].Status);
        Assert.Equal(await WholeAsync(), await System.IO.File.ReadAllBytesAsync(File, Token));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_file_that_has_changed_comes_from_the_start()
    {
        _server.State.RangeProxy.Serve("systemSettings");
        await BreakAsync(afterBytes: 1000, "systemSettings");
        _server.State.Settings.Set("applicationTitle", "Changed meanwhile");
        await RunAsync(_session, "systemSettings");
        Assert.Equal((200, "bytes=1000-"), (_server.Log.Requests[^1].Status, Asked("Range")[^1]));
        Assert.Equal("Changed meanwhile", (string?)JsonNode.Parse(await System.IO.File.ReadAllTextAsync(File, Token))!["applicationTitle"]);
    }

    [Fact]
    public async Task Without_a_proxy_that_can_it_comes_from_the_start_and_nothing_is_kept()
    {
        await BreakAsync(afterBytes: 5000);
        Assert.Empty(Directory.GetFiles(_folder));
        await RunAsync(_session);
        Assert.Equal([null, null], Asked("Range"));
        Assert.Equal(await WholeAsync(), await System.IO.File.ReadAllBytesAsync(File, Token));
    }

    [Fact]
    public async Task A_part_that_is_whole_already_is_told_by_416()
    {
        _server.State.RangeProxy.Serve("organisationUnits");
        await BreakAsync(afterBytes: 5000);
        var whole = await WholeAsync();
        await System.IO.File.WriteAllBytesAsync(Part, whole, Token);
        await RunAsync(_session);
        Assert.Equal(416, _server.Log.Requests[^1].Status);
        Assert.Equal(whole, await System.IO.File.ReadAllBytesAsync(File, Token));
    }

    [Fact]
    public async Task A_part_longer_than_the_file_is_thrown_away()
    {
        _server.State.RangeProxy.Serve("organisationUnits");
        await BreakAsync(afterBytes: 5000);
        var whole = await WholeAsync();
        await System.IO.File.WriteAllBytesAsync(Part, [.. whole, 1, 2, 3], Token);
        _server.Log.Clear();
        await RunAsync(_session);
        Assert.Equal([416, 200], _server.Log.Requests.Select(r => r.Status));
        Assert.Equal(whole, await System.IO.File.ReadAllBytesAsync(File, Token));
    }

    [Fact]
    public async Task A_file_of_the_users_own_is_not_taken_for_a_part()
    {
        await System.IO.File.WriteAllTextAsync(Part, "precious", Token);
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => RunAsync(_session));
        Assert.Contains(Part, error.Message, StringComparison.Ordinal);
        Assert.Equal("precious", await System.IO.File.ReadAllTextAsync(Part, Token));
    }

    [Fact]
    public async Task A_part_of_another_address_is_no_beginning()
    {
        _server.State.RangeProxy.Serve("organisationUnits");
        await BreakAsync(afterBytes: 5000);
        await RunAsync(_session, "organisationUnits?paging=false&fields=id&order=id");
        Assert.Null(Asked("Range")[^1]);
        Assert.Equal(112, JsonNode.Parse(await System.IO.File.ReadAllTextAsync(File, Token))!["organisationUnits"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_proxy_that_sends_another_part_than_was_asked_for_is_not_believed()
    {
        _server.State.RangeProxy.Serve("organisationUnits");
        await BreakAsync(afterBytes: 5000);
        var whole = await WholeAsync();
        var answers = 0;
        using var handler = new AnsweringHandler(_ => answers++ == 0 ? Wrong() : new HttpResponseMessage { Content = new ByteArrayContent(whole) });
        using var session = TestSession.Of(handler);
        session.UserName = _session.UserName;
        // The part is that of this server's address.
        var info = File + ".part.info";
        var lines = await System.IO.File.ReadAllLinesAsync(info, Token);
        await System.IO.File.WriteAllLinesAsync(info, [lines[0].Replace(_server.Uri.ToString(), session.Uri.ToString(), StringComparison.Ordinal), lines[1]], Token);
        await RunAsync(session);
        Assert.Equal(["bytes=5000-", ""], handler.Requests.Select(r => r.Headers.GetValueOrDefault("Range", "")));
        Assert.Equal(whole, await System.IO.File.ReadAllBytesAsync(File, Token));

        HttpResponseMessage Wrong()
        {
            var response = new HttpResponseMessage(System.Net.HttpStatusCode.PartialContent) { Content = new ByteArrayContent(new byte[100]) };
            response.Content.Headers.ContentRange = new System.Net.Http.Headers.ContentRangeHeaderValue(4000, 4099, whole.Length);
            return response;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Dhis2Request Request(string path, IReadOnlyDictionary<string, string> headers) => new(path) { Headers = headers, AcceptsStatus = status => status == 416 };

    private Task RunAsync(Session session, string path = Units) => new Download(session.As(), headers => Request(path, headers)).RunAsync(File, null, Token);

    private async Task BreakAsync(int afterBytes, string path = Units)
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.Truncate, Path = path.Split('?')[0], AfterBytes = afterBytes });
        await Assert.ThrowsAsync<Dhis2ConnectionException>(() => RunAsync(_session, path));
    }

    private Task<byte[]> WholeAsync()
    {
        _server.Faults.Clear();
        return _session.As().ReadAsync(new Dhis2Request(Units), Token);
    }

    // Of the downloads, and not of the look at the whole, which takes packed answers.
    private List<string?> Asked(string header) =>
        [.. _server.Log.Requests.Where(r => r.Headers.GetValueOrDefault("Accept-Encoding") == "identity").Select(r => r.Headers.GetValueOrDefault(header))];
}
