namespace Dhis2.PowerShell.Tests.Runner;

/// <summary>Where things are in the checkout.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Specs => Path.Combine(Root, "tests", "Dhis2.PowerShell.Tests", "Specs");

    public static string RunSpecs => Path.Combine(Root, "tests", "Dhis2.PowerShell.Tests", "Support", "RunSpecs.ps1");

    public static string StagedManifest => Path.Combine(Root, "out", "Dhis2", "Dhis2.psd1");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Dhis2.psd1")) && File.Exists(Path.Combine(folder.FullName, "Dhis2.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No checkout above {AppContext.BaseDirectory}.");
    }
}
