using Dhis2.PowerShell.Tests.Runner;

namespace Dhis2.PowerShell.Tests;

/// <summary>Each test of each spec file in Specs, as a test of its own.</summary>
public class SpecTests
{
    /// <summary>A row for each Pester test, known once the specs have run: so they are not asked for at discovery.</summary>
    public static async Task<IEnumerable<TheoryDataRow<SpecResult>>> Results() =>
        (await SpecRun.RunAsync()).Select(r => new TheoryDataRow<SpecResult>(r)
        {
            TestDisplayName = $"{r.File}: {r.Name}",
            Label = "",
            Skip = r.Result == "Skipped" ? Reason(r) : null,
        });

    private static string Reason(SpecResult result) => result.Message is { Length: > 0 } message ? message : "The spec does not apply here; its name says to what it does.";

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public void Spec_passes(SpecResult result) => Assert.True(result.Result == "Passed", $"{result.Result} after {result.Seconds:0.0} s\n{result.Message}");
}
