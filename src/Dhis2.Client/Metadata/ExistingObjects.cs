using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata;

/// <summary>Proves that objects exist before something refers to them: servers store ids that are nobody's.</summary>
public static class ExistingObjects
{
    /// <summary>The names of objects by their ids. Those that do not exist, or that the account may not see, are not among them.</summary>
    public static async Task<IReadOnlyDictionary<string, string?>> ReadAsync(Dhis2Caller caller, MetadataType type, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (ids.Count == 0)
            return found;
        var reader = MetadataReader.OfElements(caller);
        await foreach (var page in reader.ReadAsync(new MetadataQuery { Type = type, Ids = ids, Fields = "id,name" }, onMissing: null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page.Items)
                found[item.Text("id")!] = item.Text("name");
        }
        return found;
    }
}
