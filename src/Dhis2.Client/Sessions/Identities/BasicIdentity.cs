using System.Net.Http.Headers;
using System.Text;
using Dhis2.Client.Http;

namespace Dhis2.Client.Sessions.Identities;

/// <summary>User name and password with each request; the cookie that comes back saves the server from checking the password again.</summary>
internal sealed class BasicIdentity : Dhis2Identity
{
    private readonly Task<AuthenticationHeaderValue?> _header;
    private readonly string _userName;
    private readonly string _password;

    public BasicIdentity(string userName, string password)
    {
        if (userName.Length == 0 || userName.Contains(':'))
            throw new Dhis2InputException($"'{userName}' cannot be a user name: it is empty or holds a colon.", "Give the user name of a DHIS2 account.") { Item = userName };
        _userName = userName;
        _password = password;
        // DHIS2 reads Basic as UTF-8.
        _header = Task.FromResult<AuthenticationHeaderValue?>(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}"))));
    }

    public override string Kind => "Basic";

    internal override bool KeepsCookies => true;

    internal override bool SendsPassword => true;

    internal override Task<AuthenticationHeaderValue?> AuthorizeAsync(Dhis2Caller caller, CancellationToken cancellationToken) => _header;

    // The server would take the cookie of a session that has ended before it looks at the password.
    internal override Task<RenewedProof> RenewAsync(Dhis2Caller caller, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        caller.Session.ForgetCookies();
        return Task.FromResult(RenewedProof.None);
    }

    // Basic is refused with the same message for nearly every reason; the login endpoint (2.41 on) names the reason.
    internal override async Task<Dhis2AuthenticationException> ExplainAsync(Dhis2Caller caller, Dhis2AuthenticationException refusal, CancellationToken cancellationToken)
    {
        if (refusal.Reason != AuthenticationReason.Unknown || caller.Session.ProbedVersion?.Release is null or < LoginEndpoint.Oldest)
            return refusal;
        var answer = await LoginEndpoint.TryAsync(caller, _userName, _password, null, cancellationToken).ConfigureAwait(false);
        if (answer is null)
            return refusal;
        if (answer != LoginEndpoint.Success)
            return LoginEndpoint.Refusal(caller.Session, answer, _userName, refusal);
        // The login endpoint accepts the password, so the refusal was a fault of the server.
        await LoginEndpoint.LogOutAsync(caller, cancellationToken).ConfigureAwait(false);
        return LoginEndpoint.Refusal(caller.Session, LoginEndpoint.ServerTrouble, _userName, refusal);
    }
}
