using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>The login of 2.42 and later: the session alone says who it is, and consent is asked once.</summary>
internal sealed class ModernAuthorize(SandboxState state)
{
    private const string Rfc = "https%3A%2F%2Fdatatracker.ietf.org%2Fdoc%2Fhtml%2Frfc6749%23section-4.1.2.1";

    public Task AskAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var client = state.OAuth2.Find(query["client_id"].ToString());
        if (query["response_type"] != "code")
            return HtmlPage.WriteAsync(context, 400, "[invalid_request] OAuth 2.0 Parameter: response_type");
        if (client is null)
            return HtmlPage.WriteAsync(context, 400, "[invalid_request] OAuth 2.0 Parameter: client_id");
        if (!client.HasRedirect(query["redirect_uri"], anyPort: true))
            return HtmlPage.WriteAsync(context, 400, "[invalid_request] OAuth 2.0 Parameter: redirect_uri");
        var scopes = query["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var request = new AuthorizationRequest(client.Id, query["redirect_uri"].ToString(), scopes, query["state"], query["code_challenge"]);
        if (scopes.Except(client.Scopes).Any())
            return BackAsync(context, request, Error("invalid_scope", "scope"));
        if (request.Challenge is not null && query["code_challenge_method"] != "S256")
            return BackAsync(context, request, Error("invalid_request", "code_challenge_method"));
        if (state.Sessions.Find(context.Request.Cookies[AuthMiddleware.CookieName]) is not { } user)
            return LoginAsync(context);
        if (!NeedsConsent(client, user, scopes))
            return BackAsync(context, request, "code=" + state.OAuth2.AddCode(request, user, client));
        return query["prompt"] == "none" ? BackAsync(context, request, Error("consent_required", "prompt")) : ConsentAsync(context, request);
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        if (state.Sessions.Find(context.Request.Cookies[AuthMiddleware.CookieName]) is not { } user
            || !state.OAuth2.Pending.TryRemove(form["state"].ToString(), out var request) || request.ClientId != form["client_id"])
        {
            await HtmlPage.WriteAsync(context, 400, "[invalid_request] OAuth 2.0 Parameter: state").ConfigureAwait(false);
            return;
        }
        if (form["scope"].Count == 0)
        {
            await BackAsync(context, request, Error("access_denied", "client_id")).ConfigureAwait(false);
            return;
        }
        var granted = request.Scopes.Where(s => s == "openid" || form["scope"].Contains(s)).ToList();
        state.OAuth2.Consents[(request.ClientId, user.Username)] = true;
        var code = state.OAuth2.AddCode(request with { Scopes = granted }, user, state.OAuth2.Find(request.ClientId)!);
        await BackAsync(context, request, "code=" + code).ConfigureAwait(false);
    }

    private bool NeedsConsent(OAuth2Client client, SandboxUser user, IEnumerable<string> scopes) =>
        !client.IsDevice && scopes.Any(s => s != "openid") && !state.OAuth2.Consents.ContainsKey((client.Id, user.Username));

    private Task LoginAsync(HttpContext context)
    {
        AuthMiddleware.SetCookie(context, state, OAuth2Store.NewSecret());
        if (context.Request.Headers.Accept.ToString().Contains("html", StringComparison.Ordinal))
            return Answer.RedirectAsync(context, LoginPage.Address(context, state.Dialect));
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Answer.EmptyAsync(context, 401);
    }

    private Task ConsentAsync(HttpContext context, AuthorizationRequest request)
    {
        var asked = OAuth2Store.NewSecret();
        state.OAuth2.Pending[asked] = request;
        var boxes = string.Concat(request.Scopes.Where(s => s != "openid").Select(s => $"<input type=\"checkbox\" name=\"scope\" value=\"{s}\">"));
        return Answer.TextAsync(context, 200, "text/html;charset=UTF-8",
            "<!DOCTYPE html><html lang=\"en\"><head><title>Consent required</title></head><body><form name=\"consent_form\" method=\"post\" action=\"/oauth2/authorize\">"
            + $"<input type=\"hidden\" name=\"client_id\" value=\"{request.ClientId}\"><input type=\"hidden\" name=\"state\" value=\"{asked}\">{boxes}</form></body></html>");
    }

    private static string Error(string error, string parameter) => $"error={error}&error_description=OAuth%202.0%20Parameter%3A%20{parameter}&error_uri={Rfc}";

    private static Task BackAsync(HttpContext context, AuthorizationRequest request, string answer) => Answer.RedirectAsync(
        context, $"{request.Redirect}?{answer}{(request.State is null ? "" : "&state=" + Uri.EscapeDataString(request.State))}");
}
