using System.Net.Http.Headers;
using Dhis2.Client.Http;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>A bearer token with each request. Its cookies are never sent: they would log in by themselves.</summary>
internal sealed class OAuth2Identity : Dhis2Identity
{
    private readonly OAuth2Wire _wire;
    private readonly TokenEndpoint _endpoint;
    private readonly OAuth2TokenSource _source;

    public OAuth2Identity(OAuth2Options options)
    {
        if (options.ClientId.Trim().Length == 0)
            throw new Dhis2InputException("The client has no name.", "Give the id under which it is registered: -ClientId.");
        if (!options.Interactive && options.ClientSecret is null && options.ClientKey is null)
            throw new Dhis2InputException($"The client '{options.ClientId}' has neither a secret nor a key.", "Give -ClientSecret or -ClientKeyPath, or log in with -Interactive.");
        _wire = new OAuth2Wire(options);
        _endpoint = new TokenEndpoint(options, _wire);
        var finder = new EndpointFinder(options, _wire);
        _source = new OAuth2TokenSource(options, options.Interactive ? new UserGrants(options, finder, _endpoint) : new ClientGrants(options, finder, _endpoint));
    }

    public override string Kind => "OAuth2";

    internal override bool KeepsCookies => false;

    internal override async Task<AuthenticationHeaderValue?> AuthorizeAsync(Dhis2Caller caller, CancellationToken cancellationToken) =>
        (await _source.GetAsync(caller, cancellationToken).ConfigureAwait(false)).Header;

    internal override async Task<RenewedProof> RenewAsync(Dhis2Caller caller, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        // A session whose first request was refused is not renewed: a new token would be refused, too.
        if (!caller.Session.HasSucceeded || refused is null)
            return RenewedProof.None;
        return await _source.ReplaceAsync(refused, caller, cancellationToken).ConfigureAwait(false) ? RenewedProof.Another : RenewedProof.None;
    }

    // A 401 may also mean missing rights or a lost database; only invalid_token is worth a new token or login.
    internal override bool MayRenewAfter(Dhis2AuthenticationException refusal) => refusal is Dhis2OAuth2Exception { Error: "invalid_token" };

    internal override Dhis2Exception Judge(Session session, Dhis2Exception error) =>
        error is Dhis2ApiException refusal ? BearerTokenErrors.Of(session, refusal) : error;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
            _endpoint.Dispose();
            _wire.Dispose();
        }
        base.Dispose(disposing);
    }
}
