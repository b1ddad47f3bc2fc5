using System.Net;
using System.Text.Json.Nodes;
using Dhis2.Client.AccessTokens;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Jobs;
using Dhis2.Client.Sessions;
using Dhis2.Client.SystemInfo;
using Dhis2.Client.Tests.Import;

namespace Dhis2.Client.Tests.Contract;

/// <summary>
/// What holds of writing on every DHIS2, a real one included. Each test takes away what it made, and puts back what it changed; a data value that was deleted
/// stays in the server's database as such, and no request takes its trace away.
/// </summary>
public sealed class WritingContractTests
{
    private const string Unknown = "zzzzzzzzzz9";

    public static TheoryData<string> Servers => AnyServer.Names;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers))]
    public Task A_token_proves_who_one_is_until_it_is_removed(string name) => AnyServer.TryAsync(name, async session =>
    {
        var tokens = new AccessTokenStore(session.As());
        var made = await tokens.CreateAsync(new AccessTokenRequest { Expires = DateTimeOffset.UtcNow.AddHours(1), Methods = ["GET"] }, Stop);
        var options = new SessionOptions { Uri = session.Uri, Identity = Dhis2Identity.Token(new NetworkCredential("", made.Key).Password), AllowUnencryptedAuthentication = true };
        try
        {
            Assert.Equal(["GET"], (await tokens.ReadAsync(made.Id, Stop)).AllowedMethods);
            using var other = await SessionFactory.ConnectAsync(options, null, Stop);
            Assert.Equal(session.UserName, other.UserName);
        }
        finally
        {
            await tokens.DeleteAsync(made.Id, Stop);
        }
        Assert.Equal(404, (await Assert.ThrowsAsync<Dhis2ApiException>(() => tokens.ReadAsync(made.Id, Stop))).StatusCode);
        Assert.DoesNotContain(made.Id, await IdsAsync(tokens));
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public Task A_system_setting_is_written_and_put_back(string name) => AnyServer.TryAsync(name, async session =>
    {
        const string Key = "keyApplicationFooter";
        var caller = session.As();
        var authorities = await CurrentUserReader.ReadAsync(caller, "authorities", refresh: true, Stop);
        Assert.SkipUnless(authorities.Contains("\"ALL\"") || authorities.Contains("\"F_SYSTEM_SETTING\""), "The account may not write system settings.");
        var before = await ValueAsync(caller, Key);
        var other = "Contract of Dhis2 " + Guid.NewGuid();
        try
        {
            await SystemSettings.WriteAsync(caller, new Dictionary<string, string> { [Key] = other }, Stop);
            Assert.Equal(other, await ValueAsync(caller, Key));
        }
        finally
        {
            if (before.Length > 0)
                await SystemSettings.WriteAsync(caller, new Dictionary<string, string> { [Key] = before }, Stop);
            else
                await SystemSettings.ResetAsync(caller, Key, Stop);
        }
        Assert.Equal(before, await ValueAsync(caller, Key));
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public Task A_data_value_is_stored_changed_and_deleted(string name) => AnyServer.TryAsync(name, async session =>
    {
        var free = await FreeDataValue.FindAsync(session);
        Assert.Empty(await free.StoredAsync(session));
        var options = new ImportOptions { DataSet = free.DataSet };
        try
        {
            var report = await Importing.RunAsync(session, options, [free.Row("7"), BadRow(free)]);
            // From 2.43 on, servers count new values with those that were changed.
            Assert.Equal((2, 1, 1), (report.Total, report.Imported + report.Updated, report.Rejected));
            Assert.Equal(Unknown, Assert.IsType<DataValueImportProblem>(Assert.Single(report.Problems)).OrgUnit);
            Assert.Equal("7", Assert.Single(await free.StoredAsync(session)).Value);
            Assert.Equal("SUCCESS", (await Importing.RunAsync(session, options, [free.Row("8")])).Status);
            Assert.Equal("8", Assert.Single(await free.StoredAsync(session)).Value);
        }
        finally
        {
            await Importing.RunAsync(session, options with { Strategy = ImportStrategy.Delete }, [free.Row("8")]);
        }
        Assert.Empty(await free.StoredAsync(session));
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public Task An_import_that_the_server_does_by_itself_is_waited_for(string name) => AnyServer.TryAsync(name, async session =>
    {
        var free = await FreeDataValue.FindAsync(session);
        var options = new ImportOptions { DataSet = free.DataSet };
        try
        {
            var importer = new DataValueImporter(session.As(), options);
            importer.Add(free.Row("7"));
            var task = Assert.Single(await importer.StartTasksAsync(Stop));
            var result = await new JobWatch(session.As(), new JobWatchOptions { Timeout = TimeSpan.FromMinutes(2) }).WaitAsync(task, Stop);
            Assert.True(result.Success, $"{result.Status}: {result.Message} {string.Join("; ", result.Problems)}");
            Assert.Equal("7", Assert.Single(await free.StoredAsync(session)).Value);
        }
        finally
        {
            await Importing.RunAsync(session, options with { Strategy = ImportStrategy.Delete }, [free.Row("7")]);
        }
        Assert.Empty(await free.StoredAsync(session));
    });

    private static ImportRow BadRow(FreeDataValue free) => new(new DataValue { DataElement = free.DataElement, Period = free.Period, OrgUnit = Unknown, Value = "7" });

    private static async Task<string> ValueAsync(Dhis2Caller caller, string key) =>
        (await SystemSettings.ReadAsync(caller, refresh: true, Stop)).TryGetValue(key, out var value) ? JsonNode.Parse(value)!.ToString() : "";

    private static async Task<List<string>> IdsAsync(AccessTokenStore tokens)
    {
        var ids = new List<string>();
        await foreach (var page in tokens.ReadAllAsync(100, 0, ulong.MaxValue, Stop))
            ids.AddRange(page.Items.Select(t => t.Id));
        return ids;
    }
}
