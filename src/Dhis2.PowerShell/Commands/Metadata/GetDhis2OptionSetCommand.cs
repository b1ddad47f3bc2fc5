using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads option sets.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2OptionSet", SupportsPaging = true)]
[OutputType("Dhis2.OptionSet")]
public sealed class GetDhis2OptionSetCommand : MetadataQueryCmdlet
{
    /// <summary>Also reads the options of each, in their order: id, code, name, display name and place.</summary>
    [Parameter]
    public SwitchParameter IncludeOption { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("optionSets");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,valueType";

    /// <inheritdoc/>
    protected override string? ViewName => IncludeOption ? "Dhis2.OptionSet#WithOptions" : "Dhis2.OptionSet#Overview";

    // The place is the server's index of the list, which it sends in that order.
    /// <inheritdoc/>
    protected override IEnumerable<string> AddedFields => IncludeOption ? ["options[id,code,name,displayName,sortOrder]"] : [];
}
