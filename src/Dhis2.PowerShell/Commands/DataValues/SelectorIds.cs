namespace Dhis2.PowerShell.Commands;

/// <summary>
/// The ids of what selects data values: data sets, org units and the like. A name or a code is looked up once, and told once where it is none:
/// a data set given beside a thousand org units of the pipeline is the same one each time.
/// </summary>
/// <param name="find">Looks up names and codes of objects of a type.</param>
/// <param name="forEach">Does something for each reference; a fault is that reference's, and is reported.</param>
internal sealed class SelectorIds(Func<IReadOnlyList<Dhis2Reference>, MetadataType, References> find, Action<IReadOnlyList<Dhis2Reference>, Action<Dhis2Reference>> forEach)
{
    private static readonly Dictionary<ObjectKey, IReadOnlyList<FoundObject>> s_nothing = [];

    // By list: what was looked up, and its id; null where it has none.
    private readonly Dictionary<(string List, ObjectKey Key), string?> _known = [];

    /// <summary>The ids of references, in their order; their texts where the query says that these are of another scheme.</summary>
    public List<string> Ids(string list, IReadOnlyList<Dhis2Reference> references, QueryParameters query)
    {
        if (query.Has("inputIdScheme") || query.Has("inputUseCodeFallback") || query.Has($"input{SchemeOf(list)}IdScheme"))
            return [.. references.Select(reference => reference.ToString())];
        var type = MetadataType.Of(list);
        var unknown = references.Where(r => IsName(r, list) && !_known.ContainsKey((list, r.Key!))).ToList();
        var found = unknown.Count == 0 ? new References(type, s_nothing) : find(unknown, type);
        var ids = new List<string>(references.Count);
        forEach(references, reference => ids.AddRange(IsName(reference, list) ? IdOfName(reference, list, found) : [found.IdOf(reference)]));
        return ids;
    }

    private static bool IsName(Dhis2Reference reference, string list) => reference.Key is { Kind: not ObjectKeyKind.Id } && (reference.Type ?? list) == list;

    private string[] IdOfName(Dhis2Reference reference, string list, References found)
    {
        var key = (list, reference.Key!);
        if (!_known.TryGetValue(key, out var id))
        {
            // So that one that stands for none is reported once.
            _known[key] = null;
            _known[key] = id = found.IdOf(reference);
        }
        return id is null ? [] : [id];
    }

    private static string SchemeOf(string list) => list switch
    {
        "organisationUnits" => "OrgUnit",
        "dataSets" => "DataSet",
        "dataElementGroups" => "DataElementGroup",
        "dataElements" => "DataElement",
        _ => "",
    };
}
