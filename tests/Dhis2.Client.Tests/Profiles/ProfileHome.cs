using Dhis2.Client.Profiles;

namespace Dhis2.Client.Tests.Profiles;

/// <summary>Folders and variables of a test's own: nobody's real profiles are read or touched.</summary>
internal sealed class ProfileHome : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("dhis2-profiles-").FullName;

    public ProfileHome()
    {
        Home = Directory.CreateDirectory(Path.Combine(_root, "home")).FullName;
        Project = Path.Combine(_root, "work");
        Work = Directory.CreateDirectory(Path.Combine(Project, "a", "b")).FullName;
        Variables["DHIS2_CONFIG_HOME"] = Path.Combine(_root, "config");
    }

    public Dictionary<string, string?> Variables { get; } = [];

    public string Home { get; }

    /// <summary>A folder two above <see cref="Work"/>.</summary>
    public string Project { get; }

    public string Work { get; }

    public string UserFile => Path.Combine(_root, "config", "profiles.json");

    public string ProjectFile => Path.Combine(Project, ".dhis2", "profiles.json");

    public ProfilePlaces Places => new(Work, name => Variables.GetValueOrDefault(name), Home);

    public ProfileStore Store => new(Places);

    public ConnectionSource Resolve(string? profile = null) => new ConnectionResolver(Store).Resolve(profile);

    public static Profile Token(string name, string token = "d2p_secret", string uri = "https://dhis2.example.org/hmis", ProfileScope scope = ProfileScope.User) => new()
    {
        Name = name,
        Uri = new Uri(uri),
        Scope = scope,
        Authentication = ProfileAuthentication.Token,
        PlaintextSecret = token,
        AllowsPlaintext = true,
    };

    public async Task<Profile> AddAsync(Profile profile)
    {
        if (profile.Scope == ProfileScope.Project && !File.Exists(ProjectFile))
            Write(ProjectFile, "{}");
        return await Store.AddAsync(profile, replace: false, TestContext.Current.CancellationToken);
    }

    public static string Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
