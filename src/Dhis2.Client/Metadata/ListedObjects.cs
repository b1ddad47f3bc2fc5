using Dhis2.Client.Metadata.Fields;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata;

/// <summary>Reads which objects others list, where these do not tell by whom they are listed: the attributes of programs.</summary>
public static class ListedObjects
{
    /// <summary>Reads their ids, each once.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="type">The type of the objects that list them.</param>
    /// <param name="ids">The objects that list them.</param>
    /// <param name="path">The way from these to the ids: <c>programTrackedEntityAttributes.trackedEntityAttribute.id</c>.</param>
    /// <param name="onMissing">Is told of ids that do not exist.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        Dhis2Caller caller, MetadataType type, IReadOnlyList<string> ids, string path, Action<string> onMissing, CancellationToken cancellationToken)
    {
        var way = new PropertyPath(path);
        var reader = MetadataReader.OfElements(caller);
        var listed = new List<string>();
        await foreach (var page in reader.ReadAsync(new MetadataQuery { Type = type, Ids = ids, Fields = $"id,{way.Fields}" }, onMissing, cancellationToken).ConfigureAwait(false))
            listed.AddRange(page.Items.SelectMany(way.Values).OfType<string>());
        return [.. listed.Distinct()];
    }
}
