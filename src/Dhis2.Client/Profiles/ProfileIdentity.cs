using Dhis2.Client.Sessions;

namespace Dhis2.Client.Profiles;

/// <summary>Makes an identity of a profile and its secret.</summary>
internal static class ProfileIdentity
{
    /// <summary>The secret that stands in the profile's own file, or came with it; null where there is none, an error where others could read it.</summary>
    public static string? Plaintext(Dhis2Profile profile)
    {
        if (profile.PlaintextSecret is not null && profile.Path is { } path && PrivateFile.IsReadableByOthers(path))
            throw ProfileFaults.ReadableByOthers(path);
        return profile.PlaintextSecret;
    }

    /// <summary>The identity. <paramref name="userName"/> is the one that the secret brought, if it did.</summary>
    public static Dhis2Identity Make(Dhis2Profile profile, string? userName, string? secret)
    {
        if (profile.Authentication == ProfileAuthentication.OAuth2)
            throw ProfileFaults.OAuth2NotJoined(profile.Name);
        if (secret is null)
            throw ProfileFaults.NoSecret(profile.Name);
        var user = userName ?? profile.UserName;
        return profile.Authentication switch
        {
            ProfileAuthentication.Token => Dhis2Identity.Token(secret),
            ProfileAuthentication.Basic => Dhis2Identity.Basic(user ?? throw ProfileFaults.NoUserName(profile.Name), secret),
            _ => user is null ? Dhis2Identity.Token(secret) : Dhis2Identity.Basic(user, secret),
        };
    }
}
