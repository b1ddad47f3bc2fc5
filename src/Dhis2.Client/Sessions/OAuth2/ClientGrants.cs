namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>Tokens for the client itself: asked for anew each time.</summary>
internal sealed class ClientGrants(OAuth2Options options, EndpointFinder finder, TokenEndpoint endpoint) : ITokenGrants
{
    private OAuth2Endpoints? _endpoints;

    public async Task<OAuth2Token> ObtainAsync(Dhis2Caller caller, CancellationToken beginner, CancellationToken cancellationToken)
    {
        _endpoints ??= await finder.FindAsync(caller, cancellationToken).ConfigureAwait(false);
        var grant = GrantForm.ClientCredentials(_endpoints.Scope(options.Scope, interactive: false), options.Audience);
        return (await endpoint.AskAsync(caller, _endpoints, grant, cancellationToken).ConfigureAwait(false)).Token;
    }
}
