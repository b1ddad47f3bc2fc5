using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Metadata.Fields;
using Dhis2.Client.Metadata.Filters;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Export;

/// <summary>What to export of a server's metadata.</summary>
public sealed record MetadataExportQuery
{
    /// <summary>Its types; none for all that the server has.</summary>
    public IReadOnlyList<ExportedType> Types { get; init; } = [];

    /// <summary>An object that is exported with all that it is made of; null for whole lists.</summary>
    public ExportedObject? Root { get; init; }

    /// <summary>Properties of types that say none themselves; null for all that an import takes.</summary>
    public string? Fields { get; init; }

    /// <summary>Filters of types that say none themselves.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Order of types that say none themselves.</summary>
    public string? Order { get; init; }

    /// <summary>Exports the category objects by the name of default, too, and references to them.</summary>
    public bool Defaults { get; init; }

    /// <summary>Leaves out who may see and change the objects.</summary>
    public bool SkipSharing { get; init; }

    /// <summary>
    /// Refuses what a server would pass over without a word: then it would export something else than was asked for. Filters whose values it misreads are compared
    /// here first, and give way to the ids of the objects that they let through.
    /// </summary>
    /// <exception cref="Dhis2InputException">A field, a filter or an order is such a thing, or too many objects have to be named.</exception>
    public async Task<MetadataExportQuery> CheckedAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        var dialect = caller.Session.Dialect;
        var types = new List<ExportedType>();
        foreach (var type in Types)
        {
            var check = new FieldCheck(caller, type.Type);
            if ((type.Fields ?? Fields) is { } fields)
                await check.CheckFieldsAsync(fields, cancellationToken).ConfigureAwait(false);
            if ((type.Order ?? Order) is { } order)
                await check.CheckOrderAsync(order, cancellationToken).ConfigureAwait(false);
            var filters = type.Filters.Count > 0 ? type.Filters : Filters;
            types.Add(filters.Any(filter => IsMisread(filter, dialect)) ? type with { Filters = [await IdFilterAsync(caller, type.Type, filters, cancellationToken).ConfigureAwait(false)] } : type);
        }
        if (Types.Count == 0 && Filters.FirstOrDefault(filter => IsMisread(filter, dialect)) is { } misread)
            throw MetadataFilter.Wrong(misread, "holds a character that a server of this version misreads", "Name the types with -Type: then it is compared here.");
        var query = this with { Types = types };
        if (types.Count > 0 && Filters.Any(filter => IsMisread(filter, dialect)))
            query = query with { Filters = [], Types = [.. types.Select(type => type.Filters.Count > 0 ? type : type with { Filters = Filters })] };
        var made = query.Request(caller, "json");
        if (made.Query.AppendTo(made.Path).Length > UrlLimit.Longest)
            throw new Dhis2InputException("The export is too long for one request: it has too many types, fields and filters, or too many objects that its filters let through have to be named.", "Export fewer types at once, or filter by something else.");
        return query;
    }

    private static bool IsMisread(string filter, Dialect dialect) => LocalFilter.Of(FilterRules.Read(filter, dialect), dialect) is not null;

    private static async Task<string> IdFilterAsync(Dhis2Caller caller, MetadataType type, IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        var reader = new MetadataReader<string>(caller, _ => new ElementBuilder<string>(item => item.Text("id") ?? ""), id => id);
        await foreach (var page in reader.ReadAsync(new MetadataQuery { Type = type, Fields = "id", Filters = filters }, onMissing: null, cancellationToken).ConfigureAwait(false))
            ids.AddRange(page.Items);
        // No object has such an id.
        return ids.Count == 0 ? "id:eq:none" : $"id:in:[{string.Join(",", ids)}]";
    }

    /// <summary>The request, for an answer in a form: <c>json</c>, <c>json.gz</c>, <c>json.zip</c> or <c>xml</c>.</summary>
    internal Dhis2Request Request(Dhis2Caller caller, string form)
    {
        var path = Root is null ? "metadata" : ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, Root.Type.Plural, Root.Id, "metadata");
        // The suffix decides.
        var request = new Dhis2Request(form == "json" ? path : $"{path}.{form}") { Accept = form == "xml" ? "application/xml" : "application/json" };
        if (Root is null)
            AddLists(request.Query);
        request.Query.Add("skipSharing", SkipSharing ? true : null);
        return request;
    }

    private void AddLists(QueryParameters query)
    {
        foreach (var type in Types)
        {
            query.Add(type.Type.Plural, true)
                .Add($"{type.Type.Plural}:fields", type.Fields)
                .AddEach($"{type.Type.Plural}:filter", type.Filters)
                .Add($"{type.Type.Plural}:order", type.Order);
        }
        query.Add("fields", Fields).AddEach("filter", Filters).Add("order", Order).Add("defaults", Defaults ? null : "EXCLUDE");
    }
}

/// <summary>A type that is exported.</summary>
/// <param name="Type">The type.</param>
public sealed record ExportedType(MetadataType Type)
{
    /// <summary>Properties; null for those of the whole export.</summary>
    public string? Fields { get; init; }

    /// <summary>Filters, which count in place of those of the whole export.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Order; null for that of the whole export.</summary>
    public string? Order { get; init; }
}

/// <summary>An object that is exported with all that it is made of.</summary>
/// <param name="Type">Its type: <c>dataSets</c>, <c>programs</c>, <c>categoryCombos</c>, <c>dashboards</c>, <c>optionSets</c>.</param>
/// <param name="Id">Its id.</param>
public sealed record ExportedObject(MetadataType Type, string Id);
