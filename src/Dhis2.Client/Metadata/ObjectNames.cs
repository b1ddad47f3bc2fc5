using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata;

/// <summary>Reads ids, codes and names of the first thousand objects of a type, for completion: one request, tried once.</summary>
public static class ObjectNames
{
    private const string Most = "1000";

    /// <summary>Reads them in the order of their names.</summary>
    public static async Task<IReadOnlyList<FoundObject>> ReadAsync(Dhis2Caller caller, MetadataType type, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(type.Plural)
        {
            Query = { { "fields", "id,code,name" }, { "order", "name:asc" }, { "page", "1" }, { "pageSize", Most } },
            TriesOnce = true,
        };
        var root = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return [.. root.Items(type.Plural).Where(o => o.Text("id") is not null).Select(o => new FoundObject(o.Text("id")!, o.Text("code"), o.Text("name") ?? ""))];
    }
}
