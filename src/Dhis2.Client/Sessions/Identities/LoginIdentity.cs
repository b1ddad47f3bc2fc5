using System.Net.Http.Headers;
using Dhis2.Client.Http;

namespace Dhis2.Client.Sessions.Identities;

/// <summary>
/// Logs in once with a one-time password; from then on the session's cookie stands for it. The code is spent with that: when the
/// server ends the session, only the user can open another.
/// </summary>
internal sealed class LoginIdentity : Dhis2Identity
{
    private readonly string _userName;
    private readonly string _password;
    private readonly string _oneTimePassword;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _isIn;

    public LoginIdentity(string userName, string password, string oneTimePassword)
    {
        if (oneTimePassword.Length is < 6 or > 8 || !oneTimePassword.All(c => c is >= '0' and <= '9'))
            throw new Dhis2InputException("A one-time password has six to eight digits.", "Give the code that the authenticator shows, or the one the server has sent by e-mail.") { Item = userName };
        _userName = userName;
        _password = password;
        _oneTimePassword = oneTimePassword;
    }

    public override string Kind => "Login";

    internal override bool KeepsCookies => true;

    internal override async Task<AuthenticationHeaderValue?> AuthorizeAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isIn))
            return null;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isIn)
                await LogInAsync(caller, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _isIn, true);
            return null;
        }
        finally
        {
            _gate.Release();
        }
    }

    // The one-time password is spent, so the cookie cannot be replaced and must not be given up after a refusal that is about the request. Asking for the account tells whether the session is over.
    internal override async Task<RenewedProof> RenewAsync(Dhis2Caller caller, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(caller, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ClientException)
        {
            // No answer says nothing about the session: it may still be open.
            return RenewedProof.None;
        }
    }

    // 2.42 and later allow an account ten login sessions: one that is not ended pushes out another.
    internal override async Task EndAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isIn))
            await LoginEndpoint.LogOutAsync(caller, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gate.Dispose();
        base.Dispose(disposing);
    }

    private async Task<RenewedProof> AskAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request("me") { Query = { { "fields", "id" } }, Anonymous = true, TriesOnce = true, AcceptsRedirect = true, AcceptsStatus = _ => true };
        using var response = await caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode switch
        {
            200 => RenewedProof.Confirmed,
            401 or (>= 300 and < 400) => throw new Dhis2AuthenticationException(
                $"The session of '{_userName}' with {caller.Session.Uri} has ended, and a one-time password opens no second one.",
                401,
                AuthenticationReason.SessionEnded,
                "Connect again with a new -OneTimePassword; work that runs unattended needs an account without two-factor authentication."),
            _ => RenewedProof.None,
        };
    }

    private async Task LogInAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        var isOld = caller.Session.ProbedVersion?.Release is null or < LoginEndpoint.Oldest;
        var answer = isOld
            ? await LoginForm.TryAsync(caller, _userName, _password, _oneTimePassword, cancellationToken).ConfigureAwait(false)
            : await LoginEndpoint.TryAsync(caller, _userName, _password, _oneTimePassword, cancellationToken).ConfigureAwait(false);
        if (answer != LoginEndpoint.Success)
            throw LoginEndpoint.Refusal(caller.Session, answer ?? LoginEndpoint.ServerTrouble, _userName, null, _oneTimePassword);
    }
}
