using System.Net.Http.Headers;
using System.Text;

namespace Dhis2.Client.Sessions;

/// <summary>Who asks, and how they prove it. Prints no secret.</summary>
public abstract class Dhis2Identity
{
    /// <summary><c>Basic</c> or <c>Token</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether a cookie jar may be kept: it saves a password check on each request, but a cookie set for a token would log in by itself.</summary>
    internal abstract bool KeepsCookies { get; }

    internal abstract AuthenticationHeaderValue Header { get; }

    /// <summary>User name and password.</summary>
    public static Dhis2Identity Basic(string userName, string password) => new BasicIdentity(userName, password);

    /// <summary>A personal access token (<c>d2pat_...</c>).</summary>
    public static Dhis2Identity Token(string token) => new TokenIdentity(token);

    /// <inheritdoc/>
    public override string ToString() => Kind;

    private sealed class BasicIdentity : Dhis2Identity
    {
        public BasicIdentity(string userName, string password)
        {
            if (userName.Length == 0 || userName.Contains(':'))
                throw new Dhis2InputException($"'{userName}' cannot be a user name: it is empty or holds a colon.", "Give the user name of a DHIS2 account.") { Item = userName };
            // DHIS2 reads Basic as UTF-8.
            Header = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));
        }

        public override string Kind => "Basic";

        internal override bool KeepsCookies => true;

        internal override AuthenticationHeaderValue Header { get; }
    }

    private sealed class TokenIdentity : Dhis2Identity
    {
        public TokenIdentity(string token)
        {
            token = token.Trim();
            if (token.Length == 0 || token.Any(c => c is <= ' ' or > '~'))
                throw new Dhis2InputException("The token is empty or holds characters that no token has.", "Copy the token again; it looks like 'd2pat_' and 42 letters and digits.");
            Header = new AuthenticationHeaderValue("ApiToken", token);
        }

        public override string Kind => "Token";

        internal override bool KeepsCookies => false;

        internal override AuthenticationHeaderValue Header { get; }
    }
}
