using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>Single objects by their type and id.</summary>
internal static class ObjectAddress
{
    /// <summary>A request that changes an object: it goes out once, and whoever sends it looks up what became of it.</summary>
    public static Dhis2Request Change(Dhis2Caller caller, MetadataType type, string id, string method, byte[]? body = null, string contentType = "application/json") =>
        new(PathOf(caller, type, id), new HttpMethod(method)) { Body = body is null ? null : RequestBody.Of(body, contentType), SendsOnce = true };

    /// <summary>Reads an object.</summary>
    /// <exception cref="Dhis2ApiException">It is not there, or the account may not see it.</exception>
    public static async Task<JsonElement> ReadAsync(Dhis2Caller caller, MetadataType type, string id, string fields, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(PathOf(caller, type, id)) { Query = { { "fields", fields } } };
        return await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false) is { ValueKind: JsonValueKind.Object } found
            ? found
            : throw JsonErrors.Invalid(request.Display, null, "it is no object");
    }

    /// <summary>Reads an object; null where there is none that the account may see.</summary>
    public static async Task<JsonElement?> FindAsync(Dhis2Caller caller, MetadataType type, string id, string fields, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(caller, type, id, fields, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (e.StatusCode == 404)
        {
            return null;
        }
    }

    /// <summary>The object as it is called.</summary>
    public static NamedObject Name(MetadataType type, string id, JsonElement held) => new(type, id, held.Text("name") ?? held.Text("displayName"));

    private static string PathOf(Dhis2Caller caller, MetadataType type, string id) => ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, type.Plural, id);
}
