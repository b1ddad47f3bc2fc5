using Dhis2.Client.Sessions;

namespace Dhis2.PowerShell.Commands;

/// <summary>The users and user groups that parameters of sharing name, and the proof that they exist: servers share with anybody.</summary>
internal sealed class Grantees(Dhis2Caller caller)
{
    private readonly ProvenObjects _objects = new(caller);

    /// <summary>The id of the user who is to own something.</summary>
    /// <exception cref="Dhis2ApiException">There is no such user.</exception>
    public async Task<string> FindOwnerAsync(Dhis2Reference owner, CancellationToken cancellationToken) => (await _objects.IdsAsync("users", [owner], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Those that are given something, with their names.</summary>
    /// <exception cref="Dhis2ApiException">One of them does not exist.</exception>
    /// <exception cref="Dhis2InputException">One of them is ambiguous, or is given twice.</exception>
    public async Task<IReadOnlyList<SharingAccess>> FindAsync(string list, IReadOnlyList<AccessArgument>? given, CancellationToken cancellationToken)
    {
        var entries = (given ?? []).SelectMany(argument => argument.Entries).ToList();
        var found = await _objects.FindAsync(list, [.. entries.Select(entry => entry.Who)], cancellationToken).ConfigureAwait(false);
        var accesses = found.Select((one, i) => new SharingAccess(one.Id, one.Name, entries[i].Access)).ToList();
        var twice = accesses.GroupBy(one => one.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? accesses : throw new Dhis2InputException($"{twice.First().Name} ({twice.Key}) is given twice.", "Give each user and group once.") { Item = twice.Key };
    }

    /// <summary>The ids of users and user groups that are to lose something: an id may be that of one who is gone.</summary>
    /// <exception cref="Dhis2ApiException">Nobody has a name or code.</exception>
    /// <exception cref="Dhis2InputException">Several have it.</exception>
    public async Task<IReadOnlyCollection<string>> FindRemovedAsync(IReadOnlyList<Dhis2Reference> references, CancellationToken cancellationToken)
    {
        var keys = references.Select(reference => reference.Key ?? throw new Dhis2InputException($"'{reference}' has no id.", "Give ids, names, code:X, or what Get-Dhis2Sharing gives.") { Item = reference.Item }).ToList();
        var users = await new ObjectFinder(caller, MetadataType.Of("users")).FindAsync(keys, cancellationToken).ConfigureAwait(false);
        var groups = await new ObjectFinder(caller, MetadataType.Of("userGroups")).FindAsync(keys, cancellationToken).ConfigureAwait(false);
        return [.. keys.Select(key => key.Kind == ObjectKeyKind.Id ? key.Text : One(key, [.. users[key], .. groups[key]])).Distinct()];
    }

    private static string One(ObjectKey key, IReadOnlyList<FoundObject> candidates) => candidates.Count switch
    {
        1 => candidates[0].Id,
        0 => throw new Dhis2ApiException($"There is no user and no user group with {key} that this account may see.", 404, null, "Check it, letter case included, or give the id.") { Item = key.Text },
        _ => throw new Dhis2InputException($"{candidates.Count} users and user groups have {key}: {string.Join(", ", candidates.Select(one => one.Id))}.", "Give the id of the one that is meant.") { Item = key.Text, ErrorId = "Ambiguous" },
    };
}
