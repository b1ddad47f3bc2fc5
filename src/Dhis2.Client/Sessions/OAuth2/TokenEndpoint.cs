using System.Net.Http.Headers;
using System.Text;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>Asks for tokens, and proves the client: by its secret, by its key, or, of a public one, by its name alone.</summary>
internal sealed class TokenEndpoint : IDisposable
{
    // A smaller difference of the clocks is not the reason of a refusal.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(60);

    private readonly OAuth2Options _options;
    private readonly OAuth2Wire _wire;
    private readonly ClientKey? _key;

    public TokenEndpoint(OAuth2Options options, OAuth2Wire wire)
    {
        _options = options;
        _wire = wire;
        _key = options.ClientKey is { } pem ? ClientKey.Read(pem) : null;
    }

    /// <summary>Asks for a token with a grant.</summary>
    /// <exception cref="Dhis2OAuth2Exception">It is refused.</exception>
    public async Task<TokenAnswer> AskAsync(Dhis2Caller caller, OAuth2Endpoints endpoints, GrantForm grant, CancellationToken cancellationToken)
    {
        var skew = _wire.Skew;
        var answer = await SendAsync(caller, endpoints, grant, cancellationToken).ConfigureAwait(false);
        // The client assertion holds the time: if this machine's clock is wrong, it is made again with the time of the answer's Date header.
        if (answer.Status is 400 or 401 && _key is not null && (_wire.Skew - skew).Duration() > s_tolerance)
        {
            answer.Dispose();
            answer = await SendAsync(caller, endpoints, grant, cancellationToken).ConfigureAwait(false);
        }
        using (answer)
        {
            if (answer.Status == 200 && answer.Json is { } json && TokenAnswer.Read(json, answer.Asked) is { } tokens)
                return tokens;
            throw OAuth2Errors.OfToken(answer, endpoints, grant, _options);
        }
    }

    public void Dispose() => _key?.Dispose();

    private Task<OAuth2Answer> SendAsync(Dhis2Caller caller, OAuth2Endpoints endpoints, GrantForm grant, CancellationToken cancellationToken) =>
        _wire.SendAsync(caller, () => Message(endpoints, grant), cancellationToken);

    private HttpRequestMessage Message(OAuth2Endpoints endpoints, GrantForm grant)
    {
        var fields = new List<KeyValuePair<string, string>>(grant.Fields);
        var message = new HttpRequestMessage(HttpMethod.Post, endpoints.Token);
        if (_key is not null)
        {
            fields.Add(new("client_id", _options.ClientId));
            fields.Add(new("client_assertion_type", ClientAssertion.Type));
            fields.Add(new("client_assertion", ClientAssertion.Make(_key, _options.ClientKeyId, _options.ClientId, endpoints.Token.AbsoluteUri, _options.Now() + _wire.Skew)));
        }
        else if (_options.ClientSecret is { } secret)
        {
            message.Headers.Authorization = Basic(_options.ClientId, secret, endpoints.Kind);
        }
        else
        {
            fields.Add(new("client_id", _options.ClientId));
        }
        message.Content = new FormUrlEncodedContent(fields);
        return message;
    }

    // RFC 6749 wants client id and secret form-encoded before Base64; 2.40 and 2.41 do not decode them.
    private static AuthenticationHeaderValue Basic(string name, string secret, EndpointKind kind)
    {
        var pair = kind == EndpointKind.OldServer ? $"{name}:{secret}" : $"{Escape(name)}:{Escape(secret)}";
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
    }

    private static string Escape(string text) => Uri.EscapeDataString(text).Replace("%20", "+");
}
