using Dhis2.Client.Sessions;
using Dhis2.Client.Sessions.OAuth2;

namespace Dhis2.Client.Profiles;

/// <summary>Makes an identity of a profile and its secret.</summary>
public static class ProfileIdentity
{
    /// <summary>The identity of a profile.</summary>
    /// <param name="store">Where the profile is from, and where the refresh token of OAuth2 may be kept.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="userName">The user name that came with the secret, if one did.</param>
    /// <param name="secret">The secret from where the profile says that it is; null for one that stands in the profile's own file.</param>
    /// <param name="complete">Adds what no profile of OAuth2 knows: the text of the key, and who may be asked.</param>
    /// <exception cref="Dhis2InputException">The profile has no secret, or others can read the file it stands in.</exception>
    public static Dhis2Identity Make(ProfileStore store, Profile profile, string? userName, string? secret, Func<OAuth2Options, OAuth2Options> complete)
    {
        secret ??= Plaintext(profile);
        if (profile.OAuth2 is { } settings)
            return OfOAuth2(new ProfileRefreshTokens(store, profile), settings, secret, complete);
        if (secret is null)
            throw ProfileErrors.NoSecret(profile.Name);
        var user = userName ?? profile.UserName;
        return profile.Authentication switch
        {
            ProfileAuthentication.Token => Dhis2Identity.Token(secret),
            ProfileAuthentication.Basic => Dhis2Identity.Basic(user ?? throw ProfileErrors.NoUserName(profile.Name), secret),
            _ => user is null ? Dhis2Identity.Token(secret) : Dhis2Identity.Basic(user, secret),
        };
    }

    /// <summary>The secret that stands in the profile's own file, or came with it; null where there is none, an error where others could read it.</summary>
    internal static string? Plaintext(Profile profile)
    {
        if (profile.PlaintextSecret is not null && profile.Path is { } path && PrivateFile.IsReadableByOthers(path))
            throw ProfileErrors.ReadableByOthers(path);
        return profile.PlaintextSecret;
    }

    private static Dhis2Identity OfOAuth2(ProfileRefreshTokens tokens, ProfileOAuth2 settings, string? secret, Func<OAuth2Options, OAuth2Options> complete) =>
        Dhis2Identity.OAuth2(complete(new OAuth2Options
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
