using Dhis2.Client.Sessions;
using Dhis2.Client.Sessions.OAuth2;

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

    /// <summary>The identity of a profile of OAuth2. <paramref name="complete"/> adds what no profile knows: the text of the key, and who may be asked.</summary>
    public static Dhis2Identity Make(ProfileStore store, Dhis2Profile profile, string? secret, Func<OAuth2Options, OAuth2Options> complete)
    {
        var settings = profile.OAuth2!;
        var tokens = new ProfileRefreshTokens(store, profile);
        return Dhis2Identity.OAuth2(complete(new OAuth2Options
        {
            ClientId = settings.ClientId,
            ClientSecret = secret,
            ClientKeyId = settings.ClientKeyId,
            Interactive = settings.Grant == OAuth2Grant.Interactive,
            Scope = settings.Scope,
            Audience = settings.Audience,
            Issuer = settings.Issuer,
            TokenEndpoint = settings.TokenEndpoint,
            AuthorizationEndpoint = settings.AuthorizationEndpoint,
            RefreshTokens = tokens.IsAllowed ? tokens : null,
        }));
    }

    /// <summary>The identity of any other profile. <paramref name="userName"/> is the one that the secret brought, if it did.</summary>
    public static Dhis2Identity Make(Dhis2Profile profile, string? userName, string? secret)
    {
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
