namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>Tokens for a user: by a refresh token where there is one, else by a login.</summary>
internal sealed class UserGrants(OAuth2Options options, EndpointFinder finder, TokenEndpoint endpoint) : ITokenGrants
{
    // How often a refresh token of the profile is read again because another process replaced it between our reading and sending it.
    private const int MaximumTokensOfOthers = 3;

    private OAuth2Endpoints? _endpoints;
    private string? _refreshToken;
    private bool _hasBegun;
    private Dhis2OAuth2Exception? _end;

    public async Task<OAuth2Token> ObtainAsync(Dhis2Caller caller, CancellationToken beginner, CancellationToken cancellationToken)
    {
        _endpoints ??= await finder.FindAsync(caller, cancellationToken).ConfigureAwait(false);
        if (!_hasBegun && _refreshToken is null && options.RefreshTokens is { } keeper)
            _refreshToken = await keeper.LoadAsync(cancellationToken).ConfigureAwait(false);
        if (_refreshToken is not null && await TryRefreshAsync(caller, _endpoints, cancellationToken).ConfigureAwait(false) is { } refreshed)
            return refreshed;
        CheckMayAsk(caller);
        return await LogInAsync(caller, _endpoints, beginner, cancellationToken).ConfigureAwait(false);
    }

    // Null where the server refuses the refresh token.
    private async Task<OAuth2Token?> TryRefreshAsync(Dhis2Caller caller, OAuth2Endpoints endpoints, CancellationToken cancellationToken)
    {
        for (var left = MaximumTokensOfOthers; _refreshToken is { } sent; left--)
        {
            try
            {
                var answer = await endpoint.AskAsync(caller, endpoints, GrantForm.Refresh(sent), cancellationToken).ConfigureAwait(false);
                if (answer.RefreshToken is { } next && next != sent)
                    await KeepAsync(next, cancellationToken).ConfigureAwait(false);
                _hasBegun = true;
                _end = null;
                return answer.Token;
            }
            catch (Dhis2OAuth2Exception e) when (e.Reason == AuthenticationReason.SessionEnded)
            {
                _end = e;
                _refreshToken = await NewerThanAsync(sent, left, cancellationToken).ConfigureAwait(false);
            }
        }
        return null;
    }

    // A provider that gives a new refresh token with each renewal refuses the one before: another process may have renewed, and kept the new one.
    private async Task<string?> NewerThanAsync(string refused, int left, CancellationToken cancellationToken)
    {
        if (options.RefreshTokens is not { } keeper)
            return null;
        if (left > 0 && await keeper.LoadAsync(cancellationToken).ConfigureAwait(false) is { } kept && kept != refused)
            return kept;
        await keeper.ForgetAsync(refused, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task<OAuth2Token> LogInAsync(Dhis2Caller caller, OAuth2Endpoints endpoints, CancellationToken beginner, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(beginner, cancellationToken);
        var answer = await new InteractiveLogin(options, endpoint).LogInAsync(caller, endpoints, either.Token).ConfigureAwait(false);
        if (answer.RefreshToken is null)
            caller.Events?.OnNotice("The OAuth2 server gives this client no refresh token: the session cannot be renewed without a new login (DHIS2 gives public clients 300 seconds).");
        else
            await KeepAsync(answer.RefreshToken, cancellationToken).ConfigureAwait(false);
        _hasBegun = true;
        _end = null;
        return answer.Token;
    }

    private void CheckMayAsk(Dhis2Caller caller)
    {
        if (!_hasBegun && options.MayAsk)
            return;
        if (!_hasBegun)
            throw OAuth2Errors.NeedsUser(caller.Session.Uri, _end);
        if (!options.MayAskAgain || caller.Events is null)
            throw OAuth2Errors.Ended(caller.Session.Uri, _end);
        caller.Events.OnNotice($"The OAuth2 session with {caller.Session.Uri} has ended: log in again.");
    }

    private async Task KeepAsync(string token, CancellationToken cancellationToken)
    {
        _refreshToken = token;
        if (options.RefreshTokens is { } keeper)
            await keeper.SaveAsync(token, cancellationToken).ConfigureAwait(false);
    }
}
