namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>Keeps one refresh token from one session to the next. Called from any thread, never twice at once for one session.</summary>
public interface IRefreshTokenKeeper
{
    /// <summary>The token kept last; null when there is none.</summary>
    Task<string?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a token in place of the one before; null forgets it, because the server no longer takes it.</summary>
    Task SaveAsync(string? refreshToken, CancellationToken cancellationToken);
}
