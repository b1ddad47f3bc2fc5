namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>Why the API does not take a token, in the words of the server's developers where there are any: with what to do.</summary>
internal static class BearerTokenErrors
{
    private const string OwnCredentials =
        "The server gives out client credentials that belong to no user, and takes none of them at its API: use an external provider (-Issuer or -TokenEndpoint), log in with -Interactive, or use a personal access token.";

    public static Dhis2Exception Of(Session session, Dhis2ApiException error)
    {
        if (error is Dhis2AuthenticationException && error.StatusCode == 401)
            return Make(error, OfUnauthorized((error.Report?.DevMessage ?? error.Report?.Message ?? "").Trim(), error));
        if (error.StatusCode != 500)
            return error;
        if (error.Report?.Message?.StartsWith("Authentication principal is not supported", StringComparison.Ordinal) == true)
            return Make(error, (AuthenticationReason.OAuth2Refused, OwnCredentials));
        // An HTML page in answer to the first request with the token: the server failed while it read the token.
        return error.Report is null && !session.HasSucceeded
            ? Make(error, (AuthenticationReason.OAuth2Refused,
                "The server fails at this token: its issuer must be written exactly as in dhis.conf, to the slash at the end, and it must have an audience (-Audience). If another token fails, too, the server's log says why."))
            : error;
    }

    private static (AuthenticationReason Reason, string Action) OfUnauthorized(string said, Dhis2ApiException error)
    {
        if (said.Contains("mapping claim: 'username' with the value: 'null'", StringComparison.Ordinal))
            return (AuthenticationReason.OAuth2Refused, "The token does not name its user: ask for the scope 'username', and have the client registered with it.");
        if (said.StartsWith("Found no matching DHIS2 user", StringComparison.Ordinal))
            return (AuthenticationReason.OAuth2Refused, "Have an enabled account whose OpenID (field openId) is what the token says, and check the provider's mapping_claim in dhis.conf.");
        if (said.Contains("expired", StringComparison.OrdinalIgnoreCase))
            return (AuthenticationReason.TokenExpired, "Connect again. If it happens to new tokens, the clocks of provider and server differ.");
        if (said.Contains("used before", StringComparison.OrdinalIgnoreCase))
            return (AuthenticationReason.OAuth2Refused, "The clocks of provider and server differ: have both set.");
        if (said.Contains("audience", StringComparison.OrdinalIgnoreCase))
            return (AuthenticationReason.OAuth2Refused, "The token's audience must be the provider's client_id in the server's dhis.conf: -Audience.");
        if (said.Contains("issuer", StringComparison.OrdinalIgnoreCase))
            return (AuthenticationReason.OAuth2Refused, "The server does not trust this issuer: it must be a provider in dhis.conf (oidc.provider...), written exactly alike, and enabled for the API (enable_jwt).");
        if (said == "Invalid access token")
            return (AuthenticationReason.UnknownToken, "The token has run out or was replaced, or its client was deleted: connect again.");
        if (said.StartsWith("User object is null", StringComparison.Ordinal))
            return (AuthenticationReason.OAuth2Refused, OwnCredentials);
        if (error.Report?.Message == "invalid_token")
            return (AuthenticationReason.UnknownToken, "Check that the token's provider is the one the server trusts, with the keys it publishes (jwk_uri in dhis.conf).");
        return ((error as Dhis2AuthenticationException)?.Reason ?? AuthenticationReason.Unknown, "Connect again; if it stays so, ask the server's administrator whether it still trusts the client.");
    }

    private static Dhis2OAuth2Exception Make(Dhis2ApiException error, (AuthenticationReason Reason, string Action) meaning)
    {
        var detail = error.Report?.DevMessage;
        var message = detail is null || error.Message.Contains(detail, StringComparison.Ordinal) ? error.Message : $"{error.Message}: {detail}";
        var code = error.Report?.Message == "invalid_token" || error.Report?.Message == "Invalid access token" ? "invalid_token" : null;
        return new Dhis2OAuth2Exception(message, error.StatusCode, meaning.Reason, code, meaning.Action, error.Report, error.InnerException)
        {
            Request = error.Request,
            Item = error.Item,
            MayPass = error is Dhis2AuthenticationException { MayPass: true },
        };
    }
}
