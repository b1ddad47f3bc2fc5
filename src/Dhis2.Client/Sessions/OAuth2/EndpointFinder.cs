using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>Finds the endpoints: as given, by a provider's discovery, or the server's own of its version.</summary>
internal sealed class EndpointFinder(OAuth2Options options, OAuth2Wire wire)
{
    private const string WellKnown = ".well-known/openid-configuration";
    private const int FirstWithDiscovery = 42;

    public async Task<OAuth2Endpoints> FindAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        var session = caller.Session;
        if (options.TokenEndpoint is { } token)
            return new OAuth2Endpoints(token, options.AuthorizationEndpoint, KindOf(session.Uri, token));
        if (options.Issuer is { } issuer)
            return await DiscoverAsync(caller, new Uri(issuer.AbsoluteUri.TrimEnd('/') + "/" + WellKnown), issuer, cancellationToken).ConfigureAwait(false);
        return session.ProbedVersion?.Release is null or < FirstWithDiscovery
            ? new OAuth2Endpoints(new Uri(session.Uri, "uaa/oauth/token"), new Uri(session.Uri, "uaa/oauth/authorize"), EndpointKind.OldServer)
            : await DiscoverAsync(caller, new Uri(session.Uri, WellKnown), null, cancellationToken).ConfigureAwait(false);
    }

    private static EndpointKind KindOf(Uri server, Uri token)
    {
        if (token == new Uri(server, "oauth2/token"))
            return EndpointKind.Server;
        return token == new Uri(server, "uaa/oauth/token") ? EndpointKind.OldServer : EndpointKind.Provider;
    }

    private async Task<OAuth2Endpoints> DiscoverAsync(Dhis2Caller caller, Uri address, Uri? issuer, CancellationToken cancellationToken)
    {
        using var answer = await wire.SendAsync(caller, () => new HttpRequestMessage(HttpMethod.Get, address), cancellationToken).ConfigureAwait(false);
        var json = answer.Status == 200 ? answer.Json : null;
        if (json is not { } found || Address(found, "token_endpoint") is not { } token)
            throw issuer is null ? OAuth2Errors.NoServer(answer) : OAuth2Errors.NoProvider(issuer, answer);
        // The issuer of the discovery document must be the one that was asked; credentials are not sent to another.
        var name = found.Text("issuer");
        if (issuer is not null && name?.TrimEnd('/') != issuer.AbsoluteUri.TrimEnd('/'))
            throw OAuth2Errors.OtherProvider(issuer, name);
        return new OAuth2Endpoints(token, Address(found, "authorization_endpoint"), issuer is null ? EndpointKind.Server : EndpointKind.Provider);
    }

    private static Uri? Address(JsonElement json, string name) =>
        Uri.TryCreate(json.Text(name), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
