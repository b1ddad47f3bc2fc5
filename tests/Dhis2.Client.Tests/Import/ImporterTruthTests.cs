using Dhis2.Client.Tests.Sandbox;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Import;

/// <summary>The recorded random imports, rows and all, through the whole importer against a server: each row counted once, and the store holds what the account says.</summary>
public sealed class ImporterTruthTests
{
    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task An_account_is_what_the_store_says(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        foreach (var (key, value) in new RandomImports(dialect).Store.Written)
            server.State.DataValues.Put(key, value);
        using var session = await TestSession.ConnectAsync(server);
        var wrong = new List<string>();
        var (rows, stored) = (0L, 0L);
        foreach (var recorded in RecordedCase.All(dialect).Where(c => !c.HasIgnoredStrategy))
        {
            var before = Importing.Snapshot(server);
            var options = recorded.Options with { DataSet = recorded.Batch.DataSet };
            var account = await Importing.RunAsync(session, options, recorded.Rows);
            var lie = new StoreTruth(before, Importing.Snapshot(server)).LieOf(recorded.Rows, options, account);
            if (lie is not null)
                wrong.Add($"case {recorded.Number}: {lie}: {account}");
            if (account.Unknown > 0 || account.Stopped)
                wrong.Add($"case {recorded.Number} was left open: {account}");
            rows += account.Total;
            stored += account.Imported + account.Updated;
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(stored > rows / 3, $"{stored} of {rows} rows stored");
    }
}
