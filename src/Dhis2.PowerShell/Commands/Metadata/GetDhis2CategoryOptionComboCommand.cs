using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads category option combos.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2CategoryOptionCombo", SupportsPaging = true)]
[OutputType("Dhis2.CategoryOptionCombo")]
public sealed class GetDhis2CategoryOptionComboCommand : MetadataQueryCmdlet
{
    /// <summary>Category combos, as behind <c>-Id</c>: reads their option combos. Example: <c>-CategoryCombo code:CC_SEXAGE</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? CategoryCombo { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("categoryOptionCombos");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,categoryCombo[id,name]";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.CategoryOptionCombo#Overview";

    /// <inheritdoc/>
    protected override IEnumerable<RelatedObjects> Related => [new("categoryCombo.id", "categoryCombos", CategoryCombo)];
}
