using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata;

/// <summary>Reads what a server says of its types (<c>/api/schemas</c>), for completion: each request is tried once.</summary>
public static class SchemaReader
{
    /// <summary>The names of the lists that the server has: <c>dataElements</c>.</summary>
    public static async Task<IReadOnlyList<string>> ReadTypesAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request("schemas") { Query = { { "fields", "plural,relativeApiEndpoint" } }, TriesOnce = true };
        var root = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        // Types without an endpoint are parts of other types; an endpoint with another name (/dataStore) lists no metadata objects.
        return [.. root.Items("schemas").Where(s => s.Text("relativeApiEndpoint") == "/" + s.Text("plural")).Select(s => s.Text("plural")!).Distinct()];
    }

    /// <summary>The properties of a type, by the names under which its objects have them.</summary>
    public static async Task<IReadOnlyList<SchemaProperty>> ReadPropertiesAsync(Dhis2Caller caller, MetadataType type, CancellationToken cancellationToken)
    {
        var path = ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, "schemas", type.Singular);
        var request = new Dhis2Request(path) { Query = { { "fields", "properties[name,collectionName,propertyType,persisted]" } }, TriesOnce = true };
        var root = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return [.. root.Items("properties").Where(p => p.Text("name") is not null).Select(p => new SchemaProperty(
            p.Text("collectionName") ?? p.Text("name")!,
            p.Text("propertyType") ?? "",
            p.Flag("persisted")))];
    }
}

/// <summary>A property of a type.</summary>
/// <param name="Name">As objects have it: <c>organisationUnits</c>, where the schema itself says <c>organisationUnit</c>.</param>
/// <param name="Kind">What it holds, in the server's word: <c>TEXT</c>, <c>REFERENCE</c>, <c>COLLECTION</c>.</param>
/// <param name="IsStored">Whether it is a column of the database.</param>
public sealed record SchemaProperty(string Name, string Kind, bool IsStored)
{
    /// <summary>Whether lists can be ordered by it: one value a row, stored, or the translation of one that is.</summary>
    public bool IsSortable => Kind is not ("REFERENCE" or "COMPLEX" or "COLLECTION") && (IsStored || Name.StartsWith("display", StringComparison.Ordinal));
}
