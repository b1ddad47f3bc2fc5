using Dhis2.Recordings;

namespace Dhis2.Client.Tests.Replay;

/// <summary>The sandbox answers as the real servers did, or says in <c>Differences</c> why not.</summary>
public sealed class ReplayTests
{
    /// <summary>The areas that a cmdlet of the module speaks to; the variable DHIS2_REPLAY_AREAS narrows them while one is worked on.</summary>
    public static IReadOnlyList<string> Areas { get; } =
        Environment.GetEnvironmentVariable("DHIS2_REPLAY_AREAS") is { Length: > 0 } chosen
            ? chosen.Split(',')
            : ["auth", "oauth2", "csrf", "system", "metadata", "metadata-filters", "metadata-org-units", "metadata-writes", "metadata-members", "metadata-import",
                "metadata-export", "data-values", "sql-views", "jobs"];

    public static TheoryData<string, string, string> Exchanges()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var version in RecordingArchive.Versions)
        {
            foreach (var exchange in Areas.SelectMany(RecordingArchive.Open(version).Area))
            {
                if (Difference.Find(exchange.Area, version, exchange.Name) is null)
                    rows.Add(exchange.Area, version, exchange.Name);
            }
        }
        return rows;
    }

    public static TheoryData<string, int> Lines()
    {
        var rows = new TheoryData<string, int>();
        foreach (var line in Areas.SelectMany(Difference.Of))
            rows.Add(line.Area, line.Line);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task An_exchange_is_answered_as_recorded(string area, string version, string name)
    {
        var run = await ReplayRun.Of(version, area);
        Assert.True(run.Differences[name].Count == 0, string.Join(Environment.NewLine, run.Differences[name]));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_listed_difference_is_still_needed(string area, int line)
    {
        var difference = Difference.Of(area).Single(d => d.Line == line);
        var covered = RecordingArchive.Versions.SelectMany(v => RecordingArchive.Open(v).Area(area))
            .Where(e => Difference.Find(area, e.Version, e.Name) == difference).ToList();
        Assert.True(covered.Count > 0, $"{difference} covers nothing, or a line above covers it already.");
        if (difference.Kind != DifferenceKind.Differs)
            return;
        foreach (var exchange in covered)
        {
            if ((await ReplayRun.Of(exchange.Version, area)).Differences[exchange.Name].Count > 0)
                return;
        }
        Assert.Fail($"{difference}: all of {covered.Count} agree by now. Remove the line.");
    }
}
