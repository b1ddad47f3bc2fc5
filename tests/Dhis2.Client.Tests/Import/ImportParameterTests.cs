using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Import;

/// <summary>What parameters of an import mean to the server, and where they mean nothing.</summary>
public sealed class ImportParameterTests
{
    private static readonly ImportOptions s_monthly = new() { DataSet = Importing.Monthly };

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task A_data_set_is_marked_as_complete_once_all_rows_are_in_and_not_before(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var unit = Importing.Facilities(server)[0];
        var options = s_monthly with { Period = "201801", OrgUnit = unit, CompleteDate = "2018-02-05" };
        var bad = await Importing.RunAsync(session, options, [Importing.Row(1, unit, 2018, 1, "1"), Importing.Row(2, unit, 2018, 1, "none", Importing.Deaths)]);
        Assert.Empty(Registrations(server));
        Assert.Contains("1 of its 2 rows", Assert.Single(bad.Completions).Message, StringComparison.Ordinal);
        var good = await Importing.RunAsync(session, options, [Importing.Row(1, unit, 2018, 1, "1")]);
        Assert.True(Assert.Single(good.Completions).IsRegistered, good.Completions[0].Message);
        Assert.Contains("\"date\":\"2018-02-05\"", Assert.Single(Registrations(server)).Body, StringComparison.Ordinal);
        Assert.Equal(server.Log.Requests.ToList().IndexOf(Registrations(server)[0]), server.Log.Requests.Count - 1);
    }

    [Fact]
    public void A_completion_needs_to_know_of_what()
    {
        using var session = TestSession.Of(AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}")));
        var error = Assert.Throws<Dhis2InputException>(() => new DataValueImporter(session.As(), s_monthly with { CompleteDate = "2018-02-05" }));
        Assert.Equal("CompleteDate", error.Item);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task The_server_checks_what_it_is_asked_to_or_it_is_said_that_it_takes_no_notice(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var events = new RecordedEvents();
        var unassigned = server.State.Country.OrgUnits.First(u => u.Level == 3).Uid;
        var options = new ImportOptions { SkipPreflight = true, SkipAudit = true, ServerChecks = [ImportCheck.OrgUnits, ImportCheck.Periods, ImportCheck.OrgUnits] };
        var report = await Importing.RunAsync(session, options, [Importing.Row(1, unassigned, 2018, 1, "1")], events);
        Assert.Equal((1, dialect == Dialect.V43 ? "E8022" : "E7636"), (report.Rejected, report.Problems[0].Code));
        var path = Importing.Posts(server)[0].Path;
        Assert.Contains("strictOrganisationUnits=true&strictPeriods=true", path, StringComparison.Ordinal);
        Assert.Equal(dialect == Dialect.V43 ? 1 : 0, events.ToString().Split("-SkipAudit, -ServerCheck").Length - 1);
    }

    private static List<LoggedRequest> Registrations(SandboxServer server) =>
        [.. server.Log.Requests.Where(r => r.Method == "POST" && r.Path.StartsWith("/api/completeDataSetRegistrations", StringComparison.Ordinal))];
}
