using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata;

/// <summary>Finds objects by their codes and names, many in one request. Letter case matters, and a name has to be the whole name.</summary>
/// <param name="caller">Who asks.</param>
/// <param name="type">What is looked for.</param>
public sealed class ObjectFinder(Dhis2Caller caller, MetadataType type)
{
    private const int KeysPerRequest = 100;

    /// <summary>The objects that each key means: none, one or several. Keys that are ids are passed over.</summary>
    public async Task<IReadOnlyDictionary<ObjectKey, IReadOnlyList<FoundObject>>> FindAsync(IEnumerable<ObjectKey> keys, CancellationToken cancellationToken)
    {
        var found = keys.Where(key => key.Kind != ObjectKeyKind.Id).Distinct().ToDictionary(key => key, _ => (IReadOnlyList<FoundObject>)[]);
        foreach (var (property, kind) in Properties())
        {
            var texts = found.Keys.Where(key => key.Kind == kind).Select(key => key.Text).ToList();
            foreach (var filter in LookupFilters.Of(caller, property, texts, KeysPerRequest, Request))
            {
                foreach (var item in await ReadAsync(filter, cancellationToken).ConfigureAwait(false))
                    Keep(found, new ObjectKey(kind, item.Text(property) ?? ""), item);
            }
        }
        return found;
    }

    // The server may return objects that were not looked for, and one object for two filters.
    private static void Keep(Dictionary<ObjectKey, IReadOnlyList<FoundObject>> found, ObjectKey key, JsonElement item)
    {
        var one = new FoundObject(item.Text("id")!, item.Text("code"), item.Text("name"));
        if (found.TryGetValue(key, out var others) && !others.Contains(one))
            found[key] = [.. others, one];
    }

    private IEnumerable<(string Property, ObjectKeyKind Kind)> Properties()
    {
        yield return ("code", ObjectKeyKind.Code);
        yield return ("name", ObjectKeyKind.Name);
        if (type.OtherName is { } other)
            yield return (other, ObjectKeyKind.Name);
    }

    private Dhis2Request Request(string filter) =>
        new(type.Plural) { Query = { { "fields", string.Join(",", Properties().Select(p => p.Property).Prepend("id")) }, { "filter", filter }, { "paging", false } } };

    private async Task<IReadOnlyList<JsonElement>> ReadAsync(string filter, CancellationToken cancellationToken)
    {
        var request = Request(filter);
        var root = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        if (root is not { ValueKind: JsonValueKind.Object } answer || !answer.TryGetProperty(type.Plural, out var list) || list.ValueKind != JsonValueKind.Array)
            throw JsonErrors.Invalid(request.Display, null, $"it has no list '{type.Plural}'");
        return [.. list.EnumerateArray().Where(item => item.Text("id") is not null)];
    }
}
