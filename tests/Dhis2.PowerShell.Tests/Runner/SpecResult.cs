namespace Dhis2.PowerShell.Tests.Runner;

/// <summary>What became of one Pester test.</summary>
/// <param name="File">The spec file's name.</param>
/// <param name="Name">The names of its blocks and its own.</param>
/// <param name="Result">Pester's word: Passed, Failed, Skipped, NotRun or Inconclusive.</param>
/// <param name="Message">Why it failed or was skipped.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record SpecResult(string File, string Name, string Result, string? Message, double Seconds);
