using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Schemas;

/// <summary>
/// Reads what a server says of its types (<c>/api/schemas</c>). The session remembers it like all that it caches, and <c>Clear-Dhis2Cache</c> forgets it.
/// </summary>
public static class SchemaReader
{
    /// <summary>The name under which it is remembered.</summary>
    public const string CacheName = "Schemas";

    private const string TypeFields = "singular,plural,klass,relativeApiEndpoint,metadata,shareable,dataShareable";

    private const string PropertyFields =
        "properties[name,collectionName,propertyType,itemPropertyType,klass,itemKlass,persisted,owner,required,unique,length,constants]";

    /// <summary>All types that have objects of their own, without their properties: 20 kB.</summary>
    /// <param name="caller">The session.</param>
    /// <param name="isOnce">Asks once alone, for completion, where a user waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<IReadOnlyList<Schema>> ReadTypesAsync(Dhis2Caller caller, bool isOnce, CancellationToken cancellationToken) =>
        caller.Session.Cache.GetAsync<IReadOnlyList<Schema>>(CacheName, refresh: false, async () =>
        {
            var request = new Dhis2Request("schemas") { Query = { { "fields", TypeFields } }, TriesOnce = isOnce };
            var root = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
            return [.. root.Items("schemas").Select(SchemaOf).OfType<Schema>()];
        });

    /// <summary>A type with its properties: 10 kB.</summary>
    /// <param name="caller">The session.</param>
    /// <param name="type">The type.</param>
    /// <param name="isOnce">Asks once alone, for completion, where a user waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Dhis2ApiException">The server has no such type.</exception>
    public static Task<Schema> ReadAsync(Dhis2Caller caller, MetadataType type, bool isOnce, CancellationToken cancellationToken) =>
        caller.Session.Cache.GetAsync($"{CacheName}/{type.Singular}", refresh: false, async () =>
        {
            var request = new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, "schemas", type.Singular))
            {
                Query = { { "fields", $"{TypeFields},{PropertyFields}" } },
                TriesOnce = isOnce,
            };
            var root = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
            return root is { } answer && SchemaOf(answer) is { } schema ? schema : throw JsonErrors.Invalid(request.Display, null, "it describes no type");
        });

    /// <summary>All types with their properties, in one request: 0.4 MB.</summary>
    public static Task<IReadOnlyList<Schema>> ReadAllAsync(Dhis2Caller caller, CancellationToken cancellationToken) =>
        caller.Session.Cache.GetAsync<IReadOnlyList<Schema>>($"{CacheName}/*", refresh: false, async () =>
        {
            var root = await caller.ReadJsonAsync(new Dhis2Request("schemas") { Query = { { "fields", $"{TypeFields},{PropertyFields}" } } }, cancellationToken).ConfigureAwait(false);
            return [.. root.Items("schemas").Select(SchemaOf).OfType<Schema>()];
        });

    /// <summary>
    /// The type of what an object holds at the end of some properties, such as <c>categoryCombo</c> and then <c>categories</c>, with its properties; null where the server
    /// does not tell. With no properties, the type itself.
    /// </summary>
    /// <param name="caller">The session.</param>
    /// <param name="type">The type to begin with.</param>
    /// <param name="path">The properties.</param>
    /// <param name="isOnce">Asks once alone, for completion, where a user waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Schema?> ReadAsync(Dhis2Caller caller, MetadataType type, IEnumerable<string> path, bool isOnce, CancellationToken cancellationToken)
    {
        var schema = await ReadAsync(caller, type, isOnce, cancellationToken).ConfigureAwait(false);
        foreach (var name in path)
        {
            if (schema.Find(name) is not { } property || await ReadPartAsync(caller, property, isOnce, cancellationToken).ConfigureAwait(false) is not { } part)
                return null;
            schema = await ReadAsync(caller, MetadataType.Of(part), isOnce, cancellationToken).ConfigureAwait(false);
        }
        return schema;
    }

    /// <summary>The type of what a property holds, without its properties; null where that is no type, or the server does not tell.</summary>
    /// <param name="caller">The session.</param>
    /// <param name="property">The property.</param>
    /// <param name="isOnce">Asks once alone, for completion, where a user waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Schema?> ReadPartAsync(Dhis2Caller caller, SchemaProperty property, bool isOnce, CancellationToken cancellationToken)
    {
        var types = await ReadTypesAsync(caller, isOnce, cancellationToken).ConfigureAwait(false);
        return types.Where(schema => schema.Klass is not null && schema.Klass == property.Klass).OrderByDescending(schema => schema.HasList).FirstOrDefault();
    }

    /// <summary>A type with its properties; null where the account may not read schemas, or the server tells no properties: then the server decides.</summary>
    public static async Task<Schema?> FindAsync(Dhis2Caller caller, MetadataType type, CancellationToken cancellationToken)
    {
        try
        {
            var schema = await ReadAsync(caller, type, isOnce: false, cancellationToken).ConfigureAwait(false);
            return schema.Properties.Count == 0 ? null : schema;
        }
        catch (Dhis2ApiException)
        {
            return null;
        }
    }

    private static Schema? SchemaOf(JsonElement schema) => schema.Text("singular") is not { } singular || schema.Text("plural") is not { } plural ? null : new Schema(singular, plural)
    {
        Klass = schema.Text("klass"),
        Endpoint = schema.Text("relativeApiEndpoint"),
        IsMetadata = schema.Flag("metadata"),
        IsShareable = schema.Flag("shareable"),
        IsDataShareable = schema.Flag("dataShareable"),
        Properties = [.. schema.Items("properties").Select(property => PropertyOf(property, plural)).OfType<SchemaProperty>()],
    };

    private static SchemaProperty? PropertyOf(JsonElement property, string type)
    {
        if ((property.Text("collectionName") ?? property.Text("name")) is not { } name)
            return null;
        var isCollection = property.Text("propertyType") == "COLLECTION";
        return new SchemaProperty(name, property.Text("propertyType") ?? "", property.Flag("persisted"))
        {
            Type = type,
            ItemKind = isCollection ? property.Text("itemPropertyType") : null,
            Klass = isCollection ? property.Text("itemKlass") : property.Text("klass"),
            IsOwned = property.Flag("owner"),
            IsRequired = property.Flag("required"),
            IsUnique = property.Flag("unique"),
            // What has no limit is given the largest number there is.
            MaximumLength = property.Number("length") is { } length and < int.MaxValue ? length : null,
            Constants = [.. property.Items("constants").Select(word => word.ToString())],
        };
    }
}
