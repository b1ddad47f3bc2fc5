using Dhis2.PowerShell.Tests.Runner;

namespace Dhis2.PowerShell.Tests;

/// <summary>Each spec file as a test here; where there is no engine, each is skipped and says why.</summary>
public class SpecTests
{
    public static TheoryData<string> Files =>
        new(Directory.EnumerateFiles(Repository.Specs, "*.Tests.ps1").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Spec_holds(string file)
    {
        var run = await SpecRun.Once;
        if (run.SkipReason is { } reason)
            Assert.Skip(reason);
        var tests = run.Results.Where(r => r.File == file).ToList();
        var failed = tests.Where(t => t.Result is not ("Passed" or "Skipped")).Select(t => $"{t.Name}: {t.Result}\n{t.Message}").ToList();
        Assert.True(failed.Count == 0, string.Join("\n\n", failed));
        Assert.Contains(tests, t => t.Result == "Passed");
    }
}
