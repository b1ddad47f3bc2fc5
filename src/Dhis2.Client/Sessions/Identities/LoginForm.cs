using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;

namespace Dhis2.Client.Sessions.Identities;

/// <summary>The login form of 2.40, which has no login endpoint: where it sends the browser tells how it went.</summary>
internal static class LoginForm
{
    /// <summary>How it went, in the login endpoint's words.</summary>
    public static async Task<string?> TryAsync(Dhis2Caller caller, string userName, string password, string oneTimePassword, CancellationToken cancellationToken)
    {
        var form = $"j_username={Uri.EscapeDataString(userName)}&j_password={Uri.EscapeDataString(password)}&2fa_code={Uri.EscapeDataString(oneTimePassword)}";
        var request = new Dhis2Request("dhis-web-commons-security/login.action", HttpMethod.Post)
        {
            Anonymous = true,
            BelowRoot = true,
            SafeToRepeat = true,
            AcceptsAnything = true,
            AcceptsRedirect = true,
            Body = RequestBody.Of(form, "application/x-www-form-urlencoded"),
        };
        using var response = await caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (Redirects.Target(response.Address, response.Header("Location")) is not { } target)
            return null;
        if (target.PathAndQuery.Contains("twoFactor", StringComparison.OrdinalIgnoreCase))
            return "INCORRECT_TWO_FACTOR_CODE";
        return Redirects.IsLogin(target) ? LoginEndpoint.BadCredentials : LoginEndpoint.Success;
    }
}
