using System.Management.Automation;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>What all cmdlets that read metadata have in common: their parameters, and lists or ids as the source.</summary>
public abstract partial class MetadataQueryCmdlet : Dhis2QueryCmdlet<object>
{
    // The client reads so many ids in one request; piped ids are read in groups of this size.
    private const int IdsAtOnce = 100;

    private static readonly string[] s_reserved = ["page", "pageSize", "paging", "skipPaging"];

    private readonly List<Dhis2Reference> _references = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<PropertyValues> _related = [];
    private List<NamePattern>? _names;
    private bool _mayHaveSeveral;
    private bool _gotReferences;
    private bool _mayRepeat;

    /// <inheritdoc/>
    protected override string Activity => $"Reading {ObjectType}";

    /// <summary>The type to read.</summary>
    protected abstract MetadataType ObjectType { get; }

    /// <summary>Properties read when none are asked for.</summary>
    protected virtual string DefaultFields => "id,code,name,displayName";

    /// <summary>A type name that selects a view of the default properties; objects with chosen fields show those.</summary>
    protected virtual string? ViewName => "Dhis2.MetadataObject#Overview";

    /// <summary>Filters of the cmdlet's own.</summary>
    protected virtual IEnumerable<string> OwnFilters => [];

    /// <summary>Properties that must have one of the values the user gave, however many these are.</summary>
    protected virtual IEnumerable<PropertyValues> OneOf => [];

    /// <summary>The parameters that name objects of other types.</summary>
    protected virtual IEnumerable<RelatedObjects> Related => [];

    /// <summary>Fields that <see cref="IsWanted"/> of a cmdlet looks at, because no server filters by them.</summary>
    protected virtual IEnumerable<string> ComparedFields => [];

    /// <summary>Fields that a parameter asks for, besides those chosen.</summary>
    protected virtual IEnumerable<string> AddedFields => [];

    /// <summary>Whether <see cref="ReadIds"/> has to see all ids at once; otherwise they are read in groups, as they come.</summary>
    protected virtual bool NeedsAllIds => false;

    /// <inheritdoc/>
    protected override object? ErrorTarget => ObjectType.Plural;

