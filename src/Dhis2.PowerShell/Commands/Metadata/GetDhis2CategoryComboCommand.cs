using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads category combos.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2CategoryCombo", SupportsPaging = true)]
[OutputType("Dhis2.CategoryCombo")]
public sealed class GetDhis2CategoryComboCommand : MetadataQueryCmdlet
{
    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("categoryCombos");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,dataDimensionType,categories[id,name]";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.CategoryCombo#Overview";
}
