using System.Text.Json;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Import;

/// <summary>Imports that do not go smoothly: whatever happens on the wire, no row is counted twice and none is lost.</summary>
public sealed class ImportFaultTests
{
    private const string Posts = "^/api/dataValueSets";

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    public static TheoryData<Dialect, bool, int> Breaks()
    {
        var rows = new TheoryData<Dialect, bool, int>();
        foreach (var dialect in Dialects.All)
        {
            foreach (var handled in new[] { false, true })
            {
                rows.Add(dialect, handled, 1);
                rows.Add(dialect, handled, 3);
            }
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_server_that_is_busy_is_asked_again(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 503, Method = "POST", Path = Posts, Count = 2 });
        var rows = Importing.Rows(server, 200);
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly }, rows);
        Assert.Equal((200, 0, 0), (account.Imported + account.Updated, account.Rejected, account.Unknown));
        Assert.Equal(3, Importing.Posts(server).Count);
        IsStored(server, rows);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_request_that_is_too_large_is_split(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 413, Method = "POST", Path = Posts, Count = 3 });
        var rows = Importing.Rows(server, 201);
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly }, rows);
        Assert.Equal((201, 0, 0, 201), (account.Imported + account.Updated, account.Rejected, account.Unknown, account.Total));
        IsStored(server, rows);
    }

    /// <summary>The server did the work and the answer got lost, or the connection broke before it did any.</summary>
    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_connection_that_breaks_costs_no_row_and_counts_none_twice(Dialect dialect, bool handled, int times)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = Posts, Count = times, After = 1, Handled = handled });
        var rows = Importing.Rows(server, 300);
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly, BatchSize = 100 }, rows);
        Assert.Equal((300, 300, 0, 0), (account.Total, account.Imported + account.Updated + account.Unchanged, account.Rejected, account.Unknown));
        Assert.False(account.Stopped);
        IsStored(server, rows);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_server_that_is_gone_for_good_leaves_an_honest_account(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        // The second batch is done and its answer lost; from then on nothing answers, reads included.
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Path = "^/api", Count = 0, After = 1, Handled = true });
        var rows = Importing.Rows(server, 300);
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly, BatchSize = 100, SkipPreflight = true }, rows);
        Assert.True(account.Stopped);
        Assert.Equal("ERROR", account.Status);
        // The third batch was read and never sent: it is not stored, and is told as such.
        Assert.Equal((100, 100, 100, 0), (account.Imported + account.Updated, account.Unknown, account.NotSent, account.Rejected));
        Assert.All(account.Conflicts.Where(c => c.Outcome == ImportOutcome.NotSent), c => Assert.StartsWith("Not sent", c.Message, StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(101, 100).Select(i => (long?)i), account.Conflicts.Where(c => c.Outcome == ImportOutcome.Unknown).Select(c => c.Line));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task What_the_answer_does_not_tell_is_read_back(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        // Every post is done, and its answer lost; reading works.
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = Posts, Count = 0, Handled = true });
        var rows = Importing.Rows(server, 50);
        rows.Add(Importing.Row(51, rows[0].Value.OrgUnit!, 2019, 1, "none"));
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly, SkipPreflight = true }, rows);
        // Whether the server refused the last row or is at work on it still, nobody can tell.
        Assert.Equal((51, 50, 1), (account.Total, account.Imported + account.Updated, account.Unknown));
        Assert.Equal(51, Assert.Single(account.Conflicts).Line);
        Assert.True(account.Stopped);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_session_that_ends_in_the_middle_goes_on_with_a_new_login(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.ExpireSession, Method = "POST", Path = Posts, After = 1 });
        var rows = Importing.Rows(server, 300);
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly, BatchSize = 100 }, rows);
        Assert.Equal(300, account.Imported + account.Updated);
        IsStored(server, rows);
    }

    [Theory]
    [InlineData(Dialect.V40)]
    [InlineData(Dialect.V41)]
    [InlineData(Dialect.V42)]
    public async Task Create_after_a_lost_answer_does_not_take_its_own_values_for_others(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 100);
        var taken = Importing.Row(1, rows[0].Value.OrgUnit!, 2010, 1, "999");
        await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly }, [taken]);
        server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = Posts, Handled = true });
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly, Strategy = ImportStrategy.Create }, rows);
        Assert.Equal((99, 1, 100), (account.Imported, account.Rejected, account.Total));
        var conflict = Assert.Single(account.Conflicts);
        Assert.Equal(1, conflict.Line);
        Assert.Equal("999", Importing.Stored(server, rows[0]));
        IsStored(server, rows.Skip(1));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_refusal_of_the_account_stores_nothing_and_rejects_all(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "POST", Path = Posts, Count = 0, Body = JsonSerializer.SerializeToElement(new { status = "ERROR", message = "Access is denied" }) });
        var account = await Importing.RunAsync(session, new ImportOptions { DataSet = Importing.Monthly, BatchSize = 10 }, Importing.Rows(server, 20));
        Assert.True(account.Stopped);
        Assert.Equal((10, 10, 0, 0), (account.Rejected, account.NotSent, account.Unknown, account.Imported + account.Updated));
        Assert.All(account.Conflicts.Take(10), c => Assert.Contains("Access is denied", c.Message, StringComparison.Ordinal));
        Assert.All(account.Conflicts.Skip(10), c => Assert.StartsWith("Not sent", c.Message, StringComparison.Ordinal));
    }

    private static void IsStored(SandboxServer server, IEnumerable<ImportRow> rows)
    {
        foreach (var row in rows)
            Assert.Equal(row.Value.Value, Importing.Stored(server, row));
    }
}
