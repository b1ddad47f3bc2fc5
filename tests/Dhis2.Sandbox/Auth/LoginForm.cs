using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Auth;

/// <summary>The login form of old: where it sends the browser is all it says.</summary>
internal static class LoginForm
{
    public static async Task AnswerAsync(HttpContext context, SandboxState state)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        var user = state.Users.Find(form["j_username"].ToString());
        if (user is null || user.Password != form["j_password"] || user.Disabled || user.Locked)
        {
            await Answer.RedirectAsync(context, LoginPage.Path(state.Dialect) + "?failed=true").ConfigureAwait(false);
            return;
        }
        if (user.TwoFactor && form["2fa_code"] != SandboxUsers.TwoFactorCode)
        {
            await Answer.RedirectAsync(context, LoginPage.Path(state.Dialect) + "?twoFactor=true").ConfigureAwait(false);
            return;
        }
        AuthMiddleware.SetCookie(context, state, state.Sessions.OpenLogin(user, isLimited: false));
        await Answer.RedirectAsync(context, "/").ConfigureAwait(false);
    }
}
