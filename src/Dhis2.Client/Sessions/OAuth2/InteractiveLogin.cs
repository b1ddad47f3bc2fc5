using System.Globalization;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>Has a user log in with a browser, and waits on the loopback for the way back (RFC 8252, RFC 7636).</summary>
internal sealed class InteractiveLogin(OAuth2Options options, TokenEndpoint endpoint)
{
    public async Task<TokenAnswer> LogInAsync(Dhis2Caller caller, OAuth2Endpoints endpoints, CancellationToken cancellationToken)
    {
        if (endpoints.Authorization is null)
            throw new Dhis2InputException("Where users log in is not known: only a token endpoint was given.", "Give -Issuer, whose discovery names both.");
        using var listener = LoopbackListener.Open(options.RedirectPort);
        var pkce = new Pkce();
        ShowAddress(caller, Address(endpoints, endpoints.Authorization, listener.Address, pkce));
        var answer = await WaitAsync(listener, pkce.State, cancellationToken).ConfigureAwait(false);
        if (answer.TryGetValue("error", out var error))
            throw OAuth2Errors.OfLogin(error, answer.TryGetValue("error_description", out var description) ? description : null, options);
        var grant = GrantForm.Code(answer["code"], listener.Address, pkce.Verifier);
        return await endpoint.AskAsync(caller, endpoints, grant, cancellationToken).ConfigureAwait(false);
    }

    private void ShowAddress(Dhis2Caller caller, Uri address)
    {
        if (options.OpenBrowser && options.Browser(address))
            caller.Events?.OnNotice("Log in with the browser that has been opened. If there is none, open this address: " + address.AbsoluteUri);
        else
            caller.Events?.OnNotice("To log in, open this address in a browser on this machine: " + address.AbsoluteUri);
    }

    private async Task<IReadOnlyDictionary<string, string>> WaitAsync(LoopbackListener listener, string state, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.LoginTimeout);
        try
        {
            return await listener.WaitAsync(state, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new Dhis2TimeoutException(
                $"Nobody logged in within {options.LoginTimeout.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture)} minutes.",
                $"Connect again. Where the browser showed an error instead of coming back, register the redirect {listener.Address} for the client; 2.40 and 2.41 compare its port, too: -RedirectPort.",
                e);
        }
    }

    private Uri Address(OAuth2Endpoints endpoints, Uri authorization, Uri redirect, Pkce pkce)
    {
        var query = new List<(string Name, string? Value)>
        {
            ("response_type", "code"), ("client_id", options.ClientId), ("redirect_uri", redirect.AbsoluteUri),
            ("scope", endpoints.Scope(options.Scope, interactive: true)), ("audience", options.Audience),
            ("state", pkce.State), ("code_challenge", pkce.Challenge), ("code_challenge_method", "S256"),
        };
        var text = string.Join("&", query.Where(p => p.Value is not null).Select(p => p.Name + "=" + Uri.EscapeDataString(p.Value!)));
        return new Uri(authorization.AbsoluteUri + (authorization.Query.Length == 0 ? "?" : "&") + text);
    }
}
