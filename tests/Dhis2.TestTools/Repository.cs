namespace Dhis2.TestTools;

/// <summary>Where things are in the checkout, and beside the running program.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The module as the running program's build laid it out, see tests/StagedModule.targets.</summary>
    public static string StagedManifest { get; } = Path.Combine(AppContext.BaseDirectory, "module", "Dhis2", "Dhis2.psd1");

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
