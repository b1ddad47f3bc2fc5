using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

public abstract partial class MetadataQueryCmdlet
{
    /// <summary>
    /// Ids, codes or names of objects: what has the shape of an id is one, <c>code:X</c> is the code X, and anything else is a name, with wildcards in any
    /// case of letters. A name without wildcards that nothing has is an error. Not with <c>-Id</c>, <c>-Name</c> or the pipeline. Example:
    /// <c>Get-Dhis2Metadata dataElements 'Malaria*'</c>.
    /// </summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ListedObjectCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Identity { get; set; }

    /// <summary>
    /// The objects: what has the shape of an id is one, <c>code:X</c> is the code X, and any other text a whole name, letter case included; or objects with
    /// an id, such as other cmdlets give them. One that stands for nothing, for several or for something else is an error of its own. Also from the pipeline.
    /// Alias: <c>-Uid</c>. Example: <c>-Id OqYjd00phS6</c>.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ArgumentCompleter(typeof(ListedObjectCompleter))]
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
    /// Properties to read, as the Web API writes them. Alias: <c>-Property</c>. Default: id, code, name and display name, and of most types what tells their
    /// objects apart: see the description. <c>:owner</c> reads all that an object owns, <c>*</c> all there is. Example: <c>-Fields id, name, 'parent[id,name]'</c>.
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
    /// Filters of the form <c>property:operator:value</c>; all must hold. <c>$like</c> means <i>starts with</i>, <c>like$</c> <i>ends with</i>. A value that
    /// the server would cut, drop or take for a pattern means what it says all the same: the module compares it. What the server does not have, and what
    /// nobody could tell, is refused. Example: <c>-Filter 'name:ilike:clinic', 'closedDate:null'</c>.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(FilterCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Filter { get; set; }

    /// <summary>Whether all filters must hold (<c>AND</c>, default) or any of them (<c>OR</c>). <c>OR</c> takes a server of 2.42 or later.</summary>
    [Parameter]
    [ValidateSet("AND", "OR")]
    public string RootJunction { get; set; } = "AND";

    /// <summary>
    /// Sort order: <c>property:asc</c> or <c>property:desc</c>; also <c>iasc</c> and <c>idesc</c>, which ignore case. The id is always added, so that no
    /// object is lost between pages. Objects of <c>-Id</c> come in the order of the ids, unless another one is asked for. Example: <c>-Order name:asc</c>.
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
}
