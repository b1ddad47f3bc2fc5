using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;

namespace Dhis2.Client.Sessions.Identities;

/// <summary><c>POST /api/auth/login</c> (2.41 on): it answers 200 to most refusals, and says which one it is.</summary>
internal static class LoginEndpoint
{
    /// <summary>The first release that has it.</summary>
    public const int Oldest = 41;

    public const string Success = "SUCCESS";
    public const string BadCredentials = "BAD_CREDENTIALS";

    /// <summary>Not the server's word: it answers, and neither lets in nor refuses.</summary>
    public const string ServerTrouble = "SERVER_TROUBLE";

    /// <summary>The server's word for how it went; null when it has none.</summary>
    public static async Task<string?> TryAsync(Dhis2Caller caller, string userName, string password, string? oneTimePassword, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request("auth/login", HttpMethod.Post)
        {
            Anonymous = true,
            SafeToRepeat = true,
            AcceptsStatus = status => status is >= 400 and < 500,
            Body = RequestBody.Of(Body(userName, password, oneTimePassword), "application/json"),
        };
        try
        {
            using var response = await caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == 401)
                return BadCredentials;
            using var answer = JsonDocument.Parse(await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false));
            return answer.RootElement.Text("loginStatus");
        }
        catch (Exception e) when (e is Dhis2ApiException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Ends the session of a login. 2.42 and later keep ten for an account: one left open pushes out another.</summary>
    public static async Task LogOutAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request("dhis-web-commons-security/logout.action") { Anonymous = true, BelowRoot = true, AcceptsAnything = true, AcceptsRedirect = true };
        using var response = await caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The error for a refusal in the server's word.</summary>
    public static Dhis2AuthenticationException Refusal(Session session, string answer, string userName, Dhis2AuthenticationException? refusal, string? oneTimePassword = null)
    {
        var (reason, what, action) = Meaning(answer, oneTimePassword is not null, Dialect.ChangesExpiredPasswords(session.ProbedVersion));
        return new Dhis2AuthenticationException(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, what, userName), refusal?.StatusCode ?? 401, reason, action, refusal?.Report)
        { Request = refusal?.Request };
    }

    private static (AuthenticationReason Reason, string What, string Action) Meaning(string answer, bool hasCode, bool changesExpired) => answer switch
    {
        BadCredentials => (AuthenticationReason.BadCredentials, "The server knows no account '{0}' with this password.",
            "Check the user name (its letter case matters) and the password."),
        // INCORRECT_TWO_FACTOR_CODE on 2.41, ..._TOTP and ..._EMAIL later.
        _ when answer.StartsWith("INCORRECT_TWO_FACTOR_CODE", StringComparison.Ordinal) => hasCode
            ? (AuthenticationReason.WrongOneTimePassword, "The one-time password of '{0}' is wrong or too old.", "Connect again with the code the authenticator shows now, and check the clock of the device it is on.")
            : (AuthenticationReason.TwoFactorRequired, "The account '{0}' has two-factor authentication: its password alone opens no session.",
                "Add -OneTimePassword with the code of the authenticator. A job that runs unattended needs another account: two-factor authentication refuses personal access tokens, too."),
        "EMAIL_2FA_CODE_SENT" => (AuthenticationReason.TwoFactorRequired, "The server has sent '{0}' a one-time password by e-mail.", "Connect again with -OneTimePassword and that code."),
        "ACCOUNT_LOCKED" => (AuthenticationReason.AccountLocked, "The account '{0}' is locked after repeated wrong passwords.", "Wait 15 minutes, or ask an administrator to unlock it."),
        "ACCOUNT_DISABLED" => (AuthenticationReason.AccountDisabled, "The account '{0}' is disabled.", "Ask an administrator to enable it."),
        "ACCOUNT_EXPIRED" => (AuthenticationReason.AccountExpired, "The account '{0}' has expired.", "Ask an administrator to extend it."),
        "PASSWORD_EXPIRED" => (AuthenticationReason.PasswordExpired, "The password of '{0}' has expired.", changesExpired
            ? "Log in with a browser and set a new one; a script does so without a login: POST /api/auth/updatePassword with the members username, oldPassword and newPassword."
            : "Log in with a browser and set a new one."),
        ServerTrouble => (AuthenticationReason.ServerTrouble, "The server refuses '{0}' though it finds nothing wrong with the password: it may have lost its database.",
            "Try again in a minute; if it stays so, ask the server's administrator to look at its log."),
        _ => (AuthenticationReason.Unknown, "The server refuses '{0}': " + answer.Replace("{", "{{").Replace("}", "}}") + ".", "Ask the server's administrator what this means."),
    };

    private static byte[] Body(string userName, string password, string? oneTimePassword) => JsonBytes.OfObject(json =>
    {
        json.WriteString("username", userName);
        json.WriteString("password", password);
        if (oneTimePassword is not null)
            json.WriteString("twoFactorCode", oneTimePassword);
    });
}
