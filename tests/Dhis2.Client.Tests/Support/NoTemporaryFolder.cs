namespace Dhis2.Client.Tests.Support;

/// <summary>While it lasts, no temporary file can be made. Only for tests that run alone.</summary>
internal sealed class NoTemporaryFolder : IDisposable
{
    private readonly string? _folder = Environment.GetEnvironmentVariable("TMPDIR");

    public NoTemporaryFolder()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Where temporary files go is told by another variable elsewhere.");
        Environment.SetEnvironmentVariable("TMPDIR", "/nowhere/at/all");
    }

    public void Dispose() => Environment.SetEnvironmentVariable("TMPDIR", _folder);
}
