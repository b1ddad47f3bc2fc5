using System.Management.Automation;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>What all cmdlets that read metadata have in common: their parameters, and lists or ids as the source.</summary>
public abstract class MetadataQueryCmdlet : Dhis2QueryCmdlet<object>
{
    // What one request of the client holds: ids from a pipeline are asked for in such groups, as they come.
    private const int IdsAtOnce = 100;

    private static readonly string[] s_reserved = ["page", "pageSize", "paging", "skipPaging"];

    private readonly List<string> _ids = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private List<NamePattern>? _names;
    private bool _gotIds;

    /// <summary>Ids of the objects to read, from the pipeline as texts or as objects that have an id.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary>Names, with wildcards; their case does not matter.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Properties to read, as the Web API writes them: <c>id,name,parent[id]</c>, <c>:owner</c>.</summary>
    [Parameter]
    [Alias("Property")]
    [ValidateNotNullOrEmpty]
    public string[]? Fields { get; set; }

    /// <summary>Filters: <c>property:operator:value</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Filter { get; set; }

    /// <summary>Whether all filters must hold or any of them.</summary>
    [Parameter]
    [ValidateSet("AND", "OR")]
    public string RootJunction { get; set; } = "AND";

    /// <summary>Sort order: <c>name:asc</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Order { get; set; }

    /// <summary>Objects a request.</summary>
    [Parameter]
    [ValidateRange(1, 50_000)]
    public int PageSize { get; set; } = 1000;

    /// <summary>Reads display names in the account's language.</summary>
    [Parameter]
    public SwitchParameter Translate { get; set; }

    /// <summary>Reads display names in this language, such as <c>fr</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Locale { get; set; }

    /// <summary>Query parameters that have no parameter here: a hashtable, or <c>'name=value'</c> texts.</summary>
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

    /// <inheritdoc/>
    protected override object? ErrorTarget => ObjectType.Plural;

    /// <inheritdoc/>
    protected override void Start() => _names = Name?.Select(n => new NamePattern(n)).ToList();

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (var id in Id ?? [])
        {
            _gotIds = true;
            if (Dhis2Uid.IsValid(id))
                _ids.Add(id);
            else
                WriteError(new Dhis2InputException($"'{id}' is no id: ids are a letter and ten letters or digits.", "Give an id, or search with -Name or -Filter.") { Item = id });
        }
        if (_ids.Count >= IdsAtOnce)
            ReadCollected();
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_ids.Count > 0)
            ReadCollected();
        // An empty pipeline asks for nothing, and not for everything.
        else if (!_gotIds && !MyInvocation.ExpectingInput)
            ReadList();
    }

    /// <summary>Reads what the ids stand for: the objects themselves, unless a cmdlet knows better.</summary>
    protected virtual void ReadIds(IReadOnlyList<string> ids) => Read(NewQuery() with { Ids = ids });

    /// <inheritdoc/>
    protected override bool IsWanted(object item)
    {
        if (_names is null)
            return true;
        var name = PSObjectReader.Text(item, "name");
        var display = PSObjectReader.Text(item, "displayName");
        // Several names are several lists, and an object may be on more than one.
        return _names.Any(n => n.IsMatch(name) || n.IsMatch(display)) && (_names.Count == 1 || _seen.Add(PSObjectReader.Text(item, "id") ?? ""));
    }

    /// <summary>A query as the parameters ask for it.</summary>
    protected MetadataQuery NewQuery() => new()
    {
        Type = ObjectType,
        Fields = FieldsToRead(),
        Filters = [.. Filter ?? [], .. OwnFilters],
        AnyFilter = RootJunction == "OR",
        Order = Order ?? [],
        PageSize = PageSize,
        Extra = Extra(),
    };

    /// <summary>Reads and writes what a query finds, one list a name.</summary>
    protected void Read(MetadataQuery query)
    {
        if (_names is not null)
            ReadNamed(query);
        else if (query.Ids is not null)
            WriteAllPages(token => Open(query, token));
        else
            WritePages(token => Open(query with { Skip = PagingParameters.Skip, First = FirstOrTotal() }, token));
    }

    private void ReadCollected()
    {
        var ids = _ids.ToList();
        _ids.Clear();
        if (!IsDone)
            ReadIds(ids);
    }

    private void ReadList() => Read(NewQuery());

    private void ReadNamed(MetadataQuery query)
    {
        if (query.AnyFilter)
            throw new Dhis2InputException("-Name cannot be joined with filters by OR.", "Leave out -RootJunction, or write the name as a filter.");
        foreach (var name in _names!)
        {
            var filters = name.Filter is { } filter ? query.Filters.Append(filter).ToList() : query.Filters;
            WriteAllPages(token => Open(query with { Filters = filters }, token));
        }
    }

    private IAsyncEnumerable<Page<object>> Open(MetadataQuery query, CancellationToken cancellationToken)
    {
        // What is read in part is a row; what is read whole is an object that can be changed in any way and sent back.
        var reader = new MetadataReader<object>(
            Caller, fields => new PSObjectBuilder(FieldList.Parse(fields), Fields is null ? ViewName : null, query.Type.TypeName)!, item => PSObjectReader.Text(item, "id"));
        return reader.ReadAsync(query, id => Post(() => WriteMissing(id)), cancellationToken);
    }

    private void WriteMissing(string id) => WriteError(new Dhis2ApiException(
        $"There is no {ObjectType.Singular} with the id '{id}' that this account may see and that the filters let through.", 404, null, "Check the id, and the sharing of the object.")
    { Item = id });

    // To be told the total, something must be asked for.
    private ulong FirstOrTotal() => PagingParameters.IncludeTotalCount ? Math.Max(PagingParameters.First, 1) : PagingParameters.First;

    private string? FieldsToRead()
    {
        string? fields = Fields is null ? DefaultFields : string.Join(",", Fields.Select(f => f.Trim()));
        // A name that is not read cannot be compared, and without ids one cannot tell whether two lists hold the same object.
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
