using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets that change a list of any type.</summary>
public abstract class MetadataItemListCmdlet : MetadataItemCmdlet
{
    /// <summary>The type that has the list, as the Web API names it; the singular will do. Example: <c>dataElementGroups</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(MetadataTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string Type { get; set; } = null!;

    /// <summary>The objects that have the list: ids, names, <c>code:X</c> or objects. Alias: <c>-Uid</c>. Example: <c>-Id qFwmX0dnagh</c>.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] Id { get; set; } = [];

    /// <summary>The list, by the name of the property. Example: <c>dataElements</c>.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ValidateNotNullOrEmpty]
    public string Property { get; set; } = null!;

    /// <summary>The objects in the list: ids, names, <c>code:X</c> or objects; also from the pipeline. Example: <c>-Item OqYjd00phS6, code:DE_BIRTHS</c>.</summary>
    [Parameter(Mandatory = true, Position = 3, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] Item { get; set; } = [];

    private protected sealed override (string Type, string Property) List => (Type, Property);

    private protected sealed override Dhis2Reference[] Objects => Id;

    private protected sealed override Dhis2Reference[] Items => Item;
}
