using Dhis2.Client.Sessions;

namespace Dhis2.PowerShell.Arguments;

/// <summary>The ids that references stand for, among objects of one type.</summary>
internal sealed class References(MetadataType type, IReadOnlyDictionary<ObjectKey, IReadOnlyList<FoundObject>> found)
{
    private const int MostCandidates = 5;

    /// <summary>Looks up those that are codes and names; nothing is asked where all are ids.</summary>
    public static async Task<References> FindAsync(Dhis2Caller caller, MetadataType type, IEnumerable<Dhis2Reference> references, CancellationToken cancellationToken)
    {
        var keys = references.Where(r => IsOf(r, type)).Select(r => r.Key).OfType<ObjectKey>();
        return new References(type, await new ObjectFinder(caller, type).FindAsync(keys, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The id of one.</summary>
    /// <exception cref="Dhis2InputException">It is an object of another type or without an id, or its name is that of several.</exception>
    /// <exception cref="Dhis2ApiException">Nothing has that code or name.</exception>
    public string IdOf(Dhis2Reference reference)
    {
        if (!IsOf(reference, type))
            throw new Dhis2InputException($"'{reference}' is of {reference.Type}, and not of {type}.", $"Give one of {type}.") { Item = reference.Item };
        if (reference.Key is not { } key)
            throw new Dhis2InputException($"'{reference}' has no id.", "Give an id, a name, code:X, or an object that has an id.") { Item = reference.Item };
        if (key.Kind == ObjectKeyKind.Id)
            return key.Text;
        var candidates = found[key];
        return candidates.Count switch
        {
            1 => candidates[0].Id,
            0 => throw new Dhis2ApiException($"There is no {type.Singular} with {key} that this account may see.", 404, null, "Check it, letter case included, or give the id.") { Item = reference.Item },
            _ => throw new Dhis2InputException($"{candidates.Count} of {type} have {key}: {Names(candidates)}.", "Give the id of the one that is meant.") { Item = reference.Item, ErrorId = "Ambiguous" },
        };
    }

    // An object of unknown type is accepted: its id decides.
    private static bool IsOf(Dhis2Reference reference, MetadataType type) => reference.Type is null || reference.Type == type.Plural;

    private static string Names(IReadOnlyList<FoundObject> candidates) =>
        string.Join(", ", candidates.Take(MostCandidates).Select(c => c.Code is null ? c.Id : $"{c.Id} (code {c.Code})")) + (candidates.Count > MostCandidates ? ", ..." : "");
}
