namespace Dhis2.Client.Profiles;

/// <summary>Where profiles are kept, and where else a connection may be described.</summary>
public sealed class ProfilePlaces
{
    private const string FileName = "profiles.json";
    private const string ProjectFolder = ".dhis2";
    private readonly string _start;

    /// <summary>The places as seen from a folder.</summary>
    /// <param name="startFolder">Where the user is: a project's file is looked for there and in the folders above.</param>
    /// <param name="environment">Reads an environment variable; the process's own when null.</param>
    /// <param name="home">The home folder; the user's when null.</param>
    public ProfilePlaces(string startFolder, Func<string, string?>? environment = null, string? home = null)
    {
        _start = startFolder;
        Variable = name => (environment ?? Environment.GetEnvironmentVariable)(name) is { Length: > 0 } value ? value : null;
        Home = home ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        UserFile = Path.Combine(UserFolder(), FileName);
        ProjectFile = FindProjectFile();
    }

    /// <summary>The folder they are seen from.</summary>
    public string StartFolder => _start;

    /// <summary>The user's file, there or not.</summary>
    public string UserFile { get; }

    /// <summary>The project's file, if there is one here or above.</summary>
    public string? ProjectFile { get; }

    /// <summary>Where a project's profile is written: the project's file, or else one in this folder.</summary>
    public string ProjectFileToWrite => ProjectFile ?? Path.Combine(_start, ProjectFolder, FileName);

    /// <summary>Whether a file belongs to the user.</summary>
    internal Func<string, bool> IsOwn { get; init; } = FileOwner.IsMe;

    /// <summary>The user's home folder.</summary>
    internal string Home { get; }

    /// <summary>Reads an environment variable; null when it is empty.</summary>
    internal Func<string, string?> Variable { get; }

    /// <summary>Whether a file lies in a checkout of git, from where it could go to others.</summary>
    public static bool IsInGitCheckout(string path) => FoldersAbove(Path.GetDirectoryName(path)).Any(f => Directory.Exists(Path.Combine(f, ".git")) || File.Exists(Path.Combine(f, ".git")));

    /// <summary>The file of a scope, there or not.</summary>
    public string FileOf(ProfileScope scope) => scope == ProfileScope.User ? UserFile : ProjectFileToWrite;

    private static IEnumerable<string> FoldersAbove(string? folder)
    {
        for (; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            yield return folder!;
    }

    private string? FindProjectFile() =>
        // The user's own file does not count as a project's, even where the user's folder lies above this one.
        FoldersAbove(_start).Select(f => Path.Combine(f, ProjectFolder, FileName)).FirstOrDefault(f => f != UserFile && File.Exists(f));

    private string UserFolder()
    {
        if (Variable("DHIS2_CONFIG_HOME") is { } given)
            return Path.GetFullPath(Path.Combine(_start, given));
        if (Path.DirectorySeparatorChar == '\\')
            return Path.Combine(Variable("APPDATA") ?? Path.Combine(Home, "AppData", "Roaming"), "Dhis2");
#if NET8_0_OR_GREATER
        if (OperatingSystem.IsMacOS())
            return Path.Combine(Home, "Library", "Application Support", "Dhis2");
#endif
        // The XDG base directory specification says that a relative path counts as not set.
        var configuration = Variable("XDG_CONFIG_HOME") is { } folder && Path.IsPathRooted(folder) ? folder : Path.Combine(Home, ".config");
        return Path.Combine(configuration, "dhis2");
    }
}
