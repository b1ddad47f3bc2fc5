using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Import;

/// <summary>With and without the comparison before rows are sent, an import into 2.43 comes to the same end: the same rows stored, and the same rejected.</summary>
public sealed class PreflightDifferenceTests
{
    private const int Rows = 400;
    private const string Opd = "OqYjd00phS6";
    private const string OtherCombo = "Wy87rYjlpSG";
    private const string Admin = "admin";
    private const string Clerk = "clerk";

    // Each kind of row, and the code under which it is rejected; null where it is stored, or rejected without one.
    private static readonly Dictionary<string, string?> s_kinds = new(StringComparer.Ordinal)
    {
        ["element"] = "E8020",
        ["period type"] = "E8021",
        ["org unit"] = "E8022",
        ["attribute combo"] = "E8023",
        ["option combo"] = "E8024",
        ["option combos"] = "E8024",
        ["before opening"] = "E8031",
        ["value"] = "E8122",
        ["long comment"] = null,
        ["spelling"] = null,
        ["zero"] = null,
        ["without combo"] = null,
        ["deletion"] = null,
        ["empty"] = null,
        ["NUL"] = null,
        ["malformed id"] = null,
        ["malformed period"] = null,
        ["repeat"] = null,
        ["repeat with a bad value"] = "E8122",
    };

    public static TheoryData<int, string, bool, bool> Imports() => new()
    {
        { 1, Admin, true, false },
        { 2, Admin, false, false },
        { 3, Clerk, true, false },
        { 4, Clerk, true, true },
    };

    [Theory]
    [MemberData(nameof(Imports))]
    public async Task The_same_rows_are_stored_and_the_same_rejected(int seed, string user, bool isNamed, bool inSmallBatches)
    {
        var options = new ImportOptions { DataSet = isNamed ? Importing.Monthly : null, BatchSize = inSmallBatches ? 37 : null };
        var compared = await RunAsync(options, seed, user);
        var sent = await RunAsync(options with { SkipPreflight = true }, seed, user);
        Assert.Equal(sent.Account, compared.Account);
        Assert.Equal(sent.Stored, compared.Stored);
        Assert.True(compared.Posts < sent.Posts, $"{compared.Posts} requests with rows, and {sent.Posts} without the comparison.");
        // Of a data element that is in no data set, none can be named.
        var codes = s_kinds.Values.Append(user == Clerk ? "E8030" : null).Append(isNamed ? null : "E8003").OfType<string>().Where(code => isNamed || code != "E8020");
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), compared.Codes.Where(code => code.StartsWith("E8", StringComparison.Ordinal)));
    }

    private static async Task<Outcome> RunAsync(ImportOptions options, int seed, string user)
    {
        await using var server = await SandboxFixture.StartAsync(Dialect.V43);
        using var session = await TestSession.ConnectAsync(server, settings => settings with { Identity = Dhis2Identity.Basic(user, user == Admin ? SandboxUsers.AdminPassword : SandboxUsers.Password) });
        var report = await Importing.RunAsync(session, options, Make(server, new Random(seed), isClerk: user == Clerk));
        Assert.Equal((Rows, 0, 0), (report.Total, report.Unknown, report.NotSent));
        var problems = report.Problems.Where(problem => problem.Outcome != ImportOutcome.Warning).OrderBy(problem => problem.Line).ToList();
        var stored = Importing.Snapshot(server).OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value.Value} {pair.Value.Comment?.Length} {pair.Value.Deleted}").ToList();
        return new Outcome(
            [$"{report.Updated} {report.Deleted} {report.Skipped} {report.Rejected}", .. problems.Select(problem => $"{problem.Line} {problem.Outcome} {problem.Code}")],
            stored, Importing.Posts(server).Count, [.. problems.Select(problem => problem.Code).OfType<string>().Distinct().Order(StringComparer.Ordinal)]);
    }

    // Half of the rows are good; the others are of all kinds alike. Clerks enter data of the north.
    private static List<ImportRow> Make(SandboxServer server, Random random, bool isClerk)
    {
        var units = server.State.Country.OrgUnits.Where(unit => unit.Level == 4 && unit.ClosedDate is null && (!isClerk || unit.Name.StartsWith("North", StringComparison.Ordinal))).Select(unit => unit.Uid).Order(StringComparer.Ordinal).ToList();
        var district = server.State.Country.OrgUnits.First(unit => unit.Level == 3 && (!isClerk || unit.Name.StartsWith("North", StringComparison.Ordinal))).Uid;
        var kinds = s_kinds.Keys.Append("future").ToList();
        var rows = new List<ImportRow>();
        for (var line = 1; line <= Rows; line++)
        {
            var unit = units[random.Next(units.Count)];
            var element = random.Next(2) == 0 ? Importing.Births : Importing.Deaths;
            var row = Importing.Row(line, unit, 2010 + (line / 48), 1 + (line % 12), $"{line}", element);
            var kind = kinds[random.Next(kinds.Count)];
            if (random.Next(2) == 0)
                Spoil(row.Value, kind, district, rows.LastOrDefault()?.Value);
            rows.Add(row);
        }
        return rows;
    }

    private static void Spoil(DataValue value, string kind, string district, DataValue? before)
    {
        var next = DateTime.UtcNow.AddMonths(3);
        (value.Period, value.Value) = kind switch
        {
            "period type" => ("2018Q1", value.Value),
            "before opening" => ("199901", value.Value),
            "malformed period" => ("2018-13-x", value.Value),
            "future" => ($"{next.Year}{next.Month:00}", value.Value),
            "value" => (value.Period, "1,5"),
            "spelling" => (value.Period, $"{value.Value}.0"),
            "zero" => (value.Period, "0"),
            "empty" => (value.Period, ""),
            "NUL" => (value.Period, "1\0"),
            _ => (value.Period, value.Value),
        };
        value.OrgUnit = kind == "org unit" ? district : value.OrgUnit;
        value.DataElement = kind switch { "element" => "IhFK9PDNcNs", "malformed id" => "abc", "option combos" or "without combo" => Opd, _ => value.DataElement };
        value.CategoryOptionCombo = kind is "option combo" or "option combos" ? OtherCombo : null;
        value.AttributeOptionCombo = kind == "attribute combo" ? OtherCombo : null;
        value.Comment = kind == "long comment" ? new string('c', 5001) : null;
        value.Deleted = kind == "deletion";
        if (!kind.StartsWith("repeat", StringComparison.Ordinal) || before is null)
            return;
        (value.DataElement, value.Period, value.OrgUnit, value.CategoryOptionCombo, value.AttributeOptionCombo) = (before.DataElement, before.Period, before.OrgUnit, before.CategoryOptionCombo, before.AttributeOptionCombo);
        value.Value = kind == "repeat" ? value.Value : "none";
    }

    /// <summary>What an import came to: the account of its rows, the values stored, the requests with rows, and the codes of what was rejected.</summary>
    private sealed record Outcome(List<string> Account, List<string> Stored, int Posts, List<string> Codes);
}
