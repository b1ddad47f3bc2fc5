using Dhis2.Client.Sessions;

namespace Dhis2.Client.Profiles;

/// <summary>
/// The profiles that can be seen from a folder: the project's and the user's. Each change reads the file anew, under a lock that
/// all processes heed, so that none undoes another's.
/// </summary>
public sealed class ProfileStore(ProfilePlaces places)
{
    /// <summary>Where the profiles are.</summary>
    public ProfilePlaces Places => places;

    /// <summary>All profiles, or those of one scope; the project's first.</summary>
    public IReadOnlyList<Profile> List(ProfileScope? scope = null) =>
        [.. Scopes(scope).SelectMany(s => Read(s).Profiles.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase))];

    /// <summary>A profile by its name: the project's before the user's.</summary>
    /// <exception cref="Dhis2InputException">There is none of that name.</exception>
    public Profile Get(string name, ProfileScope? scope = null) => TryGet(name, scope) ?? throw ProfileErrors.UnknownProfile(name, List(scope).Select(p => p.Name));

    /// <summary>A profile by its name, or null.</summary>
    public Profile? TryGet(string name, ProfileScope? scope = null) => Scopes(scope).Select(s => Read(s).Find(name)).FirstOrDefault(p => p is not null);

    /// <summary>The default profile of a scope.</summary>
    /// <exception cref="Dhis2InputException">The file names one that is not in it.</exception>
    public Profile? Default(ProfileScope scope)
    {
        var file = Read(scope);
        if (file.Default is not { } name)
            return null;
        return file.Find(name) ?? throw ProfileErrors.UnknownProfile(name, file.Profiles.Select(p => p.Name), $"the default of '{places.FileOf(scope)}'");
    }

    /// <summary>Checks that a text can be the name of a profile.</summary>
    /// <exception cref="Dhis2InputException">It cannot.</exception>
    public static void CheckName(string name) => ProfileErrors.CheckName(name);

    /// <summary>Checks a server's address, and gives it as profiles keep it: ending in a slash.</summary>
    /// <exception cref="Dhis2InputException">It is none, or plain http to another machine where that is not allowed.</exception>
    public static Uri CheckAddress(Uri? uri, bool allowUnencrypted) => ServerUri.Check(uri, allowUnencrypted);

    /// <summary>Checks that no profile of a scope has a name.</summary>
    /// <exception cref="Dhis2InputException">One has.</exception>
    public void CheckIsFree(string name, ProfileScope scope)
    {
        if (TryGet(name, scope) is { } other)
            throw ProfileErrors.ProfileExists(other.Name, other.Path!);
    }

    /// <summary>Adds a profile to the file of its scope.</summary>
    /// <exception cref="Dhis2InputException">There is one of that name, and it is not to be replaced.</exception>
    public Task<Profile> AddAsync(Profile profile, bool replace, CancellationToken cancellationToken)
    {
        ProfileErrors.CheckName(profile.Name);
        return ChangeFileAsync(profile.Scope, file =>
        {
            if (file.Find(profile.Name) is { } other)
            {
                if (!replace)
                    throw ProfileErrors.ProfileExists(other.Name, other.Path!);
                file.Remove(other.Name);
                // A profile that is replaced stays the default if it was.
                profile = profile with { IsDefault = profile.IsDefault || other.IsDefault };
            }
            file.Put(profile);
            return profile.Name;
        }, cancellationToken);
    }

    /// <summary>Changes a profile; what it is at that moment is handed to <paramref name="change"/>.</summary>
    public Task<Profile> ChangeAsync(string name, ProfileScope? scope, Func<Profile, Profile> change, CancellationToken cancellationToken) =>
        ChangeFileAsync(Get(name, scope).Scope, file =>
        {
            file.Put(change(Find(file, name)));
            return name;
        }, cancellationToken);

    /// <summary>Gives a profile another name.</summary>
    /// <exception cref="Dhis2InputException">The name is taken.</exception>
    public Task<Profile> RenameAsync(string name, string newName, ProfileScope? scope, CancellationToken cancellationToken)
    {
        ProfileErrors.CheckName(newName);
        return ChangeFileAsync(Get(name, scope).Scope, file =>
        {
            var profile = Find(file, name);
            if (file.Find(newName) is { } other && other.Name != profile.Name)
                throw ProfileErrors.ProfileExists(other.Name, other.Path!);
            file.Rename(name, newName);
            return newName;
        }, cancellationToken);
    }

    /// <summary>Removes a profile.</summary>
    public Task RemoveAsync(string name, ProfileScope? scope, CancellationToken cancellationToken) =>
        ChangeFileAsync(Get(name, scope).Scope, file =>
        {
            file.Remove(Find(file, name).Name);
            return null;
        }, cancellationToken);

    private static IEnumerable<ProfileScope> Scopes(ProfileScope? scope) => scope is { } one ? [one] : [ProfileScope.Project, ProfileScope.User];

    private static Profile Find(ProfileFile file, string name) => file.Find(name) ?? throw ProfileErrors.UnknownProfile(name, file.Profiles.Select(p => p.Name));

    private ProfileFile Read(ProfileScope scope)
    {
        // The project's file is searched in all folders above, and other users may write to some of them.
        if (scope == ProfileScope.Project && places.ProjectFile is { } project && !places.IsOwn(project))
            throw ProfileErrors.OfAnotherUser(project);
        return ProfileFile.Read(places.FileOf(scope), scope);
    }

    private async Task<Profile> ChangeFileAsync(ProfileScope scope, Func<ProfileFile, string?> change, CancellationToken cancellationToken)
    {
        var path = places.FileOf(scope);
        try
        {
            PrivateFile.MakeFolder(Path.GetDirectoryName(path)!);
            using (await FileLock.TakeAsync(path, cancellationToken).ConfigureAwait(false))
            {
                var file = Read(scope);
                var name = change(file);
                await file.WriteAsync().ConfigureAwait(false);
                return name is null ? new Profile() : file.Find(name)!;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProfileErrors.Unwritable(path, e);
        }
    }
}
