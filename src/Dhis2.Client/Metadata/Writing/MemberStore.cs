using System.Text.Json;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>Reads the lists of objects, and whether items exist.</summary>
/// <param name="caller">Who asks.</param>
/// <param name="collection">Which list of them.</param>
internal sealed class MemberStore(Dhis2Caller caller, ItemList collection)
{
    private const string Link = "dataElement";

    /// <summary>The items of the list of an object: of links, the links.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var fields = collection.IsOfLinks ? collection.Property : $"{collection.Property}[id]";
        var held = await ObjectAddress.ReadAsync(caller, collection.Type, id, fields, cancellationToken).ConfigureAwait(false);
        return [.. held.Items(collection.Property)];
    }

    /// <summary>The ids of the items in the list of an object.</summary>
    public async Task<HashSet<string>> ReadIdsAsync(string id, CancellationToken cancellationToken) =>
        new((await ReadAsync(id, cancellationToken).ConfigureAwait(false)).Select(IdOf), StringComparer.Ordinal);

    /// <summary>The id of an item.</summary>
    public string IdOf(JsonElement item) => (collection.IsOfLinks ? item.Child(Link) ?? default : item).Text("id") ?? "";

    /// <summary>Of some ids those that are of no object in sight; null where the type of the items is not known.</summary>
    public async Task<HashSet<string>?> FindMissingAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (collection.Items is not { } type)
            return null;
        var found = await ExistingObjects.ReadAsync(caller, type, ids, cancellationToken).ConfigureAwait(false);
        return new HashSet<string>(ids.Where(id => !found.ContainsKey(id)), StringComparer.Ordinal);
    }
}
