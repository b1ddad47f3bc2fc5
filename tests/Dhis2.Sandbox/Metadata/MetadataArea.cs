using System.Text.Json;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.Metadata;

/// <summary>Lists and single objects of every type.</summary>
internal sealed class MetadataArea : ISandboxArea
{
    private MetadataIndex? _index;
    private SandboxState _state = null!;

    public void Map(IEndpointRouteBuilder app, SandboxState state)
    {
        _state = state;
        if (state.Options.OrgUnits > 0)
            WarmUp();
        app.Map("/api/{type}", (HttpContext context, string type) => ListAsync(context, type));
        app.Map("/api/{type}/{uid}", (HttpContext context, string type, string uid) => ObjectAsync(context, type, uid, null));
        app.Map("/api/{type}/{uid}/{property}", (HttpContext context, string type, string uid, string property) => ObjectAsync(context, type, uid, property));
        app.MapGet("/api/metadata", (HttpContext context) => ExportAsync(context, ""));
        app.MapGet("/api/metadata.{suffix}", ExportAsync);
        app.MapGet("/api/me", (HttpContext context) => new MeView(View(context, new ListRequest(context.Request, state.Dialect))).WriteAsync(context));
    }

    // Sorts a big country before its first request, so that the first page is as quick as the last.
    private void WarmUp()
    {
        var view = new MetadataView(Index(), _state.Dialect, _state.Users["admin"], "", null);
        view.Index.Sorted("organisationUnits", ListOrder.Default, view);
        view.Index.Sorted("organisationUnits", ListOrder.Parse(["id"], _ => true, _state.Dialect), view);
    }

    private async Task ListAsync(HttpContext context, string type)
    {
        var (name, suffix) = SplitSuffix(type);
        if (!await IsServedAsync(context, name, suffix).ConfigureAwait(false))
            return;
        var request = new ListRequest(context.Request, _state.Dialect);
        var view = View(context, request);
        if (name == "organisationUnits")
            await new OrgUnitLists(context, view, request).ListAsync().ConfigureAwait(false);
        else
            await new ListWriter(context, view, request).WriteAsync(name, Select(name, view, request, ListOrder.Default)).ConfigureAwait(false);
    }

    /// <summary>The objects that filters and query let through, in the order asked for.</summary>
    public static IReadOnlyList<MetadataItem> Select(string type, MetadataView view, ListRequest request, ListOrder whenNone, bool splitsFilters = true)
    {
        var properties = new Lazy<TypeProperties>(() => new TypeProperties(type, view));
        var order = request.Orders.Any() ? ListOrder.Parse(request.Orders, p => properties.Value.IsStored(p), view.Dialect) : whenNone;
        if (ReferenceEquals(order, ListOrder.Default))
            order = whenNone;
        IReadOnlyList<MetadataItem> sorted = view.Index.Sorted(type, order, view);
        if (!view.User.IsSuper)
            sorted = [.. sorted.Where(view.CanRead)];
        var or = request.JoinsByOr;
        var parser = new Lazy<FilterParser>(() => new FilterParser(view.Dialect, properties.Value));
        var filters = request.Filters.Count == 0 ? [] : splitsFilters ? parser.Value.Parse(request.Filters) : parser.Value.ParseEach(request.Filters);
        // A query among OR-joined conditions is all that counts up to 2.41.
        if (or && request.Query is not null && view.Dialect <= Dialect.V41)
            filters = [];
        if (filters.Count == 0 && request.Query is null)
            return sorted;
        return [.. sorted.Where(item => Passes(item, filters, request.Query, or, view))];
    }

    private Task ExportAsync(HttpContext context, string suffix)
    {
        var request = new ListRequest(context.Request, _state.Dialect);
        return new ExportWriter(context, View(context, request), request).WriteAsync(suffix);
    }

    private static bool Passes(MetadataItem item, IReadOnlyList<Filter> filters, string? query, bool or, MetadataView view)
    {
        var found = query is null ? (bool?)null : IsQueried(item, query, view);
        if (or)
            return found == true || filters.Any(f => f.Matches(item, view));
        return found != false && filters.All(f => f.Matches(item, view));
    }

