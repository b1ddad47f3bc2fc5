using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Auth;

/// <summary>Who sent a request, and what he may do.</summary>
internal static class HttpContextUser
{
    /// <summary>The user; null only where the path is open to all.</summary>
    public static SandboxUser? User(this HttpContext context) => context.Items[typeof(SandboxUser)] as SandboxUser;

    public static SandboxUser CurrentUser(this HttpContext context) =>
        context.User() ?? throw new InvalidOperationException("This path is open to all: there may be no user.");

    /// <summary>Answers 403 where the user lacks the authority; false then.</summary>
    public static async Task<bool> RequireAsync(this HttpContext context, Dialect dialect, string authority)
    {
        if (context.CurrentUser().Has(authority))
            return true;
        var message = dialect >= Dialect.V42 ? $"Access is denied, requires one Authority from [{authority}]" : "Access is denied";
        await WebMessage.WriteAsync(context, 403, message).ConfigureAwait(false);
        return false;
    }
}
