using Dhis2.Client.Sessions;

namespace Dhis2.PowerShell.Commands;

/// <summary>The objects that references stand for, and the proof that they exist: servers take ids that are nobody's. Each is looked up once. Not thread-safe.</summary>
internal sealed class ProvenObjects(Dhis2Caller caller)
{
    private readonly Dictionary<(string List, ObjectKey Key), FoundObject> _found = [];

    /// <summary>Those that references to objects of a list stand for, in their order.</summary>
    /// <exception cref="Dhis2ApiException">One of them does not exist.</exception>
    /// <exception cref="Dhis2InputException">One of them is ambiguous, or of another type.</exception>
    public async Task<IReadOnlyList<FoundObject>> FindAsync(string list, IReadOnlyList<Dhis2Reference> references, CancellationToken cancellationToken)
    {
        var open = references.Where(reference => Known(list, reference) is null).ToList();
        if (open.Count > 0)
            await LookUpAsync(MetadataType.Of(list), open, cancellationToken).ConfigureAwait(false);
        return [.. references.Select(reference => Known(list, reference)!)];
    }

    /// <summary>The ids of those that references stand for.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(string list, IReadOnlyList<Dhis2Reference> references, CancellationToken cancellationToken) =>
        [.. (await FindAsync(list, references, cancellationToken).ConfigureAwait(false)).Select(found => found.Id)];

    private FoundObject? Known(string list, Dhis2Reference reference) =>
        (reference.Type is null || reference.Type == list) && reference.Key is { } key && _found.TryGetValue((list, key), out var found) ? found : null;

    private async Task LookUpAsync(MetadataType type, List<Dhis2Reference> references, CancellationToken cancellationToken)
    {
        var resolved = await References.FindAsync(caller, type, references, cancellationToken).ConfigureAwait(false);
        var ids = references.Select(resolved.IdOf).ToList();
        var names = await ExistingObjects.ReadAsync(caller, type, [.. ids.Distinct()], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < ids.Count; i++)
        {
            if (!names.TryGetValue(ids[i], out var name))
            {
                throw new Dhis2ApiException($"There is no {type.Singular} with the id '{ids[i]}' that this account may see.", 404, null, "Check the id: servers take it all the same.")
                { Item = references[i].Item };
            }
            _found[(type.Plural, references[i].Key!)] = new FoundObject(ids[i], null, name);
        }
    }
}