    /// <inheritdoc/>
    protected override void Start()
    {
        if (Identity is not null && (Id is not null || Name is not null || MyInvocation.ExpectingInput))
            throw new Dhis2InputException("Ids or names were given twice: by position, and with -Id, -Name or the pipeline.", "Give them in one way.") { Item = Identity };
        var names = Name ?? Identity?.Where(IsPattern).ToArray();
        if (names is { Length: > 0 } && Identity is not null && NeedsAllIds)
            throw new Dhis2InputException($"'{names[0]}' may be the name of several, and what is above or below is found from each.", "Find them first: Get-Dhis2OrgUnit by name, piped to Get-Dhis2OrgUnit.") { Item = names[0] };
        _names = names is { Length: > 0 } ? names.Select(n => new NamePattern(n)).ToList() : null;
        CheckProperties();
        if (RootJunction == "OR" && ComparedFields.Any())
            throw new Dhis2InputException($"What is compared here ({string.Join(", ", ComparedFields)}) cannot be joined with filters by OR.", "Leave out -RootJunction, or read once for each filter.");
        FindRelated();
    }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (var reference in Id ?? [])
            Take(reference);
        if (_references.Count >= IdsAtOnce && !NeedsAllIds)
            ReadCollected();
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (Identity is not null)
            ReadIdentities(Identity);
        else if (_references.Count > 0)
            ReadCollected();
        // An empty pipeline asks for nothing, and not for everything.
        else if (!_gotReferences && !MyInvocation.ExpectingInput)
            ReadList();
    }

    /// <summary>Reads what the ids stand for: the objects themselves, unless a cmdlet knows better.</summary>
    protected virtual void ReadIds(IReadOnlyList<string> ids) => ReadObjects(ids, WriteMissing);

    /// <summary>Reads objects by their ids; <paramref name="onMissing"/> is told, on the pipeline thread, of those that do not exist.</summary>
    protected void ReadObjects(IReadOnlyList<string> ids, Action<string>? onMissing)
    {
        var lists = Lists(NewQuery() with { Ids = ids });
        var tell = onMissing is null ? null : new Action<string>(id => Post(() => onMissing(id)));
        foreach (var list in lists)
        {
            // Only the last list reports missing ids, so that each is reported once.
            var isLast = list == lists[lists.Count - 1];
            Write(QuerySource.Part(token => Reader(list).ReadAsync(list, isLast ? tell : null, token)));
        }
    }

    /// <inheritdoc/>
    protected override bool IsWanted(object item)
    {
        var isNamed = _names is null;
        // Every name is compared, because each remembers whether it matched an object.
        foreach (var name in _names ?? [])
            isNamed |= name.IsMatch(NamesOf(item));
        return isNamed && (!_mayRepeat || _seen.Add(PSObjectReader.Text(item, "id") ?? ""));
    }

    /// <summary>A query as the parameters ask for it.</summary>
    protected MetadataQuery NewQuery() => new()
    {
        Type = ObjectType,
        Fields = FieldsToRead(),
        Filters = [.. Filter ?? [], .. OwnFilters],
        OneOf = [.. OneOf, .. _related],
        AnyFilter = RootJunction == "OR",
        Order = Order ?? [],
        PageSize = PageSize,
        Extra = Extra(),
    };

    /// <summary>Reads and writes what queries find: each object once.</summary>
    protected void Read(params MetadataQuery[] queries)
    {
        var lists = queries.SelectMany(Named).SelectMany(Lists).ToList();
        // Each name is a list of its own, and an object may be on several.
        _mayRepeat |= lists.Count > 1 && _names?.Count > 1;
        if (lists.Count == 1 && _names is null && !ComparedFields.Any())
        {
            Write(QuerySource.Whole((skip, first, token) => Reader(lists[0]).ReadAsync(lists[0] with { Skip = skip, First = first }, null, token)));
            return;
        }
        foreach (var list in lists)
            Write(QuerySource.Part(token => Reader(list).ReadAsync(list, null, token)));
    }

    /// <summary>A property that must have one of the server's own words; null where the parameter was not used.</summary>
    protected static IEnumerable<PropertyValues> Constants(string property, string[]? values) =>
        values is null ? [] : [new PropertyValues(property, [.. values.Select(value => value.Trim().ToUpperInvariant()).Distinct()])];

    /// <summary>Query parameters of the cmdlet's own, and those of <c>-Query</c>.</summary>
    protected virtual QueryParameters FurtherParameters() => QueryArgument.Parse(Query);

    /// <summary>Reports an id that does not exist, or that the account may not see.</summary>
    protected void WriteMissing(string id) => WriteMissing(ObjectType, id);

    private void WriteMissing(MetadataType type, string id) => WriteError(new Dhis2ApiException(
        $"There is no {type.Singular} with the id '{id}' that this account may see.", 404, null, "Check the id, and the sharing of the object.")
    { Item = id });

    private void Take(Dhis2Reference reference)
    {
        _gotReferences = true;
        _references.Add(reference);
    }

    // Where none of the objects exists that a parameter names, nothing is read; without a filter there would be everything.
    private bool IsNothingWanted => _related.Exists(values => values.Values.Count == 0);

    private void FindRelated()
    {
        foreach (var related in Related)
        {
            if (related.References is not { } references)
                continue;
            var type = MetadataType.Of(related.Type);
            IReadOnlyList<string> ids = [.. Resolve(references, type).Distinct()];
            if (related.ListedIn is { } path && ids.Count > 0)
                ids = Await(token => ListedObjects.ReadAsync(Caller, type, ids, path, id => Post(() => WriteMissing(type, id)), token));
            _related.Add(new PropertyValues(related.Property, ids));
            _mayHaveSeveral |= related.IsCollection && ids.Count > 1;
        }
    }

    // What the server would pass over is refused before anything is asked for.
    private void CheckProperties()
    {
        var check = new FieldCheck(Caller, ObjectType);
        if (Fields is not null)
            Await(token => check.CheckFieldsAsync(string.Join(",", Fields.Select(f => f.Trim())), token));
        foreach (var order in Order ?? [])
            Await(token => check.CheckOrderAsync(order, token));
    }

    // -Children, -Descendants and -Ancestors start from single objects, so a name without wildcards is looked up as with -Id.
    private bool IsPattern(string identity) =>
        ObjectKey.Parse(identity).Kind == ObjectKeyKind.Name && (!NeedsAllIds || WildcardPattern.ContainsWildcardCharacters(identity));

    // Reads the objects of the ids and those of the names.
    private void ReadIdentities(string[] identities)
    {
        var names = _names;
        _mayRepeat = names is not null && identities.Length > names.Count;
        _names = null;
        foreach (var identity in identities.Where(i => !IsPattern(i)))
            Take(new Dhis2Reference(identity));
        if (_references.Count > 0)
            ReadCollected();
        _names = names;
        if (names is not null && !IsDone)
            ReadList();
    }

    private void ReadList()
    {
        if (IsNothingWanted)
            return;
        Read(NewQuery());
        foreach (var name in _names?.Where(n => n.IsExact && !n.IsFound) ?? [])
        {
            if (IsDone)
                return;
            WriteError(new Dhis2ApiException(
                $"There is no {ObjectType.Singular} named '{name.Text}' that this account may see and that the filters let through.", 404, null, "Check the name, or use wildcards: '*clinic*'.")
            { Item = name.Text });
        }
    }

    private void ReadCollected()
    {
        var ids = IsDone || IsNothingWanted ? [] : Resolve(_references, ObjectType).Where(_asked.Add).ToList();
        _references.Clear();
        if (ids.Count > 0)
            ReadIds(ids);
    }

    // Splits a query whose values do not fit into one URL.
    private IReadOnlyList<MetadataQuery> Lists(MetadataQuery query)
    {
        var lists = Reader(query).Lists(query);
        if (lists.Count == 1 || !_mayHaveSeveral)
            return lists;
        _mayRepeat = true;
        return [.. lists.Select(list => list with { Fields = FieldList.With("id", list.Fields) })];
    }

    private IEnumerable<MetadataQuery> Named(MetadataQuery query)
    {
        if (_names is null)
            return [query];
        if (query.AnyFilter)
            throw new Dhis2InputException("-Name cannot be joined with filters by OR.", "Leave out -RootJunction, or write the name as a filter.");
        return _names.Select(name => Named(query, name));
    }

    // A filter compares one property. Where objects go by two names, the search of the server looks at both, unless the user searches for something else.
    private MetadataQuery Named(MetadataQuery query, NamePattern name)
    {
        if (ObjectType.OtherName is null)
            return name.Filter is { } filter ? query with { Filters = [.. query.Filters, filter] } : query;
        return name.Piece is { } piece && !query.Extra.Has("query") ? query with { Extra = new QueryParameters().AddRange(query.Extra).Add("query", piece) } : query;
    }

    private IEnumerable<string?> NamesOf(object item) => NameFields.Append("displayName").Select(name => PSObjectReader.Text(item, name));

    private IEnumerable<string> NameFields => ObjectType.OtherName is { } other ? ["name", other] : ["name"];

    // What is read in part is a row; what is read whole is an object that can be changed in any way and sent back.
    private MetadataReader<object> Reader(MetadataQuery query) => new(
        Caller, fields => new PSObjectBuilder(FieldList.Parse(fields), Fields is null ? ViewName : null, query.Type.TypeName)!, item => PSObjectReader.Text(item, "id"));

    private string? FieldsToRead()
    {
        string? fields = Fields is null ? DefaultFields : string.Join(",", Fields.Select(f => f.Trim()));
        // The name is needed to compare it, and the id to recognise an object that is on two lists.
        foreach (var added in (_names is null ? [] : NameFields).Concat(ComparedFields).Concat(AddedFields))
            fields = FieldList.With(added, fields);
        return _names?.Count > 1 ? FieldList.With("id", fields) : fields;
    }

    private QueryParameters Extra()
    {
        var extra = FurtherParameters();
        foreach (var name in s_reserved.Where(extra.Has))
            throw new Dhis2InputException($"-Query cannot hold '{name}': pages are read by themselves.", "Use -First, -Skip and -PageSize.") { Item = name };
        if (Translate || Locale is not null)
            extra.Add("translate", "true");
        return extra.Add("locale", Locale);
    }
}