    private static bool IsQueried(MetadataItem item, string query, MetadataView view) =>
        item.Uid == query || (string?)item.Get("code", view) == query
        || ((string?)item.Get("name", view))?.Contains(query, StringComparison.OrdinalIgnoreCase) == true;

    private async Task ObjectAsync(HttpContext context, string type, string uid, string? property)
    {
        var (id, suffix) = SplitSuffix(uid);
        if (property is not null)
            (property, suffix) = SplitSuffix(property);
        if (!await IsServedAsync(context, type, suffix).ConfigureAwait(false))
            return;
        var request = new ListRequest(context.Request, _state.Dialect);
        var view = View(context, request);
        if (view.Index.Find(type, id) is not { } item || (_state.Dialect >= Dialect.V41 && !view.CanRead(item)))
            await MissingAsync(context, type, id).ConfigureAwait(false);
        else if (item is OrgUnitItem unit && await new OrgUnitLists(context, view, request).TryBranchAsync(unit.Unit, property).ConfigureAwait(false))
            return;
        else
            await WriteAsync(context, view, request, item, property).ConfigureAwait(false);
    }

    private static async Task WriteAsync(HttpContext context, MetadataView view, ListRequest request, MetadataItem item, string? property)
    {
        var fields = request.Fields(property is null ? "*" : "");
        if (fields is null)
        {
            await ListWriter.UnreadableAsync(context, view.Dialect).ConfigureAwait(false);
            return;
        }
        if (property is not null)
            fields = [new FieldNode(property, fields.Count == 0 ? null : fields, [])];
        context.Response.ContentType = Answer.Json;
        var writer = new Utf8JsonWriter(context.Response.BodyWriter, SandboxJson.Writer);
        await using (writer.ConfigureAwait(false))
            new FieldWriter(view).WriteObject(writer, item, fields);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private Task MissingAsync(HttpContext context, string type, string uid)
    {
        var wellFormed = uid.Length == 11 && uid.All(char.IsAsciiLetterOrDigit);
        if (_state.Dialect >= Dialect.V42 && !wellFormed)
            return WebMessage.WriteAsync(context, 405, $"Request method '{context.Request.Method}' is not supported");
        if (_state.Dialect >= Dialect.V43 && !char.IsAsciiLetter(uid[0]))
            return WebMessage.WriteAsync(context, 400, $"Value '{uid}' is not valid for path parameter uid. UID must be an alphanumeric string of 11 characters starting with a letter.");
        return WebMessage.WriteAsync(context, 404, $"{TypeNames.Klass(type)} with id {uid} could not be found.", "E1005");
    }

    // Answers where the type is unknown, the method wrong or the format not to be had; false then.
    private async Task<bool> IsServedAsync(HttpContext context, string type, string suffix)
    {
        if (!TypeNames.HasEndpoint(type))
            await UnknownPath.WriteAsync(context, _state.Dialect).ConfigureAwait(false);
        else if (!HttpMethods.IsGet(context.Request.Method))
            await UnknownPath.WrongMethodAsync(context, _state.Dialect).ConfigureAwait(false);
        else if (suffix == "xml" || !Accepts.Json(context.Request))
            await HtmlPage.WriteAsync(context, 406, "Acceptable representations: [application/json, application/json+gzip, application/json+zip, application/*+json].").ConfigureAwait(false);
        else
            return true;
        return false;
    }

    private MetadataView View(HttpContext context, ListRequest request) =>
        new(Index(), _state.Dialect, context.CurrentUser(), context.Request.Host.ToString(), request.Locale);

    private MetadataIndex Index()
    {
        lock (_state.Country.Gate)
        {
            if (_index is null || _index.Revision != _state.Country.Revision)
                _index = new MetadataIndex(_state);
            return _index;
        }
    }

    private static (string Name, string Suffix) SplitSuffix(string segment)
    {
        var dot = segment.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (segment, "") : (segment[..dot], segment[(dot + 1)..]);
    }
}
