using Dhis2.Client.Sessions;

namespace Dhis2.Client.Profiles;

/// <summary>Makes an identity of a profile and its secret.</summary>
internal static class ProfileIdentity
{
    /// <summary>The secret that stands in the profile's own file, or came with it; an error where others could read it.</summary>
    public static string Plaintext(Dhis2Profile profile)
    {
        if (profile.PlaintextSecret is not { } secret)
            throw ProfileFaults.NoSecret(profile.Name);
        if (profile.Path is { } path && PrivateFile.IsReadableByOthers(path))
            throw ProfileFaults.ReadableByOthers(path);
        return secret;
    }

    /// <summary>The identity. <paramref name="userName"/> is the one that the secret brought, if it did.</summary>
    public static Dhis2Identity Make(Dhis2Profile profile, string? userName, string secret) => profile.Authentication switch
    {
        ProfileAuthentication.OAuth2 => throw ProfileFaults.OAuth2NotJoined(profile.Name),
        ProfileAuthentication.Token => Dhis2Identity.Token(secret),
        ProfileAuthentication.Basic => Dhis2Identity.Basic(userName ?? profile.UserName ?? throw ProfileFaults.NoUserName(profile.Name), secret),
        _ => (userName ?? profile.UserName) is { } user ? Dhis2Identity.Basic(user, secret) : Dhis2Identity.Token(secret),
    };
}
