using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>The login of 2.40 and 2.41: the request waits in the user's session while the page asks.</summary>
internal sealed class LegacyAuthorize(SandboxState state)
{
    private const string Html = "text/html;charset=UTF-8";

    public Task AskAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var session = context.Request.Cookies[AuthMiddleware.CookieName];
        if (state.Sessions.Find(session) is null)
        {
            AuthMiddleware.SetCookie(context, state, OAuth2Store.NewSecret());
            return Answer.RedirectAsync(context, LoginPage.Address(context, state.Dialect));
        }
        if (state.OAuth2.Find(query["client_id"].ToString()) is not { } client)
            return PageAsync(context, 401, "OAuth2 Error", "error=\"invalid_client\", error_description=\"Bad client credentials\"");
        // The port counts.
        if (!client.HasRedirect(query["redirect_uri"], anyPort: false))
            return PageAsync(context, 400, "OAuth2 Error", "error=\"invalid_grant\", error_description=\"Invalid redirect\"");
        state.OAuth2.Pending[session!] = new AuthorizationRequest(client.Id, query["redirect_uri"].ToString(), [], query["state"], null);
        return PageAsync(context, 200, "OAuth2 Confirm Access", $"Do you authorize '{client.Id}' to access your protected resources?");
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var session = context.Request.Cookies[AuthMiddleware.CookieName] ?? "";
        if (state.Sessions.Find(session) is not { } user || !state.OAuth2.Pending.TryRemove(session, out var request))
        {
            await PageAsync(context, 400, "OAuth2 Error", "error=\"invalid_request\", error_description=\"Cannot approve uninitialized authorization request.\"").ConfigureAwait(false);
            return;
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        var answer = form["user_oauth_approval"] == "true"
            ? "code=" + state.OAuth2.AddCode(request, user, state.OAuth2.Find(request.ClientId)!)
            : "error=access_denied&error_description=User%20denied%20access";
        await Answer.RedirectAsync(context, $"{request.Redirect}?{answer}&state={Uri.EscapeDataString(request.State ?? "")}", 303).ConfigureAwait(false);
    }

    private static Task PageAsync(HttpContext context, int status, string title, string text) => Answer.TextAsync(
        context, status, Html, $"<!doctype html><html><head><title>{title}</title></head><body><h4>{System.Net.WebUtility.HtmlEncode(text)}</h4></body></html>");
}
