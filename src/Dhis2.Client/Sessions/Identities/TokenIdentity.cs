using System.Net.Http.Headers;

namespace Dhis2.Client.Sessions.Identities;

/// <summary>A personal access token, sent each time: its cookies would log in by themselves.</summary>
internal sealed class TokenIdentity : Dhis2Identity
{
    private readonly Task<AuthenticationHeaderValue?> _header;

    public TokenIdentity(string token)
    {
        token = token.Trim();
        if (token.Length == 0 || token.Any(c => c is <= ' ' or > '~'))
            throw new Dhis2InputException("The token is empty or holds characters that no token has.", "Copy the token again; it looks like 'd2pat_' and 42 letters and digits.");
        _header = Task.FromResult<AuthenticationHeaderValue?>(new AuthenticationHeaderValue("ApiToken", token));
    }

    public override string Kind => "Token";

    internal override bool KeepsCookies => false;

    internal override Task<AuthenticationHeaderValue?> AuthorizeAsync(Dhis2Caller caller, CancellationToken cancellationToken) => _header;
}
