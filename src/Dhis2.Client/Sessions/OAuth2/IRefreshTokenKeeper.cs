namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>Keeps one refresh token from one session to the next. Called from any thread, never twice at once for one session.</summary>
public interface IRefreshTokenKeeper
{
    /// <summary>The token kept last; null when there is none.</summary>
    Task<string?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a token in place of the one before.</summary>
    Task SaveAsync(string refreshToken, CancellationToken cancellationToken);

    /// <summary>Forgets a token that the server no longer takes, but only while it is the one that is kept: another process may have kept a newer one since.</summary>
    Task ForgetAsync(string refusedToken, CancellationToken cancellationToken);
}
