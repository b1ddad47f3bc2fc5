using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

// What can be given to it.
public sealed partial class ExportDhis2MetadataCommand
{
    /// <summary>
    /// The types to export, as Get-Dhis2Metadata takes them, or a hashtable of types and their fields, such as <c>@{ dataElements = 'id,name'; indicators = ':owner' }</c>.
    /// Default: all, for which the account needs the authority F_METADATA_EXPORT. A type that the server does not have is refused, for it would export everything.
    /// </summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MetadataTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public object[]? Type { get; set; }

    /// <summary>
    /// Objects to export with all that they are made of: ids, names, <c>code:X</c> or objects of the one type that <c>-Type</c> says: <c>dataSets</c>, <c>programs</c>,
    /// <c>categoryCombos</c>, <c>dashboards</c> or <c>optionSets</c>. Org units are not among what they are made of. What several have in common is exported once.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Dependency { get; set; }

    /// <summary>
    /// The file to write; one that is there is replaced. Its name tells the form: <c>.json</c>, <c>.json.gz</c>, <c>.json.zip</c>, or <c>.xml</c> where the server has it. Without
    /// it the objects are written to the pipeline.
    /// </summary>
    [Parameter]
    [Alias("OutFile")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>
    /// A folder to write a tree for version control into, one file an object: two exports are the same to the byte unless somebody changed something. What changes by
    /// itself is left out, lists without an order are sorted, and files of objects that are not there any more are deleted. Import-Dhis2Metadata takes the folder back.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Directory { get; set; }

    /// <summary>With <c>-Directory</c>: one file a type in place of one an object.</summary>
    [Parameter]
    public SwitchParameter PerType { get; set; }

    /// <summary>Properties of the types that say none themselves. Default: all that an import takes. Example: <c>-Fields id, code, name</c>.</summary>
    [Parameter]
    [Alias("Property")]
    [ValidateNotNullOrEmpty]
    public string[]? Fields { get; set; }

    /// <summary>
    /// Filters of all types, <c>property:operator:value</c>, or a hashtable of types and their filters, such as <c>@{ dataElements = 'code:like:DE_' }</c>, which count in place
    /// of the others. Several are joined by and.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? Filter { get; set; }

    /// <summary>Order of all types, <c>name:asc</c>, or a hashtable of types and their orders.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? Order { get; set; }

    /// <summary>Exports the category objects by the name of default, too, and references to them: every server has them under ids of its own or of all.</summary>
    [Parameter]
    public SwitchParameter Defaults { get; set; }

    /// <summary>Leaves out who may see and change the objects.</summary>
    [Parameter]
    public SwitchParameter SkipSharing { get; set; }

    /// <summary>Replaces no file that is there.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Writes the file or folder to the pipeline, as <c>Get-Item</c> does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }
}
