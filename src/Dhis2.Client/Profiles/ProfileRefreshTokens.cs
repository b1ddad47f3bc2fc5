using Dhis2.Client.Sessions.OAuth2;

namespace Dhis2.Client.Profiles;

/// <summary>
/// The refresh token of an OAuth2 profile, in the profile's file: only where secrets may stand there in plain text, and there no
/// longer than the server takes it.
/// </summary>
internal sealed class ProfileRefreshTokens(ProfileStore store, Profile profile) : IRefreshTokenKeeper
{
    /// <summary>Whether the profile's secrets may stand in its file.</summary>
    public bool IsAllowed => profile.AllowsPlaintext;

    /// <summary>The token kept last; null when there is none.</summary>
    /// <exception cref="Dhis2InputException">Others can read the file.</exception>
    public Task<string?> LoadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The profile is read again: another session may have stored a newer token since.
        var token = store.Get(profile.Name, profile.Scope).RefreshToken;
        if (token is not null && PrivateFile.IsReadableByOthers(profile.Path!))
            throw ProfileErrors.ReadableByOthers(profile.Path!);
        return Task.FromResult(token);
    }

    /// <summary>Keeps a token in place of the one before. Does nothing where it may not be kept.</summary>
    public async Task SaveAsync(string refreshToken, CancellationToken cancellationToken)
    {
        if (IsAllowed)
            await store.ChangeAsync(profile.Name, profile.Scope, p => p with { RefreshToken = refreshToken }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets a refused token. It is compared with the one in the file under the file's lock, so that a newer one of another process stays.</summary>
    public async Task ForgetAsync(string refusedToken, CancellationToken cancellationToken)
    {
        if (IsAllowed)
            await store.ChangeAsync(profile.Name, profile.Scope, p => p.RefreshToken == refusedToken ? p with { RefreshToken = null } : p, cancellationToken).ConfigureAwait(false);
    }
}
