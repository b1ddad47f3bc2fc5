using System.Text.Json.Nodes;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;
using Dhis2.Client.Metadata;
using Dhis2.Client.Tests.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Http;

/// <summary>What goes wrong on a real wire: silence, cut and broken answers, pages in place of data; and what goes over it when nothing does.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private SandboxServer _server = null!;
    private Session _session = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxFixture.StartAsync();
        _session = await TestSession.ConnectAsync(_server, o => o with { ReadTimeout = TimeSpan.FromSeconds(2), Retry = o.Retry with { MaximumRetryCount = 2 } });
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(FaultKind.Stall)]
    [InlineData(FaultKind.StallBody)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.Reset)]
    public async Task A_page_that_breaks_once_is_asked_for_again(FaultKind kind)
    {
        _server.Faults.Add(new Fault { Kind = kind, Path = "/api/organisationUnits", After = 1 });
        var units = await UnitsAsync(pageSize: 40);
        Assert.Equal(112, units.Distinct().Count());
        Assert.Equal(112, units.Count);
        Assert.Equal(4, _server.Log.Requests.Count(r => r.Path.StartsWith("/api/organisationUnits", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(FaultKind.Stall, typeof(Dhis2TimeoutException))]
    [InlineData(FaultKind.StallBody, typeof(Dhis2TimeoutException))]
    [InlineData(FaultKind.Truncate, typeof(Dhis2ConnectionException))]
    [InlineData(FaultKind.Reset, typeof(Dhis2ConnectionException))]
    [InlineData(FaultKind.CutShort, typeof(Dhis2ClientException))]
    [InlineData(FaultKind.BadJson, typeof(Dhis2ClientException))]
    [InlineData(FaultKind.Empty, typeof(Dhis2ClientException))]
    [InlineData(FaultKind.LoginPage, typeof(Dhis2ClientException))]
    [InlineData(FaultKind.Redirect, typeof(Dhis2AuthenticationException))]
    public async Task A_list_that_stays_broken_is_the_right_error(FaultKind kind, Type error)
    {
        _server.Faults.Add(new Fault { Kind = kind, Path = "/api/organisationUnits", Count = 0 });
        Assert.Equal(error, (await Assert.ThrowsAnyAsync<Dhis2Exception>(() => UnitsAsync(pageSize: 200))).GetType());
    }

    [Theory]
    [InlineData(FaultKind.StallBody, typeof(Dhis2TimeoutException))]
    [InlineData(FaultKind.Truncate, typeof(Dhis2ConnectionException))]
    [InlineData(FaultKind.CutShort, typeof(Dhis2ClientException))]
    [InlineData(FaultKind.BadJson, typeof(Dhis2ClientException))]
    public async Task A_stream_that_breaks_says_how_much_had_been_read(FaultKind kind, Type error)
    {
        var rows = Importing.Rows(_server, 2000);
        await Importing.RunAsync(_session, new ImportOptions { DataSet = Importing.Monthly }, rows);
        _server.Faults.Add(new Fault { Kind = kind, Path = "/api/dataValueSets", Method = "GET" });
        var read = 0;
        var query = new DataValueQuery { DataSets = [Importing.Monthly], StartDate = new DateTime(2010, 1, 1), EndDate = new DateTime(2019, 1, 1), OrgUnits = [_server.State.Country.OrgUnits.Root.Uid], Children = true };
        var thrown = await Assert.ThrowsAnyAsync<Dhis2ClientException>(async () =>
        {
            await foreach (var batch in DataValueReader.ReadAsync(_session.As(), query, 100, TestContext.Current.CancellationToken))
                read += batch.Count;
        });
        Assert.Equal(error, thrown.GetType());
        Assert.InRange(read, 1, 1999);
        Assert.Matches($@"\b\d+ values had been read; more are missing", thrown.Message);
    }

    [Fact]
    public async Task A_slow_but_steady_answer_is_no_silence()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.Drip, Path = "/api/organisationUnits", AfterBytes = 2000, Milliseconds = 60 });
        Assert.Equal(112, (await UnitsAsync(pageSize: 200)).Count);
        Assert.Single(_server.Log.Requests, r => r.Path.StartsWith("/api/organisationUnits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repeated_page_is_detected()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.DuplicatePage, Path = "/api/organisationUnits", After = 1 });
        // The pages after the first are asked for together: which of them the server repeats is a matter of chance.
        Assert.Matches("page [23] ", (await Assert.ThrowsAsync<Dhis2ClientException>(() => UnitsAsync(pageSize: 40))).Message);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task A_total_that_lies_changes_nothing(int by)
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.TotalChanges, Path = "/api/organisationUnits", By = by, Count = 0 });
        Assert.Equal(112, (await UnitsAsync(pageSize: 50)).Count);
    }

    [Fact]
    public async Task Every_request_bears_the_right_headers()
    {
        await UnitsAsync(pageSize: 50);
        await Importing.RunAsync(_session, new ImportOptions { DataSet = Importing.Monthly }, Importing.Rows(_server, 10));
        Assert.All(_server.Log.Requests, r =>
        {
            Assert.Equal("XMLHttpRequest", r.Headers["X-Requested-With"]);
            Assert.False(r.Headers.ContainsKey("Origin"));
            Assert.Contains("gzip", r.Headers["Accept-Encoding"], StringComparison.Ordinal);
        });
        // The first asks without credentials what server this is.
        Assert.False(_server.Log.Requests[0].Headers.ContainsKey("Authorization"));
        Assert.All(_server.Log.Requests.Skip(1), r => Assert.StartsWith("Basic ", r.Headers["Authorization"], StringComparison.Ordinal));
        // One jar: all but the first of these carry the session's cookie, and so cost no password check.
        Assert.All(_server.Log.Requests.Skip(2), r => Assert.Contains("JSESSIONID=", r.Headers["Cookie"], StringComparison.Ordinal));
        var post = Assert.Single(Importing.Posts(_server));
        Assert.Equal("application/json", post.Headers["Content-Type"]);
        Assert.False(post.Headers.ContainsKey("Content-Encoding"));
        Assert.True(post.BodyLength < post.BodyBytes.Length, "The body did not go out packed.");
        Assert.Equal(10, JsonNode.Parse(post.BodyBytes)!["dataValues"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_server_that_is_not_there_cannot_be_reached()
    {
        var uri = _server.Uri;
        await _server.DisposeAsync();
        var error = await Assert.ThrowsAsync<Dhis2ConnectionException>(() => _session.As().ReadAsync(new Dhis2Request("ping", HttpMethod.Post), TestContext.Current.CancellationToken));
        Assert.True(error.NeverSent);
        Assert.Contains(uri.Authority, error.Message, StringComparison.Ordinal);
    }

    private async Task<List<string>> UnitsAsync(int pageSize)
    {
        var reader = new MetadataReader<JsonNode?>(_session.As(), _ => new NodeBuilder(), item => (string?)item!["id"]);
        var ids = new List<string>();
        await foreach (var page in reader.ReadAsync(new MetadataQuery { Type = MetadataType.Of("organisationUnits"), Fields = "id,name", PageSize = pageSize }, null, TestContext.Current.CancellationToken))
            ids.AddRange(page.Items.Select(i => (string)i!["id"]!));
        return ids;
    }
}
