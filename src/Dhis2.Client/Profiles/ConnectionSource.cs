namespace Dhis2.Client.Profiles;

/// <summary>Which server to connect to as whom, and where that was found. Shows no secret.</summary>
/// <param name="Profile">Server and account; one that is kept in no file of profiles has no name.</param>
/// <param name="Source">Where it was found, for people.</param>
/// <param name="Warning">What is wrong with the place, if anything.</param>
public sealed record ConnectionSource(Profile Profile, string Source, string? Warning = null)
{
    /// <summary>A profile out of its file.</summary>
    public static ConnectionSource Of(Profile profile) =>
        new(profile, $"profile '{profile.Name}' of the {(profile.Scope == ProfileScope.Project ? "project" : "user")} ({profile.Path})");

    /// <summary>A file such as dish.json.</summary>
    /// <exception cref="Dhis2InputException">There is none at that place, or it is damaged.</exception>
    public static ConnectionSource OfAuthFile(string path) => TryOfAuthFile(path) ?? throw ProfileErrors.NoAuthFile(path);

    /// <summary>A file such as dish.json; null when there is none at that place.</summary>
    internal static ConnectionSource? TryOfAuthFile(string path)
    {
        if (PlacedJson.Read(path) is not { } json)
            return null;
        var dhis = new JsonFields(json, json.Root).Object("dhis") ?? throw json.Fault("""there is no object "dhis" in it.""");
        var server = dhis.Server("baseurl");
        var (user, password, token) = (dhis.Text("username"), dhis.Text("password"), dhis.Text("token"));
        if (password is not null && token is not null)
            throw ProfileErrors.TwoSecrets("password", "token", path);
        if (token is null && (user is null || password is null))
            throw json.Fault("username and password are wanted, or token.", "dhis", user is null ? "username" : "password");
        var profile = new Profile
        {
            Uri = server,
            Authentication = token is null ? ProfileAuthentication.Basic : ProfileAuthentication.Token,
            UserName = token is null ? user : null,
            PlaintextSecret = token ?? password,
        };
        // Other programs write and read this file, so loose rights on it are a warning; a profile of this module with such rights is refused.
        var warning = PrivateFile.IsReadableByOthers(path) ? $"Others on this computer can read the secret in '{path}': chmod 600 '{path}' takes their access away." : null;
        return new ConnectionSource(profile, $"file '{path}'", warning);
    }
}
