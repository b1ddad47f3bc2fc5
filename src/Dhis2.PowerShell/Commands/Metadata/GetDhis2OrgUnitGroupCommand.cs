using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads org unit groups.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2OrgUnitGroup", SupportsPaging = true)]
[OutputType("Dhis2.OrganisationUnitGroup")]
public sealed class GetDhis2OrgUnitGroupCommand : MetadataQueryCmdlet
{
    /// <summary>Org unit group sets, as behind <c>-Id</c>: reads the groups in them. Example: <c>-GroupSet Ownership</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? GroupSet { get; set; }

    /// <summary>Org units, as behind <c>-Id</c>: reads the groups that one of them is a member of. Example: <c>-OrgUnit 'North Clinic 1.1'</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? OrgUnit { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("organisationUnitGroups");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,shortName,groupSets[id,name]";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.OrganisationUnitGroup#Overview";

    /// <inheritdoc/>
    protected override IEnumerable<RelatedObjects> Related =>
    [
        new("groupSets.id", "organisationUnitGroupSets", GroupSet) { IsCollection = true },
        new("organisationUnits.id", "organisationUnits", OrgUnit) { IsCollection = true },
    ];
}
