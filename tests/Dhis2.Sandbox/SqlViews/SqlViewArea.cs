using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>Data of SQL views in JSON and CSV, and what makes and refreshes their relations.</summary>
internal sealed class SqlViewArea : ISandboxArea
{
    private const string Cached = "max-age=60, public";

    public void Map(IEndpointRouteBuilder app, SandboxState state)
    {
        var relations = new SqlRelations(state);
        app.MapGet("/api/sqlViews/{uid}/data", (HttpContext context, string uid) => JsonAsync(context, state, relations, uid));
        app.MapGet("/api/sqlViews/{uid}/data.csv", (HttpContext context, string uid) => CsvAsync(context, state, relations, uid));
        app.MapPost("/api/sqlViews/{uid}/execute", (HttpContext context, string uid) => ExecuteAsync(context, relations, uid));
        app.MapPost("/api/sqlViews/{uid}/refresh", (HttpContext context, string uid) => RefreshAsync(context, relations, uid));
    }

    private static async Task JsonAsync(HttpContext context, SandboxState state, SqlRelations relations, string uid)
    {
        if (!AcceptsJson(context.Request))
        {
            await NotAcceptableAsync(context).ConfigureAwait(false);
            return;
        }
        var (view, grid, page) = Prepare(context, state, relations, uid);
        await GridJson.WriteAsync(context, view, grid, page).ConfigureAwait(false);
    }

    private static async Task CsvAsync(HttpContext context, SandboxState state, SqlRelations relations, string uid)
    {
        try
        {
            var (view, grid, _) = Prepare(context, state, relations, uid);
            await GridCsv.WriteAsync(context, view, grid).ConfigureAwait(false);
        }
        catch (WebMessageException e)
        {
            // Whatever is wrong: a page with a stack trace.
            var exception = e.Status == 404 ? "org.hisp.dhis.feedback.NotFoundException" : "org.hisp.dhis.common.IllegalQueryException";
            var link = state.Dialect >= Dialect.V42 ? ": " : "; nested exception is ";
            var message = $"Request processing failed{link}{exception}: {e.Message}";
            await HtmlPage.WriteAsync(context, 500, message, message).ConfigureAwait(false);
        }
    }

    private static (SqlView View, SqlGrid Grid, GridPage Page) Prepare(HttpContext context, SandboxState state, SqlRelations relations, string uid)
    {
        var user = context.CurrentUser();
        var request = SqlViewRequest.Read(context.Request);
        var view = relations.Find(uid, user);
        context.Response.Headers.CacheControl = Cached;
        SqlChecks.Check(view, request, user);
        var grid = GridFilter.Apply(relations.Run(view, request, user), view, request, state.Dialect);
        return (view, grid, GridPage.Of(grid, request, state.Dialect));
    }

    private static Task ExecuteAsync(HttpContext context, SqlRelations relations, string uid)
    {
        relations.Execute(relations.Find(uid, context.CurrentUser()));
        context.Response.Headers.Location = $"http://{context.Request.Host}/api/sqlViews/{uid}";
        return WebMessage.WriteAsync(context, 201, "SQL view created");
    }

    private static Task RefreshAsync(HttpContext context, SqlRelations relations, string uid) =>
        relations.Find(uid, context.CurrentUser()).IsMaterialized
            ? WebMessage.WriteAsync(context, 200, "Materialized view refreshed")
            : throw new WebMessageException(409, "View could not be refreshed", "E1004");

    private static bool AcceptsJson(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Length == 0 || accept.Contains("json", StringComparison.OrdinalIgnoreCase) || accept.Contains('*', StringComparison.Ordinal);
    }

    private static Task NotAcceptableAsync(HttpContext context) =>
        HtmlPage.WriteAsync(context, 406, "Acceptable representations: [application/json, application/*+json].");
}
