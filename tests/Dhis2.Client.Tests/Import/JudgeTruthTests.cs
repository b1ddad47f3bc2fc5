using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Imports;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Import;

/// <summary>
/// The client's judgement of recorded answers against what the database held before and after: not one row may be lost without a word.
/// </summary>
public sealed class JudgeTruthTests
{
    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public void A_verdict_is_what_the_database_says(Dialect dialect)
    {
        var cases = RecordedCase.All(dialect).Where(c => !c.HasBlank && !c.HasIgnoredStrategy).ToList();
        var wrong = cases.Select(c => (c.Number, Lie: LieOf(c))).Where(c => c.Lie is not null).Select(c => $"case {c.Number}: {c.Lie}").ToList();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(cases.Count >= 140, $"Only {cases.Count} cases are left.");
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public void Where_no_key_comes_twice_no_verdict_is_left_open(Dialect dialect)
    {
        var cases = RecordedCase.All(dialect).Where(c => !c.HasBlank && !c.HasIgnoredStrategy && !c.HasDuplicates).ToList();
        var open = cases.Where(c => c.Judge().Kind == VerdictKind.Unknown).Select(c => c.Number).ToList();
        Assert.Empty(open);
        Assert.True(cases.Count >= 82, $"Only {cases.Count} cases are left.");
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public void A_good_row_is_never_blamed(Dialect dialect)
    {
        var wrong = new List<string>();
        var blamed = 0;
        foreach (var recorded in RecordedCase.All(dialect).Where(c => !c.HasBlank && c.Options.Strategy == ImportStrategy.CreateAndUpdate && !c.HasDuplicates))
        {
            var verdict = recorded.Judge();
            var named = verdict.Rejected.Keys.ToList();
            blamed += named.Count;
            wrong.AddRange(named.Where(i => recorded.Kinds[i] is "good").Select(i => $"case {recorded.Number}, row {i} is good: {verdict.Reason}"));
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(blamed > 30, $"Only {blamed} rows are blamed at all.");
    }

    private static string? LieOf(RecordedCase recorded)
    {
        var truth = new StoreTruth(recorded.Before, recorded.After);
        var verdict = recorded.Judge();
        return verdict.Kind switch
        {
            VerdictKind.Settled => truth.LieOf(recorded.Rows, recorded.Options, recorded.Report(verdict)),
            VerdictKind.Refused when verdict.Rejected.Count == 0 => truth.IsUntouched ? null : $"said to be refused ({verdict.Reason}), and the store changed",
            VerdictKind.Refused or VerdictKind.Failed => truth.IsUntouched ? null : $"{verdict.Kind} ({verdict.Reason}), and the store changed",
            _ => CannotTell(recorded) ? null : $"left open: {verdict.Reason}",
        };
    }

    // ERROR, nothing counted and no conflict: blocks of rows may have been written before the import broke off.
    private static bool CannotTell(RecordedCase recorded)
    {
        var summary = recorded.Answer["response"];
        return recorded.Dialect != Dialect.V43 && (string?)summary?["status"] == "ERROR" && (summary["conflicts"]?.AsArray().Count ?? 0) == 0
            && summary["importCount"]!.AsObject().All(count => (int)count.Value! == 0);
    }
}
