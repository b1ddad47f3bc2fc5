using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads user groups.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2UserGroup", SupportsPaging = true)]
[OutputType("Dhis2.UserGroup")]
public sealed class GetDhis2UserGroupCommand : MetadataQueryCmdlet
{
    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("userGroups");
}
