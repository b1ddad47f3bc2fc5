using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads programs.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2Program", SupportsPaging = true)]
[OutputType("Dhis2.Program")]
public sealed class GetDhis2ProgramCommand : MetadataQueryCmdlet
{
    /// <summary>Org units, as behind <c>-Id</c>: reads the programs that are assigned to one of them. Example: <c>-OrgUnit 'North Clinic 1.1'</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? OrgUnit { get; set; }

    /// <summary>Program types: <c>WITH_REGISTRATION</c> (tracker) or <c>WITHOUT_REGISTRATION</c> (events).</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConstantCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ProgramType { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("programs");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,shortName,programType,trackedEntityType[id,name]";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.Program#Overview";

    /// <inheritdoc/>
    protected override IEnumerable<PropertyValues> OneOf => Constants("programType", ProgramType);

    /// <inheritdoc/>
    protected override IEnumerable<RelatedObjects> Related => [new("organisationUnits.id", "organisationUnits", OrgUnit) { IsCollection = true }];
}
