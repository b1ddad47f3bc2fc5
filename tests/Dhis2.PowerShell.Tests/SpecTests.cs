using Dhis2.PowerShell.Tests.Runner;

namespace Dhis2.PowerShell.Tests;

/// <summary>Each test of each spec file, as a test of its own.</summary>
public class SpecTests
{
    // A row for each Pester test, known once the specs have run: so they are not asked for at discovery.

    public static async Task<IEnumerable<TheoryDataRow<SpecResult>>> Results() =>
        await SpecRun.RunAsync() is { Count: > 0 } results ? results.Select(Row) : [Row(new SpecResult("(none)", "no spec", "Skipped", "No spec is of the name that was asked for.", 0))];

    public static async Task<IEnumerable<TheoryDataRow<SpecResult>>> DesktopResults() => (await SpecRun.RunDesktopAsync()).Select(Row);

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public void Spec_passes(SpecResult result) => Passes(result);

    [Theory]
    [MemberData(nameof(DesktopResults), DisableDiscoveryEnumeration = true)]
    public void Desktop_spec_passes(SpecResult result) => Passes(result);

    private static TheoryDataRow<SpecResult> Row(SpecResult result) => new(result)
    {
        TestDisplayName = $"{result.File}: {result.Name}",
        Label = "",
        Skip = result.Result == "Skipped" ? Reason(result) : null,
    };

    private static string Reason(SpecResult result) => result.Message is { Length: > 0 } message ? message : "The spec does not apply here; its name says to what it does.";

    private static void Passes(SpecResult result) => Assert.True(result.Result == "Passed", $"{result.Result} after {result.Seconds:0.0} s\n{result.Message}");
}
