using System.Net.Http.Headers;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions.Identities;
using Dhis2.Client.Sessions.OAuth2;

namespace Dhis2.Client.Sessions;

/// <summary>Who asks, and how they prove it. Belongs to one session. Prints no secret.</summary>
public abstract class Dhis2Identity : IDisposable
{
    /// <summary><c>Basic</c>, <c>Token</c>, <c>Login</c> or <c>OAuth2</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether a cookie jar may be kept: it saves a password check on each request, but a cookie set for a token would log in by itself.</summary>
    internal abstract bool KeepsCookies { get; }

    /// <summary>Whether a password goes out with each request. Servers lock an account after a few wrong ones.</summary>
    internal virtual bool SendsPassword => false;

    /// <summary>User name and password.</summary>
    public static Dhis2Identity Basic(string userName, string password) => new BasicIdentity(userName, password);

    /// <summary>A personal access token (<c>d2pat_...</c>).</summary>
    public static Dhis2Identity Token(string token) => new TokenIdentity(token);

    /// <summary>User name, password and the one-time password of an account with two-factor authentication: good until the server ends the session.</summary>
    public static Dhis2Identity Login(string userName, string password, string oneTimePassword) => new LoginIdentity(userName, password, oneTimePassword);

    /// <summary>OAuth2 tokens: of the server itself, or of a provider that it trusts.</summary>
    public static Dhis2Identity OAuth2(OAuth2Options options) => new OAuth2Identity(options);

    /// <inheritdoc/>
    public override string ToString() => Kind;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What to send as Authorization with the next request, got first where it must be; null where a cookie stands for it.</summary>
    internal abstract Task<AuthenticationHeaderValue?> AuthorizeAsync(Dhis2Caller caller, CancellationToken cancellationToken);

    /// <summary>After a refusal: gets a new proof in place of <paramref name="refused"/>, or finds out whether the server still takes the old one.</summary>
    /// <exception cref="Dhis2AuthenticationException">There is none to be had, and trying again is no use.</exception>
    internal virtual Task<RenewedProof> RenewAsync(Dhis2Caller caller, AuthenticationHeaderValue? refused, CancellationToken cancellationToken) => Task.FromResult(RenewedProof.None);

    /// <summary>Why the server refuses this identity, found out where the refusal itself does not say; the refusal as it was when nothing more is to be learned.</summary>
    internal virtual Task<Dhis2AuthenticationException> ExplainAsync(Dhis2Caller caller, Dhis2AuthenticationException refusal, CancellationToken cancellationToken) => Task.FromResult(refusal);

    /// <summary>Tells the server that the session is over, where it keeps count of them.</summary>
    internal virtual Task EndAsync(Dhis2Caller caller, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether a refusal is about the proof that was sent, so that another may help.</summary>
    internal virtual bool MayRenewAfter(Dhis2AuthenticationException refusal) => true;

    /// <summary>What an error means to this identity; the error as it was when nothing else.</summary>
    internal virtual Dhis2Exception Judge(Session session, Dhis2Exception error) => error;

    /// <summary>Lets go of what it holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
