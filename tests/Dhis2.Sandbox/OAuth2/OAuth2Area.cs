using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.OAuth2;

/// <summary>
/// The OAuth2 server of each version: 2.40 and 2.41 have theirs always, 2.42 and later when it is switched on.
/// </summary>
internal sealed class OAuth2Area : ISandboxArea
{
    public void Map(IEndpointRouteBuilder app, SandboxState state)
    {
        ClientWrites.Map(app, state);
        if (state.Dialect <= Dialect.V41)
        {
            var tokens = new LegacyTokens(state);
            var login = new LegacyAuthorize(state);
            app.Map("/uaa/oauth/token", tokens.AnswerAsync);
            app.MapGet("/uaa/oauth/authorize", login.AskAsync);
            app.MapPost("/uaa/oauth/authorize", login.AnswerAsync);
            app.MapPost("/oauth2/token", (HttpContext context) => HtmlPage.WriteAsync(context, 404));
        }
        else if (state.Options.OAuth2)
        {
            MapModern(app, state);
        }
    }

    private static void MapModern(IEndpointRouteBuilder app, SandboxState state)
    {
        var tokens = new ModernTokens(state);
        var login = new ModernAuthorize(state);
        var devices = new Devices(state);
        var provider = new Provider(state);
        app.MapGet("/.well-known/openid-configuration", (HttpContext context) => Answer.JsonAsync(context, Discovery.OpenId(context, state.Dialect)));
        app.MapGet("/.well-known/oauth-authorization-server", (HttpContext context) => Answer.JsonAsync(context, Discovery.OAuth(context, state.Dialect)));
        app.MapGet("/oauth2/jwks", (HttpContext context) => Answer.JsonAsync(context, new JsonObject { ["keys"] = new JsonArray(state.OAuth2.ServerKey.Public()) }));
        app.MapPost("/oauth2/token", tokens.AnswerAsync);
        app.MapGet("/oauth2/token", (HttpContext context) => Answer.RedirectAsync(context, "/oauth2/token/" + context.Request.QueryString, 301));
        app.MapGet("/oauth2/authorize", login.AskAsync);
        app.MapPost("/oauth2/authorize", login.AnswerAsync);
        app.MapGet("/api/auth/enrollDevice", devices.EnrollAsync);
        app.MapPost("/connect/register", devices.RegisterAsync);
        app.MapPost(Provider.Path + "/token", provider.AnswerAsync);
        app.MapGet(Provider.Path + "/.well-known/openid-configuration", (HttpContext context) => Answer.JsonAsync(context, Provider.Describe(context)));
    }
}
