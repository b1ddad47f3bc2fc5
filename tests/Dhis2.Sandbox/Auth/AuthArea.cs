using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.Auth;

/// <summary>The login endpoint, the login page's configuration, the logout, and the ping.</summary>
internal sealed class AuthArea : ISandboxArea
{
    public void Map(IEndpointRouteBuilder app, SandboxState state)
    {
        app.MapGet("/api/ping", (HttpContext context) => Answer.EmptyAsync(context, 200));
        if (state.Dialect >= Dialect.V41)
        {
            app.MapGet("/api/loginConfig", (HttpContext context) => Answer.JsonAsync(context, Configuration(state.Dialect)));
            app.MapPost("/api/auth/login", (HttpContext context) => LogInAsync(context, state));
        }
        if (state.Dialect <= Dialect.V41)
            app.MapPost("/dhis-web-commons-security/login.action", (HttpContext context) => LoginForm.AnswerAsync(context, state));
        // What it does is no matter here; that it takes an authority is.
        app.MapPost("/api/maintenance/cacheClear", async (HttpContext context) =>
        {
            if (await context.RequireAsync(state.Dialect, "F_PERFORM_MAINTENANCE").ConfigureAwait(false))
                await Answer.EmptyAsync(context, state.Dialect >= Dialect.V43 ? 200 : 204).ConfigureAwait(false);
        });
        app.MapMethods("/dhis-web-commons-security/logout.action", ["GET", "POST"], (HttpContext context) => LogOutAsync(context, state));
    }

    private static async Task LogInAsync(HttpContext context, SandboxState state)
    {
        var type = context.Request.ContentType ?? "";
        if (!type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            var text = state.Dialect >= Dialect.V42 ? $"Content-Type '{type};charset=UTF-8' is not supported" : $"Content type '{type};charset=UTF-8' not supported";
            await WebMessage.WriteAsync(context, 415, text).ConfigureAwait(false);
            return;
        }
        JsonNode? body;
        try
        {
            body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            await WebMessage.WriteAsync(context, 400, "JSON parse error: Unexpected character").ConfigureAwait(false);
            return;
        }
        var user = state.Users.Find((string?)body?["username"] ?? "");
        if (user is null || user.Password != (string?)body?["password"])
        {
            await WebMessage.WriteAsync(context, 401, "Bad credentials").ConfigureAwait(false);
            return;
        }
        if (Refusal(user, state.Dialect, (string?)body["twoFactorCode"]) is { } refusal)
        {
            await Answer.JsonAsync(context, new JsonObject { ["loginStatus"] = refusal }).ConfigureAwait(false);
            return;
        }
        AuthMiddleware.SetCookie(context, state, state.Sessions.OpenLogin(user, isLimited: state.Dialect >= Dialect.V42));
        await Answer.JsonAsync(context, new JsonObject { ["loginStatus"] = "SUCCESS", ["redirectUrl"] = state.Dialect == Dialect.V41 ? "/dhis-web-dashboard" : "/" }).ConfigureAwait(false);
    }

    private static string? Refusal(SandboxUser user, Dialect dialect, string? code)
    {
        if (user.Locked)
            return "ACCOUNT_LOCKED";
        if (user.Disabled)
            return "ACCOUNT_DISABLED";
        if (user.AccountExpired)
            return "ACCOUNT_EXPIRED";
        if (user.PasswordExpired)
            return "PASSWORD_EXPIRED";
        if (!user.TwoFactor || code == SandboxUsers.TwoFactorCode)
            return null;
        return dialect == Dialect.V41 ? "INCORRECT_TWO_FACTOR_CODE" : "INCORRECT_TWO_FACTOR_CODE_TOTP";
    }

    private static Task LogOutAsync(HttpContext context, SandboxState state)
    {
        if (context.Request.Cookies[AuthMiddleware.CookieName] is { } session)
            state.Sessions.End(session);
        return Answer.RedirectAsync(context, "/");
    }

    private static JsonObject Configuration(Dialect dialect)
    {
        var json = new JsonObject
        {
            ["apiVersion"] = dialect.Full(),
            ["applicationTitle"] = dialect == Dialect.V41 ? "DHIS 2" : "",
            ["applicationDescription"] = dialect == Dialect.V41 ? "Intro" : "",
        };
        if (dialect >= Dialect.V42)
        {
            json["applicationNotification"] = "";
            json["applicationLeftSideFooter"] = "";
            json["applicationRightSideFooter"] = "";
        }
        json["countryFlag"] = "dhis2";
        json["uiLocale"] = "en";
        json["loginPopup"] = "";
        json["loginPageLayout"] = "DEFAULT";
        if (dialect >= Dialect.V42)
            json["loginPageTemplate"] = "";
        json["recaptchaSite"] = "none";
        if (dialect >= Dialect.V42)
        {
            json["minPasswordLength"] = "8";
            json["maxPasswordLength"] = "72";
        }
        foreach (var flag in (string[])["emailConfigured", "selfRegistrationEnabled", "selfRegistrationNoRecaptcha", "allowAccountRecovery", "useCustomLogoFront"])
            json[flag] = false;
        json["oidcProviders"] = new JsonArray();
        return json;
    }
}
