using System.Management.Automation;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>What all cmdlets that read metadata have in common: their parameters, and lists or ids as the source.</summary>
public abstract class MetadataQueryCmdlet : Dhis2QueryCmdlet<object>
{
    // The client reads so many ids in one request; piped ids are read in groups of this size.
    private const int IdsAtOnce = 100;

    private static readonly string[] s_reserved = ["page", "pageSize", "paging", "skipPaging"];

    private readonly List<Dhis2Reference> _references = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private List<NamePattern>? _names;
    private bool _gotReferences;
    private bool _mayRepeat;

    /// <summary>
    /// Ids, codes or names of objects: what has the shape of an id is one, <c>code:X</c> is the code X, and anything else is a name, with wildcards in any
    /// case of letters. A name without wildcards that nothing has is an error. Not with <c>-Id</c>, <c>-Name</c> or the pipeline. Example:
    /// <c>Get-Dhis2Metadata dataElements 'Malaria*'</c>.
    /// </summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Identity { get; set; }

    /// <summary>
    /// The objects: what has the shape of an id is one, <c>code:X</c> is the code X, and any other text a whole name, letter case included; or objects with
    /// an id, such as other cmdlets give them. One that stands for nothing, for several or for something else is an error of its own. Also from the pipeline.
    /// Alias: <c>-Uid</c>. Example: <c>-Id OqYjd00phS6</c>.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Id { get; set; }

    /// <summary>
    /// Names, with the wildcards <c>*</c>, <c>?</c> and <c>[a-z]</c>; upper and lower case are the same. Both the name and the display name are compared.
    /// Example: <c>-Name 'North*'</c>.
    /// </summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>
    /// Properties to read, as the Web API writes them. Alias: <c>-Property</c>. Default: id, code, name and display name (for org units also level, path and
    /// parent). <c>:owner</c> reads all that an object owns, <c>*</c> all there is. Example: <c>-Fields id, name, 'parent[id,name]'</c>.
    /// <para>Where each property is asked for by its name, every object has just these, in this order, and null where the server has no value; such a
    /// property can be set, but not taken away (<c>Select-Object -ExcludeProperty</c> does that). Objects read with <c>:owner</c>, <c>*</c> or another preset
    /// have what the server sends, and any property of them can be taken away or added.</para>
    /// </summary>
    [Parameter]
    [Alias("Property")]
    [ArgumentCompleter(typeof(FieldsCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Fields { get; set; }

    /// <summary>
    /// Filters of the form <c>property:operator:value</c>; all must hold. Filters that a server would drop or misread are refused. <c>$like</c> means
    /// <i>starts with</i>, <c>like$</c> <i>ends with</i>. Example: <c>-Filter 'name:ilike:clinic', 'closedDate:null'</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Filter { get; set; }

    /// <summary>Whether all filters must hold (<c>AND</c>, default) or any of them (<c>OR</c>). <c>OR</c> takes a server of 2.42 or later.</summary>
    [Parameter]
    [ValidateSet("AND", "OR")]
    public string RootJunction { get; set; } = "AND";

    /// <summary>
    /// Sort order: <c>property:asc</c> or <c>property:desc</c>; also <c>iasc</c> and <c>idesc</c>, which ignore case. The id is always added, so that no
    /// object is lost between pages. Example: <c>-Order name:asc</c>.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(OrderCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Order { get; set; }

    /// <summary>Objects a request: 1 to 50000, default 1000. It changes how much is read at once, not how much is written.</summary>
    [Parameter]
    [ValidateRange(1, 50_000)]
    public int PageSize { get; set; } = 1000;

    /// <summary>Reads display names in the language of the account.</summary>
    [Parameter]
    public SwitchParameter Translate { get; set; }

    /// <summary>Reads display names in this language. Example: <c>-Locale fr</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Locale { get; set; }

    /// <summary>
    /// Query parameters that have no parameter here: a hashtable (an array as value repeats the name), or texts of the form <c>name=value</c>, which keep
    /// their order. Example: <c>-Query @{ skipSharing = $true }</c> or <c>-Query 'a=1', 'a=2'</c>.
    /// </summary>
    [Parameter]
    public object? Query { get; set; }

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

    /// <summary>Whether one object may have several values of a property of <see cref="OneOf"/>, and so be on several lists.</summary>
    protected virtual bool MayHaveSeveral => false;

    /// <summary>Whether the parameters leave nothing that could be read.</summary>
    protected virtual bool IsNothingWanted => false;

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
            isNamed |= name.IsMatch(PSObjectReader.Text(item, "name"), PSObjectReader.Text(item, "displayName"));
        return isNamed && (!_mayRepeat || _seen.Add(PSObjectReader.Text(item, "id") ?? ""));
    }

    /// <summary>A query as the parameters ask for it.</summary>
    protected MetadataQuery NewQuery() => new()
    {
        Type = ObjectType,
        Fields = FieldsToRead(),
        Filters = [.. Filter ?? [], .. OwnFilters],
        OneOf = [.. OneOf],
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
        if (lists.Count == 1 && _names is null)
        {
            Write(QuerySource.Whole((skip, first, token) => Reader(lists[0]).ReadAsync(lists[0] with { Skip = skip, First = first }, null, token)));
            return;
        }
        foreach (var list in lists)
            Write(QuerySource.Part(token => Reader(list).ReadAsync(list, null, token)));
    }

    /// <summary>Reports an id that does not exist, or that the account may not see.</summary>
    protected void WriteMissing(string id) => WriteError(new Dhis2ApiException(
        $"There is no {ObjectType.Singular} with the id '{id}' that this account may see.", 404, null, "Check the id, and the sharing of the object.")
    { Item = id });

    private void Take(Dhis2Reference reference)
    {
        _gotReferences = true;
        _references.Add(reference);
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
        if (lists.Count == 1 || !MayHaveSeveral)
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
        return _names.Select(name => name.Filter is { } filter ? query with { Filters = [.. query.Filters, filter] } : query);
    }

    // What is read in part is a row; what is read whole is an object that can be changed in any way and sent back.
    private MetadataReader<object> Reader(MetadataQuery query) => new(
        Caller, fields => new PSObjectBuilder(FieldList.Parse(fields), Fields is null ? ViewName : null, query.Type.TypeName)!, item => PSObjectReader.Text(item, "id"));

    private string? FieldsToRead()
    {
        string? fields = Fields is null ? DefaultFields : string.Join(",", Fields.Select(f => f.Trim()));
        // The name is needed to compare it, and the id to recognise an object that is on two lists.
        if (_names is not null)
            fields = FieldList.With("name", fields);
        return _names?.Count > 1 ? FieldList.With("id", fields) : fields;
    }

    private QueryParameters Extra()
    {
        var extra = QueryArgument.Parse(Query);
        foreach (var name in s_reserved.Where(extra.Has))
            throw new Dhis2InputException($"-Query cannot hold '{name}': pages are read by themselves.", "Use -First, -Skip and -PageSize.") { Item = name };
        if (Translate || Locale is not null)
            extra.Add("translate", "true");
        return extra.Add("locale", Locale);
    }
}
